// RUN: adjoint-opt %s --verify-diagnostics --split-input-file | filecheck %s

// Upsampling: sizes and scales that are missing or make no sense, channels that are not divisible.

// CHECK: 'aten.upsample_nearest2d': upsample_nearest2d expects 4D input, got [3, 4, 4]
func.func @f(%x: tensor<3x4x4xf32>) {
  %0 = aten.upsample_nearest2d %x output_size = [8, 8] : tensor<3x4x4xf32> -> tensor<3x8x8xf32>
  func.return
}

// -----

// CHECK: 'aten.upsample_nearest1d': must specify exactly one of output_size and scale_factors
func.func @f(%x: tensor<2x3x4xf32>) {
  %0 = aten.upsample_nearest1d %x : tensor<2x3x4xf32> -> tensor<2x3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.upsample_linear1d': input and output sizes should be greater than 0, but got input [4] and output [0]
func.func @f(%x: tensor<2x3x4xf32>) {
  %0 = aten.upsample_linear1d %x output_size = [0] : tensor<2x3x4xf32> -> tensor<2x3x0xf32>
  func.return
}

// -----

// CHECK: 'aten.upsample_linear1d': scale_factors must be greater than 0, got [-1.0]
func.func @f(%x: tensor<2x3x4xf32>) {
  %0 = aten.upsample_linear1d %x scale_factors = [-1.0] : tensor<2x3x4xf32> -> tensor<2x3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.upsample_nearest1d_backward': grad_output has shape [2, 3, 9], upsample_nearest1d of [2, 3, 4] has [2, 3, 8]
func.func @f(%g: tensor<2x3x9xf32>) {
  %0 = aten.upsample_nearest1d_backward %g size = [2, 3, 4] scale_factors = [2.0] : tensor<2x3x9xf32> -> tensor<2x3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.pixel_shuffle': pixel_shuffle expects the number of channels to be divisible by 4, but got input of shape [3, 2, 2]
func.func @f(%x: tensor<3x2x2xf32>) {
  %0 = aten.pixel_shuffle %x upscale_factor = 2 : tensor<3x2x2xf32> -> tensor<1x4x4xf32>
  func.return
}
