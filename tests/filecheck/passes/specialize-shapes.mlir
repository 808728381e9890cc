// RUN: adjoint-opt %s -p specialize-shapes{sizes=1,0,1} --split-input-file | filecheck %s

// Sizes of arguments that become known, and the types that follow.

func.func @f(%x: tensor<?x4xf32>, %b: tensor<?x4xf32>) -> tensor<?xf32> {
  %0 = aten.exp %b : tensor<?x4xf32> -> tensor<?x4xf32>
  %1 = aten.add %x, %0 : tensor<?x4xf32>, tensor<?x4xf32> -> tensor<?x4xf32>
  %2 = aten.sum %1 dim = [1] : tensor<?x4xf32> -> tensor<?xf32>
  func.return %2 : tensor<?xf32>
}

// CHECK:      func.func @f(%x: tensor<?x4xf32>, %b: tensor<1x4xf32>) -> tensor<?xf32> {
// CHECK-NEXT:   %0 = aten.exp %b : tensor<1x4xf32> -> tensor<1x4xf32>
// CHECK-NEXT:   %1 = aten.add %x, %0 : tensor<?x4xf32>, tensor<1x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   %2 = aten.sum %1 dim = [1] : tensor<?x4xf32> -> tensor<?xf32>
// CHECK-NEXT:   func.return %2 : tensor<?xf32>
// CHECK-NEXT: }

// -----

func.func @all(%x: tensor<?x4xf32>, %b: tensor<?x4xf32>) -> tensor<?x4xf32> {
  %0 = aten.exp %b : tensor<?x4xf32> -> tensor<?x4xf32>
  func.return %0 : tensor<?x4xf32>
}

// CHECK:      func.func @all(%x: tensor<?x4xf32>, %b: tensor<1x4xf32>) -> tensor<1x4xf32> {
// CHECK-NEXT:   %0 = aten.exp %b : tensor<1x4xf32> -> tensor<1x4xf32>
// CHECK-NEXT:   func.return %0 : tensor<1x4xf32>
// CHECK-NEXT: }

// -----

// The rank of a result does not depend on sizes: what is squeezed out is what was known to have size 1 before.

func.func @squeeze(%x: tensor<1x3xf32>, %y: tensor<?x1x3xf32>) -> tensor<?x3xf32> {
  %0 = aten.squeeze %y : tensor<?x1x3xf32> -> tensor<?x3xf32>
  func.return %0 : tensor<?x3xf32>
}

// CHECK:      func.func @squeeze(%x: tensor<1x3xf32>, %y: tensor<1x1x3xf32>) -> tensor<1x3xf32> {
// CHECK-NEXT:   %0 = aten.squeeze %y dim = [1] : tensor<1x1x3xf32> -> tensor<1x3xf32>
// CHECK-NEXT:   func.return %0 : tensor<1x3xf32>
// CHECK-NEXT: }
