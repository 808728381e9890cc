// RUN: adjoint-opt %s -p differentiate --split-input-file | filecheck %s

// max_pool2d becomes max_pool2d_with_indices: the reverse needs the places of the largest elements.

func.func @f(%x: tensor<?x3x8x8xf32>) -> tensor<?x3x4x4xf32> {
  %y = aten.max_pool2d %x kernel_size = [2] : tensor<?x3x8x8xf32> -> tensor<?x3x4x4xf32>
  func.return %y : tensor<?x3x4x4xf32>
}

// CHECK:      func.func @f(%x: tensor<?x3x8x8xf32> {autodiff.requires_grad = false}) -> (tensor<?x3x4x4xf32>, tensor<?x3x4x4xi64>, tensor<4xindex>) attributes {autodiff.gradient = #autodiff.gradient<reverse = @f.reverse, real_outputs = 1, input_vjps = [0], captured_inputs = [], captured_outputs = [1, 2], output_vjps = [0]>} {
// CHECK-NEXT:   %y, %0 = aten.max_pool2d_with_indices %x kernel_size = [2] : tensor<?x3x8x8xf32> -> tensor<?x3x4x4xf32>, tensor<?x3x4x4xi64>
// CHECK-NEXT:   %1 = aten.size %x : tensor<?x3x8x8xf32> -> tensor<4xindex>
// CHECK-NEXT:   func.return %y, %0, %1 : tensor<?x3x4x4xf32>, tensor<?x3x4x4xi64>, tensor<4xindex>
// CHECK-NEXT: }

// CHECK:      func.func @f.reverse(%dy: tensor<?x3x4x4xf32>, %0: tensor<?x3x4x4xi64>, %1: tensor<4xindex>) -> tensor<?x3x8x8xf32> {
// CHECK-NEXT:   %dx = aten.max_pool2d_with_indices_backward %dy, %0, %1 kernel_size = [2] : tensor<?x3x4x4xf32>, tensor<?x3x4x4xi64>, tensor<4xindex> -> tensor<?x3x8x8xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x3x8x8xf32>
// CHECK-NEXT: }

// -----

// The same along one and along three dimensions.

func.func @g(%x: tensor<3x8xf32>, %y: tensor<3x4x4x4xf32>) -> (tensor<3x4xf32>, tensor<3x2x2x2xf32>) {
  %0 = aten.max_pool1d %x kernel_size = [2] : tensor<3x8xf32> -> tensor<3x4xf32>
  %1 = aten.max_pool3d %y kernel_size = [2] : tensor<3x4x4x4xf32> -> tensor<3x2x2x2xf32>
  func.return %0, %1 : tensor<3x4xf32>, tensor<3x2x2x2xf32>
}

// CHECK:      func.func @g(%x: tensor<3x8xf32> {autodiff.requires_grad = false}, %y: tensor<3x4x4x4xf32> {autodiff.requires_grad = false}) -> (tensor<3x4xf32>, tensor<3x2x2x2xf32>, tensor<3x4xi64>, tensor<3x2x2x2xi64>) attributes {autodiff.gradient = #autodiff.gradient<reverse = @g.reverse, real_outputs = 2, input_vjps = [0, 1], captured_inputs = [], captured_outputs = [2, 3], output_vjps = [0, 1]>} {
// CHECK-NEXT:   %0, %1 = aten.max_pool1d_with_indices %x kernel_size = [2] : tensor<3x8xf32> -> tensor<3x4xf32>, tensor<3x4xi64>
// CHECK-NEXT:   %2, %3 = aten.max_pool3d_with_indices %y kernel_size = [2] : tensor<3x4x4x4xf32> -> tensor<3x2x2x2xf32>, tensor<3x2x2x2xi64>
// CHECK-NEXT:   func.return %0, %2, %1, %3 : tensor<3x4xf32>, tensor<3x2x2x2xf32>, tensor<3x4xi64>, tensor<3x2x2x2xi64>
// CHECK-NEXT: }

// CHECK:      func.func @g.reverse(%dy: tensor<3x4xf32>, %dy_1: tensor<3x2x2x2xf32>, %0: tensor<3x4xi64>, %1: tensor<3x2x2x2xi64>) -> (tensor<3x8xf32>, tensor<3x4x4x4xf32>) {
// CHECK-NEXT:   %dy_2 = aten.max_pool3d_with_indices_backward %dy_1, %1 size = [3, 4, 4, 4] kernel_size = [2] : tensor<3x2x2x2xf32>, tensor<3x2x2x2xi64> -> tensor<3x4x4x4xf32>
// CHECK-NEXT:   %dx = aten.max_pool1d_with_indices_backward %dy, %0 size = [3, 8] kernel_size = [2] : tensor<3x4xf32>, tensor<3x4xi64> -> tensor<3x8xf32>
// CHECK-NEXT:   func.return %dx, %dy_2 : tensor<3x8xf32>, tensor<3x4x4x4xf32>
// CHECK-NEXT: }
