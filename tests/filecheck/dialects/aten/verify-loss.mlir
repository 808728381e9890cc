// RUN: adjoint-opt %s --verify-diagnostics --split-input-file | filecheck %s

// Losses: what a classifier's scores and targets are.

// CHECK: 'aten.nll_loss': target must have shape [2, 4], got [2]
func.func @f(%x: tensor<2x3x4xf32>, %t: tensor<2xi64>) {
  %0 = aten.nll_loss %x, %t : tensor<2x3x4xf32>, tensor<2xi64> -> tensor<f32>
  func.return
}

// -----

// CHECK: 'aten.nll_loss': input must have shape [c] or [n, c, *], got a 0-d tensor
func.func @f(%x: tensor<f32>, %t: tensor<i64>) {
  %0 = aten.nll_loss %x, %t : tensor<f32>, tensor<i64> -> tensor<f32>
  func.return
}

// -----

// CHECK: 'aten.nll_loss': at dimension 1 of the target, sizes 4 of input and 5 of target differ
func.func @f(%x: tensor<2x3x4xf32>, %t: tensor<2x5xi64>) {
  %0 = aten.nll_loss %x, %t : tensor<2x3x4xf32>, tensor<2x5xi64> -> tensor<f32>
  func.return
}

// -----

// CHECK: 'aten.cross_entropy': target must have shape [2], got [2, 3]
func.func @f(%x: tensor<2x3xf32>, %t: tensor<2x3xi64>) {
  %0 = aten.cross_entropy %x, %t : tensor<2x3xf32>, tensor<2x3xi64> -> tensor<f32>
  func.return
}

// -----

// CHECK: 'aten.cross_entropy': batch sizes 2 of input and 4 of target differ
func.func @f(%x: tensor<2x3xf32>, %t: tensor<4xi64>) {
  %0 = aten.cross_entropy %x, %t : tensor<2x3xf32>, tensor<4xi64> -> tensor<f32>
  func.return
}

// -----

// CHECK: 'aten.cross_entropy': a target of probabilities must have the shape of the input, [2, 3], got [2]
func.func @f(%x: tensor<2x3xf32>, %t: tensor<2xf32>) {
  %0 = aten.cross_entropy %x, %t : tensor<2x3xf32>, tensor<2xf32> -> tensor<f32>
  func.return
}

// -----

// CHECK: 'aten.nll_loss': input must be floating point, got i64
func.func @f(%x: tensor<2x3xi64>, %t: tensor<2xi64>) {
  %0 = aten.nll_loss %x, %t : tensor<2x3xi64>, tensor<2xi64> -> tensor<f32>
  func.return
}

// -----

// CHECK: 'aten.nll_loss': weight must have one element for each class, shape [3], got [2]
func.func @f(%x: tensor<2x3xf32>, %t: tensor<2xi64>, %w: tensor<2xf32>) {
  %0 = aten.nll_loss %x, %t, %w : tensor<2x3xf32>, tensor<2xi64>, tensor<2xf32> -> tensor<f32>
  func.return
}

// -----

// CHECK: 'aten.nll_loss': weight must be f32 as the input is, got f64
func.func @f(%x: tensor<2x3xf32>, %t: tensor<2xi64>, %w: tensor<3xf64>) {
  %0 = aten.nll_loss %x, %t, %w : tensor<2x3xf32>, tensor<2xi64>, tensor<3xf64> -> tensor<f32>
  func.return
}

// -----

// CHECK: 'aten.nll_loss': reduction must be "none", "mean" or "sum", got "max"
func.func @f(%x: tensor<2x3xf32>, %t: tensor<2xi64>) {
  %0 = aten.nll_loss %x, %t reduction = "max" : tensor<2x3xf32>, tensor<2xi64> -> tensor<f32>
  func.return
}

// -----

// CHECK: 'aten.cross_entropy': label_smoothing must be between 0 and 1, got 2.0
func.func @f(%x: tensor<2x3xf32>, %t: tensor<2xi64>) {
  %0 = aten.cross_entropy %x, %t label_smoothing = 2.0 : tensor<2x3xf32>, tensor<2xi64> -> tensor<f32>
  func.return
}

// -----

// CHECK: 'aten.cross_entropy': target must be f32 as the input is, got f64
func.func @f(%x: tensor<2x3xf32>, %t: tensor<2x3xf64>) {
  %0 = aten.cross_entropy %x, %t : tensor<2x3xf32>, tensor<2x3xf64> -> tensor<f32>
  func.return
}
