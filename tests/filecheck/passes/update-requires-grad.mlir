// RUN: adjoint-opt %s -p update-requires-grad{requires-grad=false} | filecheck %s

// All arguments are detached and the marks of ops go, but not those by which the program detaches a value.

func.func @f(%x: tensor<2xf32> {autodiff.requires_grad}) -> tensor<2xf32> {
  %0 = aten.exp %x {autodiff.requires_grad} : tensor<2xf32> -> tensor<2xf32>
  %1 = aten.neg %0 {autodiff.requires_grad = false} : tensor<2xf32> -> tensor<2xf32>
  func.return %1 : tensor<2xf32>
}

// CHECK:      func.func @f(%x: tensor<2xf32> {autodiff.requires_grad = false}) -> tensor<2xf32> {
// CHECK-NEXT:   %0 = aten.exp %x : tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   %1 = aten.neg %0 {autodiff.requires_grad = false} : tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   func.return %1 : tensor<2xf32>
// CHECK-NEXT: }
