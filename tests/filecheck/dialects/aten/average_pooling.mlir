// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s

// The mean of windows, along one to three dimensions, with and without a batch, and its reverse.

// CHECK-LABEL: func.func @windows
func.func @windows(%x: tensor<?x3x8x8xf32>, %g: tensor<?x3x4x4xf32>, %s: tensor<4xindex>) {
  %0 = aten.avg_pool2d %x kernel_size = [2] count_include_pad : tensor<?x3x8x8xf32> -> tensor<?x3x4x4xf32>
  // CHECK-NEXT: %0 = aten.avg_pool2d %x kernel_size = [2] count_include_pad : tensor<?x3x8x8xf32> -> tensor<?x3x4x4xf32>
  %1 = aten.avg_pool2d %x kernel_size = [3, 2] stride = [2, 1] padding = [1, 0] ceil_mode divisor_override = 5 : tensor<?x3x8x8xf32> -> tensor<?x3x5x7xf32>
  // CHECK-NEXT: %1 = aten.avg_pool2d %x kernel_size = [3, 2] stride = [2, 1] padding = [1, 0] ceil_mode divisor_override = 5 : tensor<?x3x8x8xf32> -> tensor<?x3x5x7xf32>
  %2 = aten.avg_pool2d_backward %g size = [2, 3, 8, 8] kernel_size = [2] count_include_pad : tensor<?x3x4x4xf32> -> tensor<2x3x8x8xf32>
  // CHECK-NEXT: %2 = aten.avg_pool2d_backward %g size = [2, 3, 8, 8] kernel_size = [2] count_include_pad : tensor<?x3x4x4xf32> -> tensor<2x3x8x8xf32>
  %3 = aten.avg_pool2d_backward %g, %s kernel_size = [2] : tensor<?x3x4x4xf32>, tensor<4xindex> -> tensor<?x?x?x?xf32>
  // CHECK-NEXT: %3 = aten.avg_pool2d_backward %g, %s kernel_size = [2] : tensor<?x3x4x4xf32>, tensor<4xindex> -> tensor<?x?x?x?xf32>
  func.return
}

// CHECK-LABEL: func.func @one_and_three_dimensions
func.func @one_and_three_dimensions(%x: tensor<3x?xf32>, %y: tensor<3x4x4x4xf32>) {
  %0 = aten.avg_pool1d %x kernel_size = [3] stride = [2] padding = [1] count_include_pad : tensor<3x?xf32> -> tensor<3x?xf32>
  // CHECK-NEXT: %0 = aten.avg_pool1d %x kernel_size = [3] stride = [2] padding = [1] count_include_pad : tensor<3x?xf32> -> tensor<3x?xf32>
  %1 = aten.avg_pool3d %y kernel_size = [2] count_include_pad : tensor<3x4x4x4xf32> -> tensor<3x2x2x2xf32>
  // CHECK-NEXT: %1 = aten.avg_pool3d %y kernel_size = [2] count_include_pad : tensor<3x4x4x4xf32> -> tensor<3x2x2x2xf32>
  func.return
}

// CHECK-LABEL: func.func @adaptive
func.func @adaptive(%x: tensor<?x3x8x9xf32>, %y: tensor<3x7xf32>, %g: tensor<?x3x4x9xf32>, %s: tensor<4xindex>) {
  %0 = aten.adaptive_avg_pool2d %x output_size = [4, -1] : tensor<?x3x8x9xf32> -> tensor<?x3x4x9xf32>
  // CHECK-NEXT: %0 = aten.adaptive_avg_pool2d %x output_size = [4, -1] : tensor<?x3x8x9xf32> -> tensor<?x3x4x9xf32>
  %1 = aten.adaptive_avg_pool1d %y output_size = [3] : tensor<3x7xf32> -> tensor<3x3xf32>
  // CHECK-NEXT: %1 = aten.adaptive_avg_pool1d %y output_size = [3] : tensor<3x7xf32> -> tensor<3x3xf32>
  %2 = aten._adaptive_avg_pool2d_backward %g size = [2, 3, 8, 9] : tensor<?x3x4x9xf32> -> tensor<2x3x8x9xf32>
  // CHECK-NEXT: %2 = aten._adaptive_avg_pool2d_backward %g size = [2, 3, 8, 9] : tensor<?x3x4x9xf32> -> tensor<2x3x8x9xf32>
  %3 = aten._adaptive_avg_pool2d_backward %g, %s : tensor<?x3x4x9xf32>, tensor<4xindex> -> tensor<?x?x?x?xf32>
  // CHECK-NEXT: %3 = aten._adaptive_avg_pool2d_backward %g, %s : tensor<?x3x4x9xf32>, tensor<4xindex> -> tensor<?x?x?x?xf32>
  func.return
}
