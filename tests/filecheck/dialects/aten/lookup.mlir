// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | filecheck %s --check-prefix=GENERIC

// Elements and rows looked up by tensors of indices, and rows added where they were looked up.

// CHECK-LABEL: func.func @gather
func.func @gather(%y: tensor<3x4xf32>, %index: tensor<3x2xi64>) {
  %0 = aten.gather %y, %index dim = 1 : tensor<3x4xf32>, tensor<3x2xi64> -> tensor<3x2xf32>
  // CHECK-NEXT: %0 = aten.gather %y, %index dim = 1 : tensor<3x4xf32>, tensor<3x2xi64> -> tensor<3x2xf32>
  func.return
}

// CHECK-LABEL: func.func @embedding
func.func @embedding(%weight: tensor<10x4xf32>, %words: tensor<?x7xi64>, %g: tensor<?x7x4xf32>, %s: tensor<2xindex>) {
  %0 = aten.embedding %weight, %words : tensor<10x4xf32>, tensor<?x7xi64> -> tensor<?x7x4xf32>
  // CHECK-NEXT: %0 = aten.embedding %weight, %words : tensor<10x4xf32>, tensor<?x7xi64> -> tensor<?x7x4xf32>
  %1 = aten.embedding %weight, %words padding_idx = 0 : tensor<10x4xf32>, tensor<?x7xi64> -> tensor<?x7x4xf32>
  // CHECK-NEXT: %1 = aten.embedding %weight, %words padding_idx = 0 : tensor<10x4xf32>, tensor<?x7xi64> -> tensor<?x7x4xf32>
  %2 = aten.embedding_dense_backward %g, %words size = [10, 4] padding_idx = 0 : tensor<?x7x4xf32>, tensor<?x7xi64> -> tensor<10x4xf32>
  // CHECK-NEXT: %2 = aten.embedding_dense_backward %g, %words size = [10, 4] padding_idx = 0 : tensor<?x7x4xf32>, tensor<?x7xi64> -> tensor<10x4xf32>
  %3 = aten.embedding_dense_backward %g, %words, %s : tensor<?x7x4xf32>, tensor<?x7xi64>, tensor<2xindex> -> tensor<?x?xf32>
  // CHECK-NEXT: %3 = aten.embedding_dense_backward %g, %words, %s : tensor<?x7x4xf32>, tensor<?x7xi64>, tensor<2xindex> -> tensor<?x?xf32>
  func.return
}

// The generic form.
// GENERIC: %2 = "aten.embedding_dense_backward"(%g, %words) <{static_size = array<i64: 10, 4>, padding_idx = 0 : i64}> : (tensor<?x7x4xf32>, tensor<?x7xi64>) -> tensor<10x4xf32>
