// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s

// Interpolation to a size or by a scale, its reverse, and channels that become places.

// CHECK-LABEL: func.func @to_a_size
func.func @to_a_size(%x: tensor<?x3x4x?xf32>) {
  %0 = aten.upsample_nearest2d %x output_size = [8, 6] : tensor<?x3x4x?xf32> -> tensor<?x3x8x6xf32>
  // CHECK-NEXT: %0 = aten.upsample_nearest2d %x output_size = [8, 6] : tensor<?x3x4x?xf32> -> tensor<?x3x8x6xf32>
  %1 = aten.upsample_bilinear2d %x output_size = [8, 6] align_corners : tensor<?x3x4x?xf32> -> tensor<?x3x8x6xf32>
  // CHECK-NEXT: %1 = aten.upsample_bilinear2d %x output_size = [8, 6] align_corners : tensor<?x3x4x?xf32> -> tensor<?x3x8x6xf32>
  %2 = aten.upsample_bicubic2d %x output_size = [8, 6] : tensor<?x3x4x?xf32> -> tensor<?x3x8x6xf32>
  // CHECK-NEXT: %2 = aten.upsample_bicubic2d %x output_size = [8, 6] : tensor<?x3x4x?xf32> -> tensor<?x3x8x6xf32>
  %3 = aten._upsample_nearest_exact2d %x output_size = [8, 6] : tensor<?x3x4x?xf32> -> tensor<?x3x8x6xf32>
  // CHECK-NEXT: %3 = aten._upsample_nearest_exact2d %x output_size = [8, 6] : tensor<?x3x4x?xf32> -> tensor<?x3x8x6xf32>
  func.return
}

// CHECK-LABEL: func.func @by_a_scale
func.func @by_a_scale(%x: tensor<?x3x4xf32>, %y: tensor<?x3x2x2x2xf32>) {
  %0 = aten.upsample_nearest1d %x scale_factors = [2.000000e+00] : tensor<?x3x4xf32> -> tensor<?x3x8xf32>
  // CHECK-NEXT: %0 = aten.upsample_nearest1d %x scale_factors = [2.000000e+00] : tensor<?x3x4xf32> -> tensor<?x3x8xf32>
  %1 = aten.upsample_linear1d %x scale_factors = [1.500000e+00] : tensor<?x3x4xf32> -> tensor<?x3x6xf32>
  // CHECK-NEXT: %1 = aten.upsample_linear1d %x scale_factors = [1.500000e+00] : tensor<?x3x4xf32> -> tensor<?x3x6xf32>
  %2 = aten.upsample_trilinear3d %y scale_factors = [1.000000e+00, 2.000000e+00, 3.000000e+00] : tensor<?x3x2x2x2xf32> -> tensor<?x3x2x4x6xf32>
  // CHECK-NEXT: %2 = aten.upsample_trilinear3d %y scale_factors = [1.000000e+00, 2.000000e+00, 3.000000e+00] : tensor<?x3x2x2x2xf32> -> tensor<?x3x2x4x6xf32>
  func.return
}

// CHECK-LABEL: func.func @backward
func.func @backward(%g: tensor<2x3x8xf32>, %s: tensor<3xindex>) {
  %0 = aten.upsample_nearest1d_backward %g size = [2, 3, 4] scale_factors = [2.000000e+00] : tensor<2x3x8xf32> -> tensor<2x3x4xf32>
  // CHECK-NEXT: %0 = aten.upsample_nearest1d_backward %g size = [2, 3, 4] scale_factors = [2.000000e+00] : tensor<2x3x8xf32> -> tensor<2x3x4xf32>
  %1 = aten.upsample_linear1d_backward %g, %s align_corners : tensor<2x3x8xf32>, tensor<3xindex> -> tensor<?x?x?xf32>
  // CHECK-NEXT: %1 = aten.upsample_linear1d_backward %g, %s align_corners : tensor<2x3x8xf32>, tensor<3xindex> -> tensor<?x?x?xf32>
  func.return
}

// CHECK-LABEL: func.func @shuffle
func.func @shuffle(%x: tensor<?x8x2x3xf32>) {
  %0 = aten.pixel_shuffle %x upscale_factor = 2 : tensor<?x8x2x3xf32> -> tensor<?x2x4x6xf32>
  // CHECK-NEXT: %0 = aten.pixel_shuffle %x upscale_factor = 2 : tensor<?x8x2x3xf32> -> tensor<?x2x4x6xf32>
  %1 = aten.pixel_unshuffle %0 downscale_factor = 2 : tensor<?x2x4x6xf32> -> tensor<?x8x2x3xf32>
  // CHECK-NEXT: %1 = aten.pixel_unshuffle %0 downscale_factor = 2 : tensor<?x2x4x6xf32> -> tensor<?x8x2x3xf32>
  func.return
}
