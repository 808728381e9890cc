// RUN: adjoint-opt %s --verify-diagnostics --split-input-file | filecheck %s

// Indices that are none, and tables that are none.

// CHECK: 'aten.gather': index must be i32 or i64, got f32
func.func @f(%x: tensor<3x4xf32>, %i: tensor<3x2xf32>) {
  %0 = aten.gather %x, %i dim = 1 : tensor<3x4xf32>, tensor<3x2xf32> -> tensor<3x2xf32>
  func.return
}

// -----

// CHECK: 'aten.gather': input and index must have the same rank, got 2 and 1
func.func @f(%x: tensor<3x4xf32>, %i: tensor<3xi64>) {
  %0 = aten.gather %x, %i dim = 1 : tensor<3x4xf32>, tensor<3xi64> -> tensor<3xf32>
  func.return
}

// -----

// CHECK: 'aten.gather': index of shape [4, 2] is longer than input of shape [3, 4] at dimension 0, which is not dim 1
func.func @f(%x: tensor<3x4xf32>, %i: tensor<4x2xi64>) {
  %0 = aten.gather %x, %i dim = 1 : tensor<3x4xf32>, tensor<4x2xi64> -> tensor<4x2xf32>
  func.return
}

// -----

// CHECK: 'aten.embedding': weight must have rank 2, got shape [10]
func.func @f(%w: tensor<10xf32>, %i: tensor<2xi64>) {
  %0 = aten.embedding %w, %i : tensor<10xf32>, tensor<2xi64> -> tensor<2xf32>
  func.return
}

// -----

// CHECK: 'aten.embedding': indices must be i32 or i64, got f32
func.func @f(%i: tensor<2xi64>, %w: tensor<10x4xf32>) {
  %0 = aten.embedding %w, %w : tensor<10x4xf32>, tensor<10x4xf32> -> tensor<10x4x4xf32>
  func.return
}

// -----

// CHECK: 'aten.embedding_dense_backward': grad_output has shape [2, 4], the embedding has [3, 4]
func.func @f(%g: tensor<2x4xf32>, %i: tensor<3xi64>) {
  %0 = aten.embedding_dense_backward %g, %i size = [10, 4] : tensor<2x4xf32>, tensor<3xi64> -> tensor<10x4xf32>
  func.return
}

// -----

// CHECK: 'aten.embedding_dense_backward': size must be that of a matrix, got [10]
func.func @f(%g: tensor<2x4xf32>, %i: tensor<2xi64>) {
  %0 = aten.embedding_dense_backward %g, %i size = [10] : tensor<2x4xf32>, tensor<2xi64> -> tensor<10xf32>
  func.return
}
