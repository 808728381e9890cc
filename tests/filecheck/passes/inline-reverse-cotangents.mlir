// RUN: adjoint-opt %s -p add-reverse,inline-reverse{cotangents=arguments} | filecheck %s

// The cotangents of all outputs are arguments; after add-reverse the reverse that is there moves.

func.func @f(%x: tensor<2xf32>, %n: tensor<2xi64>) -> (tensor<2xf32>, tensor<2xi64>, tensor<2xf32>) {
  %y = aten.sin %x : tensor<2xf32> -> tensor<2xf32>
  func.return %y, %n, %x : tensor<2xf32>, tensor<2xi64>, tensor<2xf32>
}

// CHECK:      func.func @f(%x: tensor<2xf32> {autodiff.requires_grad}, %n: tensor<2xi64> {autodiff.requires_grad = false}) -> (tensor<2xf32>, tensor<2xi64>, tensor<2xf32>) {
// CHECK-NEXT:   %y = aten.sin %x {autodiff.requires_grad} : tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   func.return %y, %n, %x : tensor<2xf32>, tensor<2xi64>, tensor<2xf32>
// CHECK-NEXT: }
// CHECK-NEXT: func.func @f.vjp(%x: tensor<2xf32>, %n: tensor<2xi64>, %dy: tensor<2xf32>, %dx: tensor<2xf32>) -> (tensor<2xf32>, tensor<2xi64>, tensor<2xf32>, tensor<2xf32>) {
// CHECK-NEXT:   %y = aten.sin %x : tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   %0 = aten.cos %x : tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   %dx_1 = aten.mul %dy, %0 : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   %dx_2 = aten.add %dx, %dx_1 : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   func.return %y, %n, %x, %dx_2 : tensor<2xf32>, tensor<2xi64>, tensor<2xf32>, tensor<2xf32>
// CHECK-NEXT: }
