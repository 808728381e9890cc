// RUN: adjoint-opt %s --verify-diagnostics --split-input-file | filecheck %s

// Repetitions that cannot be counted.

// CHECK: 'aten.repeat': repeats [2] has fewer numbers than [3, 4] has dimensions
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.repeat %x repeats = [2] : tensor<3x4xf32> -> tensor<3x8xf32>
  func.return
}

// -----

// CHECK: 'aten.repeat': repeats must not be negative, got [2, -1]
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.repeat %x repeats = [2, -1] : tensor<3x4xf32> -> tensor<6x4xf32>
  func.return
}

// -----

// CHECK: 'aten.repeat_interleave': repeats must not be negative, got -1
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.repeat_interleave %x repeats = -1 : tensor<3x4xf32> -> tensor<0xf32>
  func.return
}

// -----

// CHECK: 'aten.repeat_interleave': dim 2 is out of range for a tensor of rank 2
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.repeat_interleave %x repeats = 2 dim = 2 : tensor<3x4xf32> -> tensor<3x8xf32>
  func.return
}

// -----

// CHECK: 'aten.repeat_interleave': output_size is 7, the result has size 8
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.repeat_interleave %x repeats = 2 dim = 1 output_size = 7 : tensor<3x4xf32> -> tensor<3x7xf32>
  func.return
}

// -----

// CHECK: 'aten.repeat_interleave': repeats are known only at run time, and with them the result's size: give output_size, or select the indices that aten.repeat_interleave.Tensor gives
func.func @f(%x: tensor<3x4xf32>, %r: tensor<4xi64>) {
  %0 = aten.repeat_interleave %x, %r dim = 1 : tensor<3x4xf32>, tensor<4xi64> -> tensor<3x7xf32>
  func.return
}

// -----

// CHECK: 'aten.repeat_interleave': expected one number for each of the 4 places of dim 1, got [3]
func.func @f(%x: tensor<3x4xf32>, %r: tensor<3xi64>) {
  %0 = aten.repeat_interleave %x, %r dim = 1 output_size = 7 : tensor<3x4xf32>, tensor<3xi64> -> tensor<3x7xf32>
  func.return
}
