// RUN: adjoint-opt %s -p 'differentiate{function=f},differentiate{function="f.reverse" wrt=0,1}' | filecheck %s

// The reverse is a function like any other, and can be differentiated itself.

func.func @f(%x: tensor<2xf32>) -> tensor<2xf32> {
  %y = aten.exp %x : tensor<2xf32> -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}

// CHECK:      func.func @f(%x: tensor<2xf32> {autodiff.requires_grad = false}) -> tensor<2xf32> attributes {autodiff.gradient = #autodiff.gradient<reverse = @f.reverse, real_outputs = 1, input_vjps = [0], captured_inputs = [], captured_outputs = [0], output_vjps = [0]>} {
// CHECK-NEXT:   %y = aten.exp %x : tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   func.return %y : tensor<2xf32>
// CHECK-NEXT: }
// CHECK-NEXT: func.func @f.reverse(%dy: tensor<2xf32> {autodiff.requires_grad = false}, %y: tensor<2xf32> {autodiff.requires_grad = false}) -> tensor<2xf32> attributes {autodiff.gradient = #autodiff.gradient<reverse = @f.reverse.reverse, real_outputs = 1, input_vjps = [0], captured_inputs = [0, 1], captured_outputs = [], output_vjps = [0, 1]>} {
// CHECK-NEXT:   %dx = aten.mul %dy, %y : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   func.return %dx : tensor<2xf32>
// CHECK-NEXT: }
// CHECK-NEXT: func.func @f.reverse.reverse(%ddx: tensor<2xf32>, %dy: tensor<2xf32>, %y: tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>) {
// CHECK-NEXT:   %ddy = aten.mul %ddx, %y : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   %dy_1 = aten.mul %ddx, %dy : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   func.return %ddy, %dy_1 : tensor<2xf32>, tensor<2xf32>
// CHECK-NEXT: }
