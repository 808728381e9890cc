// RUN: adjoint-opt %s --verify-diagnostics --split-input-file | filecheck %s

// Seeds and probabilities.

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

// -----

// CHECK: 'aten.rand_like': random numbers must be floating point, got i32
func.func @f(%x: tensor<3x4xi32>, %seed: tensor<i64>) {
  %0 = aten.rand_like %x, %seed : tensor<3x4xi32>, tensor<i64> -> tensor<3x4xi32>
  func.return
}
