// RUN: adjoint-opt %s -p differentiate{wrt=1} | filecheck %s

// Only what the wanted gradient needs is kept: not %w.

func.func @f(%x: tensor<8x4xf32>, %w: tensor<4x5xf32>) -> tensor<8x5xf32> {
  %y = aten.mm %x, %w : tensor<8x4xf32>, tensor<4x5xf32> -> tensor<8x5xf32>
  func.return %y : tensor<8x5xf32>
}

// CHECK:      func.func @f(%x: tensor<8x4xf32> {autodiff.requires_grad = false}, %w: tensor<4x5xf32> {autodiff.requires_grad = false}) -> tensor<8x5xf32> attributes {autodiff.gradient = #autodiff.gradient<reverse = @f.reverse, real_outputs = 1, input_vjps = [0], captured_inputs = [0], captured_outputs = [], output_vjps = [1]>} {
// CHECK-NEXT:   %y = aten.mm %x, %w : tensor<8x4xf32>, tensor<4x5xf32> -> tensor<8x5xf32>
// CHECK-NEXT:   func.return %y : tensor<8x5xf32>
// CHECK-NEXT: }
// CHECK-NEXT: func.func @f.reverse(%dy: tensor<8x5xf32>, %x: tensor<8x4xf32>) -> tensor<4x5xf32> {
// CHECK-NEXT:   %0 = aten.t %x : tensor<8x4xf32> -> tensor<4x8xf32>
// CHECK-NEXT:   %dw = aten.mm %0, %dy : tensor<4x8xf32>, tensor<8x5xf32> -> tensor<4x5xf32>
// CHECK-NEXT:   func.return %dw : tensor<4x5xf32>
// CHECK-NEXT: }
