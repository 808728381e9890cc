// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s

// Triangles and diagonals of matrices.

// CHECK-LABEL: func.func @diagonals
func.func @diagonals(%x: tensor<?x4x5xf32>, %g: tensor<?x4xf32>, %s: tensor<3xindex>) {
  %0 = aten.tril %x : tensor<?x4x5xf32> -> tensor<?x4x5xf32>
  // CHECK-NEXT: %0 = aten.tril %x : tensor<?x4x5xf32> -> tensor<?x4x5xf32>
  %1 = aten.triu %x diagonal = -1 : tensor<?x4x5xf32> -> tensor<?x4x5xf32>
  // CHECK-NEXT: %1 = aten.triu %x diagonal = -1 : tensor<?x4x5xf32> -> tensor<?x4x5xf32>
  %2 = aten.diagonal %x : tensor<?x4x5xf32> -> tensor<5x?xf32>
  // CHECK-NEXT: %2 = aten.diagonal %x : tensor<?x4x5xf32> -> tensor<5x?xf32>
  %3 = aten.diagonal %x offset = 2 dim1 = -2 dim2 = -1 : tensor<?x4x5xf32> -> tensor<?x3xf32>
  // CHECK-NEXT: %3 = aten.diagonal %x offset = 2 dim1 = -2 dim2 = -1 : tensor<?x4x5xf32> -> tensor<?x3xf32>
  %4 = aten.diagonal_backward %g size = [2, 4, 5] dim1 = 1 dim2 = 2 : tensor<?x4xf32> -> tensor<2x4x5xf32>
  // CHECK-NEXT: %4 = aten.diagonal_backward %g size = [2, 4, 5] dim1 = 1 dim2 = 2 : tensor<?x4xf32> -> tensor<2x4x5xf32>
  %5 = aten.diagonal_backward %g, %s offset = -1 dim1 = 1 dim2 = 2 : tensor<?x4xf32>, tensor<3xindex> -> tensor<?x?x?xf32>
  // CHECK-NEXT: %5 = aten.diagonal_backward %g, %s offset = -1 dim1 = 1 dim2 = 2 : tensor<?x4xf32>, tensor<3xindex> -> tensor<?x?x?xf32>
  %6 = aten.diag_embed %g offset = 1 : tensor<?x4xf32> -> tensor<?x5x5xf32>
  // CHECK-NEXT: %6 = aten.diag_embed %g offset = 1 : tensor<?x4xf32> -> tensor<?x5x5xf32>
  func.return
}
