// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | filecheck %s --check-prefix=GENERIC

// Dimensions in another order.

// CHECK-LABEL: func.func @permutation
func.func @permutation(%x: tensor<?x3x4xf32>, %matrix: tensor<?x4xf32>, %vector: tensor<4xf32>) {
  %0 = aten.t %matrix : tensor<?x4xf32> -> tensor<4x?xf32>
  // CHECK-NEXT: %0 = aten.t %matrix : tensor<?x4xf32> -> tensor<4x?xf32>
  %1 = aten.t %vector : tensor<4xf32> -> tensor<4xf32>
  // CHECK-NEXT: %1 = aten.t %vector : tensor<4xf32> -> tensor<4xf32>
  %2 = aten.transpose %x dim0 = 0 dim1 = -1 : tensor<?x3x4xf32> -> tensor<4x3x?xf32>
  // CHECK-NEXT: %2 = aten.transpose %x dim0 = 0 dim1 = -1 : tensor<?x3x4xf32> -> tensor<4x3x?xf32>
  %3 = aten.permute %x dims = [2, 0, 1] : tensor<?x3x4xf32> -> tensor<4x?x3xf32>
  // CHECK-NEXT: %3 = aten.permute %x dims = [2, 0, 1] : tensor<?x3x4xf32> -> tensor<4x?x3xf32>
  %4 = aten.movedim %x source = [0, -1] destination = [-1, 1] : tensor<?x3x4xf32> -> tensor<3x4x?xf32>
  // CHECK-NEXT: %4 = aten.movedim %x source = [0, -1] destination = [-1, 1] : tensor<?x3x4xf32> -> tensor<3x4x?xf32>
  func.return
}

// The generic form.
// GENERIC: %2 = "aten.transpose"(%x) <{dim0 = 0 : i64, dim1 = -1 : i64}> : (tensor<?x3x4xf32>) -> tensor<4x3x?xf32>
