// RUN: adjoint-opt %s --verify-diagnostics --split-input-file | filecheck %s

// Products: ranks, sizes and element types that do not fit. They do not promote, as in PyTorch.

// CHECK: 'aten.mm': shapes [?, 3] and [4, 5] cannot be multiplied: 3 and 4 differ
func.func @f(%x: tensor<?x3xf32>, %y: tensor<4x5xf32>) {
  %0 = aten.mm %x, %y : tensor<?x3xf32>, tensor<4x5xf32> -> tensor<?x5xf32>
  func.return
}

// -----

// CHECK: 'aten.mm': input must have rank 2, got shape [3]
func.func @f(%x: tensor<3xf32>, %y: tensor<3x5xf32>) {
  %0 = aten.mm %x, %y : tensor<3xf32>, tensor<3x5xf32> -> tensor<5xf32>
  func.return
}

// -----

// CHECK: 'aten.mm': element types f32 and f64 differ: convert one with aten.to
func.func @f(%x: tensor<2x3xf32>, %y: tensor<3x5xf64>) {
  %0 = aten.mm %x, %y : tensor<2x3xf32>, tensor<3x5xf64> -> tensor<2x5xf64>
  func.return
}

// -----

// CHECK: 'aten.bmm': batch sizes 2 and 1 differ: aten.matmul broadcasts them
func.func @f(%x: tensor<2x3x4xf32>, %y: tensor<1x4x5xf32>) {
  %0 = aten.bmm %x, %y : tensor<2x3x4xf32>, tensor<1x4x5xf32> -> tensor<2x3x5xf32>
  func.return
}

// -----

// CHECK: 'aten.dot': vectors of 2 and 3 elements have no inner product
func.func @f(%x: tensor<2xf32>, %y: tensor<3xf32>) {
  %0 = aten.dot %x, %y : tensor<2xf32>, tensor<3xf32> -> tensor<f32>
  func.return
}

// -----

// CHECK: 'aten.matmul': both operands must have at least one dimension, got shapes [] and [3]
func.func @f(%x: tensor<f32>, %y: tensor<3xf32>) {
  %0 = aten.matmul %x, %y : tensor<f32>, tensor<3xf32> -> tensor<3xf32>
  func.return
}

// -----

// CHECK: 'aten.matmul': shapes [2] and [3] cannot broadcast: sizes 2 and 3 at dimension 0 differ and neither is 1
func.func @f(%x: tensor<2x3x4xf32>, %y: tensor<3x4x5xf32>) {
  %0 = aten.matmul %x, %y : tensor<2x3x4xf32>, tensor<3x4x5xf32> -> tensor<2x3x5xf32>
  func.return
}

// -----

// CHECK: 'aten.linear': input must have at least one dimension, got a 0-d tensor
func.func @f(%x: tensor<f32>, %w: tensor<5x4xf32>) {
  %0 = aten.linear %x, %w : tensor<f32>, tensor<5x4xf32> -> tensor<5xf32>
  func.return
}

// -----

// CHECK: 'aten.linear': weight must have rank 1 or 2, got shape [1, 5, 4]
func.func @f(%x: tensor<2x4xf32>, %w: tensor<1x5x4xf32>) {
  %0 = aten.linear %x, %w : tensor<2x4xf32>, tensor<1x5x4xf32> -> tensor<2x5xf32>
  func.return
}

// -----

// CHECK: 'aten.linear': input of shape [2, 3] has 3 features, weight of shape [5, 4] takes 4
func.func @f(%x: tensor<2x3xf32>, %w: tensor<5x4xf32>) {
  %0 = aten.linear %x, %w : tensor<2x3xf32>, tensor<5x4xf32> -> tensor<2x5xf32>
  func.return
}

// -----

// CHECK: 'aten.linear': bias of shape [4] does not broadcast to the result's shape [2, 5]
func.func @f(%x: tensor<2x4xf32>, %w: tensor<5x4xf32>, %b: tensor<4xf32>) {
  %0 = aten.linear %x, %w, %b : tensor<2x4xf32>, tensor<5x4xf32>, tensor<4xf32> -> tensor<2x5xf32>
  func.return
}

// -----

// CHECK: 'aten.addmm': input of shape [3, 5] does not broadcast to the product's shape [2, 5]
func.func @f(%x: tensor<3x5xf32>, %y: tensor<2x4xf32>, %z: tensor<4x5xf32>) {
  %0 = aten.addmm %x, %y, %z : tensor<3x5xf32>, tensor<2x4xf32>, tensor<4x5xf32> -> tensor<2x5xf32>
  func.return
}
