// RUN: adjoint-opt %s --verify-diagnostics --split-input-file | filecheck %s

// Pooling: windows that are none, that do not fit, and cotangents of another shape.

// CHECK: 'aten.max_pool2d': expected 3D or 4D (batch mode) tensor for input, got [3, 4]
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.max_pool2d %x kernel_size = [2] : tensor<3x4xf32> -> tensor<1x2xf32>
  func.return
}

// -----

// CHECK: 'aten.avg_pool1d': input of shape [3, 0] must have no size 0 but that of the batch
func.func @f(%x: tensor<3x0xf32>) {
  %0 = aten.avg_pool1d %x kernel_size = [2] : tensor<3x0xf32> -> tensor<3x0xf32>
  func.return
}

// -----

// CHECK: 'aten.avg_pool2d': kernel_size must be a single int, or a list of 2 ints, got [2, 2, 2]
func.func @f(%x: tensor<3x4x4xf32>) {
  %0 = aten.avg_pool2d %x kernel_size = [2, 2, 2] : tensor<3x4x4xf32> -> tensor<3x2x2xf32>
  func.return
}

// -----

// CHECK: 'aten.max_pool1d': stride should be greater than zero, but got 0
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.max_pool1d %x kernel_size = [2] stride = [0] : tensor<3x4xf32> -> tensor<3x2xf32>
  func.return
}

// -----

// CHECK: 'aten.max_pool1d': pad should be at most half of effective kernel size, but got pad=2, kernel_size=2 and dilation=1
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.max_pool1d %x kernel_size = [2] padding = [2] : tensor<3x4xf32> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.avg_pool1d': given input size [3, 4], calculated output size [0]: output size is too small
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.avg_pool1d %x kernel_size = [5] : tensor<3x4xf32> -> tensor<3x0xf32>
  func.return
}

// -----

// CHECK: 'aten.avg_pool2d': divisor must be not zero
func.func @f(%x: tensor<3x4x4xf32>) {
  %0 = aten.avg_pool2d %x kernel_size = [2] divisor_override = 0 : tensor<3x4x4xf32> -> tensor<3x2x2xf32>
  func.return
}

// -----

// CHECK: 'aten.max_pool1d': max_pool1d is not implemented for i1
func.func @f(%x: tensor<3x4xi1>) {
  %0 = aten.max_pool1d %x kernel_size = [2] : tensor<3x4xi1> -> tensor<3x2xi1>
  func.return
}

// -----

// CHECK: 'aten.avg_pool1d_backward': grad_output has shape [3, 3], avg_pool1d of [3, 4] has [3, 2]
func.func @f(%g: tensor<3x3xf32>) {
  %0 = aten.avg_pool1d_backward %g size = [3, 4] kernel_size = [2] : tensor<3x3xf32> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.max_pool1d_with_indices_backward': grad_output of shape [3, 2] and indices of shape [3, 1] differ
func.func @f(%g: tensor<3x2xf32>, %i: tensor<3x1xi64>) {
  %0 = aten.max_pool1d_with_indices_backward %g, %i size = [3, 4] kernel_size = [2] : tensor<3x2xf32>, tensor<3x1xi64> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.adaptive_avg_pool1d': elements of output_size must be greater than or equal to 0, got [-2]
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.adaptive_avg_pool1d %x output_size = [-2] : tensor<3x4xf32> -> tensor<3x2xf32>
  func.return
}
