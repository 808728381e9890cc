// RUN: adjoint-opt %s -p differentiate | filecheck %s

// Of the results of max_pool2d_with_indices one has a gradient: the reverse takes no cotangent of the places.

func.func @f(%x: tensor<2x3x8x8xf32>) -> (tensor<2x3x4x4xf32>, tensor<2x3x4x4xi64>) {
  %y, %i = aten.max_pool2d_with_indices %x kernel_size = [2] : tensor<2x3x8x8xf32> -> tensor<2x3x4x4xf32>, tensor<2x3x4x4xi64>
  func.return %y, %i : tensor<2x3x4x4xf32>, tensor<2x3x4x4xi64>
}

// CHECK:      func.func @f(%x: tensor<2x3x8x8xf32> {autodiff.requires_grad = false}) -> (tensor<2x3x4x4xf32>, tensor<2x3x4x4xi64>) attributes {autodiff.gradient = #autodiff.gradient<reverse = @f.reverse, real_outputs = 2, input_vjps = [0], captured_inputs = [], captured_outputs = [1], output_vjps = [0]>} {
// CHECK-NEXT:   %y, %i = aten.max_pool2d_with_indices %x kernel_size = [2] : tensor<2x3x8x8xf32> -> tensor<2x3x4x4xf32>, tensor<2x3x4x4xi64>
// CHECK-NEXT:   func.return %y, %i : tensor<2x3x4x4xf32>, tensor<2x3x4x4xi64>
// CHECK-NEXT: }

// CHECK:      func.func @f.reverse(%dy: tensor<2x3x4x4xf32>, %i: tensor<2x3x4x4xi64>) -> tensor<2x3x8x8xf32> {
// CHECK-NEXT:   %dx = aten.max_pool2d_with_indices_backward %dy, %i size = [2, 3, 8, 8] kernel_size = [2] : tensor<2x3x4x4xf32>, tensor<2x3x4x4xi64> -> tensor<2x3x8x8xf32>
// CHECK-NEXT:   func.return %dx : tensor<2x3x8x8xf32>
// CHECK-NEXT: }
