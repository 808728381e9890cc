// RUN: adjoint-opt %s --verify-diagnostics --split-input-file | filecheck %s

// Normalisation, embedding and dropout.

// CHECK: 'aten.softmax': input must be floating point, got i64
func.func @f(%x: tensor<3x4xi64>) {
  %0 = aten.softmax %x dim = 1 : tensor<3x4xi64> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.log_softmax': dim 2 is out of range for a tensor of rank 2
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.log_softmax %x dim = 2 : tensor<3x4xf32> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.layer_norm': input of shape [3, 4] does not end in the normalized shape [3]
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.layer_norm %x normalized_shape = [3] : tensor<3x4xf32> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.layer_norm': normalized_shape must list at least one size, got []
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.layer_norm %x normalized_shape = [] : tensor<3x4xf32> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.layer_norm': weight must have the normalized shape [4], got [3]
func.func @f(%x: tensor<3x4xf32>, %w: tensor<3xf32>) {
  %0 = aten.layer_norm %x normalized_shape = [4] weight(%w : tensor<3xf32>) : tensor<3x4xf32> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.layer_norm': bias must be f32 as the input is, got f64
func.func @f(%x: tensor<3x4xf32>, %b: tensor<4xf64>) {
  %0 = aten.layer_norm %x normalized_shape = [4] bias(%b : tensor<4xf64>) : tensor<3x4xf32> -> tensor<3x4xf32>
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

// -----

// CHECK: 'aten.dropout': seed must be a tensor<i64>, got tensor<i32>
func.func @f(%x: tensor<3x4xf32>, %seed: tensor<i32>) {
  %0 = aten.dropout %x, %seed : tensor<3x4xf32>, tensor<i32> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.dropout': p must be between 0 and 1, got 1.5
func.func @f(%x: tensor<3x4xf32>, %seed: tensor<i64>) {
  %0 = aten.dropout %x, %seed p = 1.5 : tensor<3x4xf32>, tensor<i64> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.dropout_mask': offset must not be negative, got -1
func.func @f(%x: tensor<3x4xf32>, %seed: tensor<i64>) {
  %0 = aten.dropout_mask %x, %seed offset = -1 : tensor<3x4xf32>, tensor<i64> -> tensor<3x4xf32>
  func.return
}
