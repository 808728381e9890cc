// RUN: adjoint-opt %s --verify-diagnostics --split-input-file | filecheck %s

// Reductions: dimensions that are not there, and dimensions that hold nothing.

// CHECK: 'aten.sum': dim 2 is out of range for a tensor of rank 2
func.func @f(%x: tensor<2x3xf32>) {
  %0 = aten.sum %x dim = [2] : tensor<2x3xf32> -> tensor<2xf32>
  func.return
}

// -----

// CHECK: 'aten.sum': dim 1 appears more than once in the list of dims
func.func @f(%x: tensor<2x3xf32>) {
  %0 = aten.sum %x dim = [1, -1] : tensor<2x3xf32> -> tensor<2xf32>
  func.return
}

// -----

// CHECK: 'aten.mean': input must be floating point, got i64
func.func @f(%x: tensor<2x3xi64>) {
  %0 = aten.mean %x : tensor<2x3xi64> -> tensor<f32>
  func.return
}

// -----

// CHECK: 'aten.amax': dim 1 has size 0: there is no element to choose
func.func @f(%x: tensor<2x0xf32>) {
  %0 = aten.amax %x dim = [1] : tensor<2x0xf32> -> tensor<2xf32>
  func.return
}

// -----

// CHECK: 'aten.sum': result type tensor<2xf32> does not agree with the inferred type tensor<2x1xf32>
func.func @f(%x: tensor<2x3xf32>) {
  %0 = aten.sum %x dim = [1] keepdim : tensor<2x3xf32> -> tensor<2xf32>
  func.return
}
