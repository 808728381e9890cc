// RUN: adjoint-opt %s --verify-diagnostics --split-input-file | filecheck %s

// Indices that are none, and what does not fit the places that they name.

// CHECK: 'aten.index': a boolean mask is no list of indices: aten.nonzero tells where it is true
func.func @f(%x: tensor<3x4xf32>, %m: tensor<3xi1>) {
  %0 = aten.index %x[%m] dims = [0] : tensor<3x4xf32>[tensor<3xi1>] -> tensor<?x4xf32>
  func.return
}

// -----

// CHECK: 'aten.index': an index must be i32 or i64, got f32
func.func @f(%x: tensor<3x4xf32>, %m: tensor<3xf32>) {
  %0 = aten.index %x[%m] dims = [0] : tensor<3x4xf32>[tensor<3xf32>] -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.index': dim 2 is out of range for a tensor of rank 2
func.func @f(%x: tensor<3x4xf32>, %i: tensor<3xi64>) {
  %0 = aten.index %x[%i] dims = [2] : tensor<3x4xf32>[tensor<3xi64>] -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.index': dims must be ascending and not negative, got [1, 0]
func.func @f(%x: tensor<3x4xf32>, %i: tensor<3xi64>) {
  %0 = aten.index %x[%i, %i] dims = [1, 0] : tensor<3x4xf32>[tensor<3xi64>, tensor<3xi64>] -> tensor<3xf32>
  func.return
}

// -----

// CHECK: 'aten.index': expected one index tensor for each of the dims [0, 1], got 1
func.func @f(%x: tensor<3x4xf32>, %i: tensor<3xi64>) {
  %0 = aten.index %x[%i] dims = [0, 1] : tensor<3x4xf32>[tensor<3xi64>] -> tensor<3xf32>
  func.return
}

// -----

// CHECK: 'aten.index': shapes [3] and [2] cannot broadcast
func.func @f(%x: tensor<3x4xf32>, %i: tensor<3xi64>, %j: tensor<2xi64>) {
  %0 = aten.index %x[%i, %j] dims = [0, 1] : tensor<3x4xf32>[tensor<3xi64>, tensor<2xi64>] -> tensor<3xf32>
  func.return
}

// -----

// CHECK: 'aten.index_put': values has shape [4], what is indexed has [3, 4]
func.func @f(%x: tensor<3x4xf32>, %i: tensor<3xi64>, %v: tensor<4xf32>) {
  %0 = aten.index_put %x[%i], %v dims = [0] : tensor<3x4xf32>[tensor<3xi64>], tensor<4xf32> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.index_put': values must have the input's element type f32, got f64
func.func @f(%x: tensor<3x4xf32>, %i: tensor<3xi64>, %v: tensor<3x4xf64>) {
  %0 = aten.index_put %x[%i], %v dims = [0] : tensor<3x4xf32>[tensor<3xi64>], tensor<3x4xf64> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.scatter_add': index of shape [3, 2] is longer than src of shape [2, 3], or of another rank
func.func @f(%x: tensor<3x4xf32>, %i: tensor<3x2xi64>, %s: tensor<2x3xf32>) {
  %0 = aten.scatter_add %x, %i, %s dim = 1 : tensor<3x4xf32>, tensor<3x2xi64>, tensor<2x3xf32> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.scatter': reduce must be "add" or "multiply", got "mean"
func.func @f(%x: tensor<3x4xf32>, %i: tensor<3x2xi64>, %s: tensor<3x2xf32>) {
  %0 = aten.scatter %x, %i, %s dim = 1 reduce = "mean" : tensor<3x4xf32>, tensor<3x2xi64>, tensor<3x2xf32> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.scatter': index of shape [4, 2] is longer than input of shape [3, 4] at dimension 0, which is not dim 1
func.func @f(%x: tensor<3x4xf32>, %i: tensor<4x2xi64>, %s: tensor<4x2xf32>) {
  %0 = aten.scatter %x, %i, %s dim = 1 : tensor<3x4xf32>, tensor<4x2xi64>, tensor<4x2xf32> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.index_select': index must be a vector, got shape [3, 2]
func.func @f(%x: tensor<3x4xf32>, %i: tensor<3x2xi64>) {
  %0 = aten.index_select %x, %i dim = 1 : tensor<3x4xf32>, tensor<3x2xi64> -> tensor<3x2xf32>
  func.return
}

// -----

// CHECK: 'aten.index_add': source has shape [2, 4], the slices that index names [3, 4]
func.func @f(%x: tensor<5x4xf32>, %i: tensor<3xi64>, %s: tensor<2x4xf32>) {
  %0 = aten.index_add %x, %i, %s dim = 0 : tensor<5x4xf32>, tensor<3xi64>, tensor<2x4xf32> -> tensor<5x4xf32>
  func.return
}

// -----

// CHECK: 'aten.index_copy': index into a 0-d tensor must have one element, got 3
func.func @f(%x: tensor<f32>, %i: tensor<3xi64>, %s: tensor<f32>) {
  %0 = aten.index_copy %x, %i, %s dim = 0 : tensor<f32>, tensor<3xi64>, tensor<f32> -> tensor<f32>
  func.return
}

// -----

// CHECK: 'aten.masked_fill': mask must be i1, got i64
func.func @f(%x: tensor<3xf32>, %m: tensor<3xi64>, %v: tensor<f32>) {
  %0 = aten.masked_fill %x, %m, %v : tensor<3xf32>, tensor<3xi64>, tensor<f32> -> tensor<3xf32>
  func.return
}

// -----

// CHECK: 'aten.masked_fill': value must be a number or a 0-d tensor, got shape [1]
func.func @f(%x: tensor<3xf32>, %m: tensor<3xi1>, %v: tensor<1xf32>) {
  %0 = aten.masked_fill %x, %m, %v : tensor<3xf32>, tensor<3xi1>, tensor<1xf32> -> tensor<3xf32>
  func.return
}

// -----

// CHECK: 'aten.take_along_dim': input and indices must have the same rank, got 2 and 1
func.func @f(%x: tensor<3x4xf32>, %i: tensor<3xi64>) {
  %0 = aten.take_along_dim %x, %i dim = 0 : tensor<3x4xf32>, tensor<3xi64> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.take_along_dim': shapes [3, 1] and [2, 1] cannot broadcast
func.func @f(%x: tensor<3x4xf32>, %i: tensor<2x2xi64>) {
  %0 = aten.take_along_dim %x, %i dim = 1 : tensor<3x4xf32>, tensor<2x2xi64> -> tensor<3x2xf32>
  func.return
}
