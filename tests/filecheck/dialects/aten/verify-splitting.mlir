// RUN: adjoint-opt %s --verify-diagnostics --split-input-file | filecheck %s

// Lists of parts that cannot be: mostly because nobody knows how many there are.

// CHECK: 'aten.split': the size of dim 0 is known only at run time, and with it the number of parts: split into parts of given sizes, or make it static
func.func @f(%x: tensor<?x4xf32>) {
  %0 = aten.split %x split_size = 2 : tensor<?x4xf32> -> tensor<2x4xf32>
  func.return
}

// -----

// CHECK: 'aten.unbind': the size of dim 0 is known only at run time, and with it the number of parts
func.func @f(%x: tensor<?x4xf32>) {
  %0 = aten.unbind %x : tensor<?x4xf32> -> tensor<4xf32>
  func.return
}

// -----

// CHECK: 'aten.chunk': result type tensor<3x3xf32> does not agree with the inferred type tensor<3x2xf32>
func.func @f(%x: tensor<3x4xf32>) {
  %0, %1 = aten.chunk %x chunks = 2 dim = 1 : tensor<3x4xf32> -> tensor<3x2xf32>, tensor<3x3xf32>
  func.return
}

// -----

// CHECK: 'aten.split': expected 2 parts, got 1
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.split %x split_size = 2 : tensor<3x4xf32> -> tensor<2x4xf32>
  func.return
}

// -----

// CHECK: 'aten.split_with_sizes': split_sizes [2, 2] add up to 4, dim 0 of [3, 4] has size 3
func.func @f(%x: tensor<3x4xf32>) {
  %0, %1 = aten.split_with_sizes %x split_sizes = [2, 2] : tensor<3x4xf32> -> tensor<2x4xf32>, tensor<2x4xf32>
  func.return
}

// -----

// CHECK: 'aten.split_with_sizes': split_sizes must not be negative, got [4, -1]
func.func @f(%x: tensor<3x4xf32>) {
  %0, %1 = aten.split_with_sizes %x split_sizes = [4, -1] : tensor<3x4xf32> -> tensor<4x4xf32>, tensor<1x4xf32>
  func.return
}

// -----

// CHECK: 'aten.split': parts of size 0 cannot make up a dimension of size 3
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.split %x split_size = 0 : tensor<3x4xf32> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.split': split_size must not be negative, got -1
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.split %x split_size = -1 : tensor<3x4xf32> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.chunk': chunks must be positive, got 0
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.chunk %x chunks = 0 : tensor<3x4xf32> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.chunk': dim 2 is out of range for a tensor of rank 2
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.chunk %x chunks = 1 dim = 2 : tensor<3x4xf32> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.unbind': expected at least one dimension, got a 0-d tensor
func.func @f(%x: tensor<f32>) {
  %0 = aten.unbind %x : tensor<f32> -> tensor<f32>
  func.return
}
