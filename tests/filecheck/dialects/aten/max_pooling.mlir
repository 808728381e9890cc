// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s

// The largest element of windows, its place, and the reverse, which needs the places.

// CHECK-LABEL: func.func @windows
func.func @windows(%x: tensor<?x3x8x8xf32>) {
  %0 = aten.max_pool2d %x kernel_size = [2] : tensor<?x3x8x8xf32> -> tensor<?x3x4x4xf32>
  // CHECK-NEXT: %0 = aten.max_pool2d %x kernel_size = [2] : tensor<?x3x8x8xf32> -> tensor<?x3x4x4xf32>
  %1 = aten.max_pool2d %x kernel_size = [3, 2] stride = [2, 1] padding = [1, 0] ceil_mode dilation = [1, 2] : tensor<?x3x8x8xf32> -> tensor<?x3x5x6xf32>
  // CHECK-NEXT: %1 = aten.max_pool2d %x kernel_size = [3, 2] stride = [2, 1] padding = [1, 0] ceil_mode dilation = [1, 2] : tensor<?x3x8x8xf32> -> tensor<?x3x5x6xf32>
  %2, %3 = aten.max_pool2d_with_indices %x kernel_size = [3] stride = [2] padding = [1] : tensor<?x3x8x8xf32> -> tensor<?x3x4x4xf32>, tensor<?x3x4x4xi64>
  // CHECK-NEXT: %2, %3 = aten.max_pool2d_with_indices %x kernel_size = [3] stride = [2] padding = [1] : tensor<?x3x8x8xf32> -> tensor<?x3x4x4xf32>, tensor<?x3x4x4xi64>
  func.return
}

// CHECK-LABEL: func.func @one_and_three_dimensions
func.func @one_and_three_dimensions(%x: tensor<3x?xf32>, %y: tensor<3x4x4x4xf32>) {
  %0 = aten.max_pool1d %x kernel_size = [3] stride = [2] padding = [1] : tensor<3x?xf32> -> tensor<3x?xf32>
  // CHECK-NEXT: %0 = aten.max_pool1d %x kernel_size = [3] stride = [2] padding = [1] : tensor<3x?xf32> -> tensor<3x?xf32>
  %1, %2 = aten.max_pool3d_with_indices %y kernel_size = [2] : tensor<3x4x4x4xf32> -> tensor<3x2x2x2xf32>, tensor<3x2x2x2xi64>
  // CHECK-NEXT: %1, %2 = aten.max_pool3d_with_indices %y kernel_size = [2] : tensor<3x4x4x4xf32> -> tensor<3x2x2x2xf32>, tensor<3x2x2x2xi64>
  func.return
}

// CHECK-LABEL: func.func @backward
func.func @backward(%g: tensor<2x3x4x4xf32>, %i: tensor<2x3x4x4xi64>, %s: tensor<4xindex>) {
  %0 = aten.max_pool2d_with_indices_backward %g, %i size = [2, 3, 8, 8] kernel_size = [2] : tensor<2x3x4x4xf32>, tensor<2x3x4x4xi64> -> tensor<2x3x8x8xf32>
  // CHECK-NEXT: %0 = aten.max_pool2d_with_indices_backward %g, %i size = [2, 3, 8, 8] kernel_size = [2] : tensor<2x3x4x4xf32>, tensor<2x3x4x4xi64> -> tensor<2x3x8x8xf32>
  %1 = aten.max_pool2d_with_indices_backward %g, %i, %s kernel_size = [2] : tensor<2x3x4x4xf32>, tensor<2x3x4x4xi64>, tensor<4xindex> -> tensor<?x?x?x?xf32>
  // CHECK-NEXT: %1 = aten.max_pool2d_with_indices_backward %g, %i, %s kernel_size = [2] : tensor<2x3x4x4xf32>, tensor<2x3x4x4xi64>, tensor<4xindex> -> tensor<?x?x?x?xf32>
  func.return
}
