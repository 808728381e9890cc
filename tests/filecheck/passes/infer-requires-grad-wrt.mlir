// RUN: adjoint-opt %s -p infer-requires-grad{wrt=1} | filecheck %s

// `wrt` chooses the arguments, whatever was marked before.

func.func @f(%x: tensor<2xf32> {autodiff.requires_grad}, %w: tensor<2xf32>) -> tensor<2xf32> {
  %0 = aten.exp %x {autodiff.requires_grad} : tensor<2xf32> -> tensor<2xf32>
  %1 = aten.mul %0, %w : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  func.return %1 : tensor<2xf32>
}

// CHECK:      func.func @f(%x: tensor<2xf32> {autodiff.requires_grad = false}, %w: tensor<2xf32> {autodiff.requires_grad}) -> tensor<2xf32> {
// CHECK-NEXT:   %0 = aten.exp %x : tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   %1 = aten.mul %0, %w {autodiff.requires_grad} : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   func.return %1 : tensor<2xf32>
// CHECK-NEXT: }
