// RUN: adjoint-opt %s -p infer-requires-grad --split-input-file | filecheck %s

// What depends on a wanted argument requires a gradient. Integers, ops declared without gradient and `false` end the
// dependence.

// Without marks every floating point argument is wanted.
func.func @all(%x: tensor<2xf32>, %i: tensor<2xi64>) -> tensor<2xf32> {
  %0 = aten.mul %x, %i : tensor<2xf32>, tensor<2xi64> -> tensor<2xf32>
  %1 = aten.gt %0, %x : tensor<2xf32>, tensor<2xf32> -> tensor<2xi1>
  %2 = aten.to %1 dtype = f32 : tensor<2xi1> -> tensor<2xf32>
  func.return %2 : tensor<2xf32>
}

// CHECK:      func.func @all(%x: tensor<2xf32> {autodiff.requires_grad}, %i: tensor<2xi64> {autodiff.requires_grad = false}) -> tensor<2xf32> {
// CHECK-NEXT:   %0 = aten.mul %x, %i {autodiff.requires_grad} : tensor<2xf32>, tensor<2xi64> -> tensor<2xf32>
// CHECK-NEXT:   %1 = aten.gt %0, %x : tensor<2xf32>, tensor<2xf32> -> tensor<2xi1>
// CHECK-NEXT:   %2 = aten.to %1 dtype = f32 : tensor<2xi1> -> tensor<2xf32>
// CHECK-NEXT:   func.return %2 : tensor<2xf32>
// CHECK-NEXT: }

// -----

// A mark leaves the other arguments out.
func.func @marked(%x: tensor<2xf32>, %w: tensor<2xf32> {autodiff.requires_grad}) -> tensor<2xf32> {
  %0 = aten.exp %x : tensor<2xf32> -> tensor<2xf32>
  %1 = aten.mul %0, %w : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  func.return %1 : tensor<2xf32>
}

// CHECK:      func.func @marked(%x: tensor<2xf32> {autodiff.requires_grad = false}, %w: tensor<2xf32> {autodiff.requires_grad}) -> tensor<2xf32> {
// CHECK-NEXT:   %0 = aten.exp %x : tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   %1 = aten.mul %0, %w {autodiff.requires_grad} : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   func.return %1 : tensor<2xf32>
// CHECK-NEXT: }

// -----

// A program detaches a value.
func.func @detached(%x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = aten.exp %x {autodiff.requires_grad = false} : tensor<2xf32> -> tensor<2xf32>
  %1 = aten.mul %0, %0 : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  func.return %1 : tensor<2xf32>
}

// CHECK:      func.func @detached(%x: tensor<2xf32> {autodiff.requires_grad}) -> tensor<2xf32> {
// CHECK-NEXT:   %0 = aten.exp %x {autodiff.requires_grad = false} : tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   %1 = aten.mul %0, %0 : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   func.return %1 : tensor<2xf32>
// CHECK-NEXT: }
