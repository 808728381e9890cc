// RUN: adjoint-opt %s --verify-diagnostics --split-input-file | filecheck %s

// Losses of each element: shapes that do not fit, and numbers that make no loss.

// CHECK: 'aten.mse_loss': reduction must be "none", "mean" or "sum", got "max"
func.func @f(%x: tensor<2x3xf32>, %t: tensor<2x3xf32>) {
  %0 = aten.mse_loss %x, %t reduction = "max" : tensor<2x3xf32>, tensor<2x3xf32> -> tensor<f32>
  func.return
}

// -----

// CHECK: 'aten.l1_loss': shapes [2, 3] and [2] cannot broadcast
func.func @f(%x: tensor<2x3xf32>, %t: tensor<2xf32>) {
  %0 = aten.l1_loss %x, %t : tensor<2x3xf32>, tensor<2xf32> -> tensor<f32>
  func.return
}

// -----

// CHECK: 'aten.mse_loss': input must be floating point, got i64
func.func @f(%x: tensor<2xi64>) {
  %0 = aten.mse_loss %x, %x : tensor<2xi64>, tensor<2xi64> -> tensor<f32>
  func.return
}

// -----

// CHECK: 'aten.huber_loss': delta must be positive, got 0.0
func.func @f(%x: tensor<2x3xf32>, %t: tensor<2x3xf32>) {
  %0 = aten.huber_loss %x, %t delta = 0.0 : tensor<2x3xf32>, tensor<2x3xf32> -> tensor<f32>
  func.return
}

// -----

// CHECK: 'aten.smooth_l1_loss': beta must not be negative, got -1.0
func.func @f(%x: tensor<2x3xf32>, %t: tensor<2x3xf32>) {
  %0 = aten.smooth_l1_loss %x, %t beta = -1.0 : tensor<2x3xf32>, tensor<2x3xf32> -> tensor<f32>
  func.return
}

// -----

// CHECK: 'aten.kl_div': a 0-d input has no batch: reduction "batchmean" needs a dimension
func.func @f(%x: tensor<f32>) {
  %0 = aten.kl_div %x, %x reduction = "batchmean" : tensor<f32>, tensor<f32> -> tensor<f32>
  func.return
}

// -----

// CHECK: 'aten.binary_cross_entropy': target must have the shape of the input, [2, 3], got [3]
func.func @f(%x: tensor<2x3xf32>, %t: tensor<3xf32>) {
  %0 = aten.binary_cross_entropy %x, %t : tensor<2x3xf32>, tensor<3xf32> -> tensor<f32>
  func.return
}

// -----

// CHECK: 'aten.binary_cross_entropy': weight of shape [2] does not broadcast to the input's shape [2, 3]
func.func @f(%x: tensor<2x3xf32>, %t: tensor<2x3xf32>, %w: tensor<2xf32>) {
  %0 = aten.binary_cross_entropy %x, %t, %w : tensor<2x3xf32>, tensor<2x3xf32>, tensor<2xf32> -> tensor<f32>
  func.return
}

// -----

// CHECK: 'aten.cosine_similarity': dim 2 is out of range for a tensor of rank 2
func.func @f(%x: tensor<2x3xf32>, %t: tensor<2x3xf32>) {
  %0 = aten.cosine_similarity %x, %t dim = 2 : tensor<2x3xf32>, tensor<2x3xf32> -> tensor<2xf32>
  func.return
}
