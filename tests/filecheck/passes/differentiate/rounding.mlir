// RUN: adjoint-opt %s -p add-reverse | filecheck %s

// What rounds once stays in bf16: a product. What would round twice is computed in f32: 1 - y * y of tanh.

func.func @f(%x: tensor<4xbf16>, %w: tensor<4xbf16> {autodiff.requires_grad}) -> tensor<4xbf16> {
  %y = aten.mul %x, %w : tensor<4xbf16>, tensor<4xbf16> -> tensor<4xbf16>
  return %y : tensor<4xbf16>
}

func.func @g(%x: tensor<4xbf16>) -> tensor<4xbf16> {
  %y = aten.tanh %x : tensor<4xbf16> -> tensor<4xbf16>
  return %y : tensor<4xbf16>
}

// CHECK:        func.func @f(%x: tensor<4xbf16> {autodiff.requires_grad = false}, %w: tensor<4xbf16> {autodiff.requires_grad}) -> tensor<4xbf16> {
// CHECK-NEXT:     %y = aten.mul %x, %w {autodiff.requires_grad} : tensor<4xbf16>, tensor<4xbf16> -> tensor<4xbf16>
// CHECK-NEXT:     autodiff.reverse outputs [0] inputs [1] {
// CHECK-NEXT:     ^bb0(%dy: tensor<4xbf16>):
// CHECK-NEXT:       %dw = autodiff.grad_of "aten.mul"(%dy) of (%y : tensor<4xbf16>) : tensor<4xbf16> -> tensor<4xbf16> {
// CHECK-NEXT:         %0 = aten.mul %dy, %x : tensor<4xbf16>, tensor<4xbf16> -> tensor<4xbf16>
// CHECK-NEXT:         autodiff.yield %0 : tensor<4xbf16>
// CHECK-NEXT:       }
// CHECK-NEXT:       autodiff.yield %dw : tensor<4xbf16>
// CHECK-NEXT:     }
// CHECK-NEXT:     func.return %y : tensor<4xbf16>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.func @g(%x: tensor<4xbf16> {autodiff.requires_grad}) -> tensor<4xbf16> {
// CHECK-NEXT:     %y = aten.tanh %x {autodiff.requires_grad} : tensor<4xbf16> -> tensor<4xbf16>
// CHECK-NEXT:     autodiff.reverse outputs [0] inputs [0] {
// CHECK-NEXT:     ^bb0(%dy: tensor<4xbf16>):
// CHECK-NEXT:       %dx = autodiff.grad_of "aten.tanh"(%dy) of (%y : tensor<4xbf16>) : tensor<4xbf16> -> tensor<4xbf16> {
// CHECK-NEXT:         %y_1 = aten.to %y dtype = f32 : tensor<4xbf16> -> tensor<4xf32>
// CHECK-NEXT:         %0 = aten.to %dy dtype = f32 : tensor<4xbf16> -> tensor<4xf32>
// CHECK-NEXT:         %1 = aten.mul %y_1, %y_1 : tensor<4xf32>, tensor<4xf32> -> tensor<4xf32>
// CHECK-NEXT:         %2 = aten.constant dense<1.000000e+00> : tensor<f32>
// CHECK-NEXT:         %3 = aten.sub %2, %1 : tensor<f32>, tensor<4xf32> -> tensor<4xf32>
// CHECK-NEXT:         %4 = aten.mul %0, %3 : tensor<4xf32>, tensor<4xf32> -> tensor<4xf32>
// CHECK-NEXT:         %5 = aten.to %4 dtype = bf16 : tensor<4xf32> -> tensor<4xbf16>
// CHECK-NEXT:         autodiff.yield %5 : tensor<4xbf16>
// CHECK-NEXT:       }
// CHECK-NEXT:       autodiff.yield %dx : tensor<4xbf16>
// CHECK-NEXT:     }
// CHECK-NEXT:     func.return %y : tensor<4xbf16>
// CHECK-NEXT:   }
