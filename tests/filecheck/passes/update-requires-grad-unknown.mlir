// RUN: adjoint-opt %s -p update-requires-grad | filecheck %s

// Without an option nothing is known any more.

func.func @f(%x: tensor<2xf32> {autodiff.requires_grad}, %y: tensor<2xf32> {autodiff.requires_grad = false}) -> tensor<2xf32> {
  %0 = aten.mul %x, %y {autodiff.requires_grad} : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}

// CHECK:      func.func @f(%x: tensor<2xf32>, %y: tensor<2xf32>) -> tensor<2xf32> {
// CHECK-NEXT:   %0 = aten.mul %x, %y : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   func.return %0 : tensor<2xf32>
// CHECK-NEXT: }
