// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s

// Convolutions with and without a batch, their gradients by input and weight, and what people call them by.

// CHECK-LABEL: func.func @convolutions
func.func @convolutions(%x: tensor<?x4x8x?xf32>, %w: tensor<6x2x3x3xf32>, %b: tensor<6xf32>, %g: tensor<?x6x4x4xf32>, %n: tensor<4xindex>, %image: tensor<4x8x8xf64>, %k: tensor<6x4x3x3xf64>, %w7: tensor<6x4x3x3xf32>) {
  %0 = aten.convolution %x, %w, %b stride = [2, 2] padding = [1, 1] dilation = [1, 1] groups = 2 : tensor<?x4x8x?xf32>, tensor<6x2x3x3xf32>, tensor<6xf32> -> tensor<?x6x4x?xf32>
  // CHECK-NEXT: %0 = aten.convolution %x, %w, %b stride = [2, 2] padding = [1, 1] dilation = [1, 1] groups = 2 : tensor<?x4x8x?xf32>, tensor<6x2x3x3xf32>, tensor<6xf32> -> tensor<?x6x4x?xf32>
  %1 = aten.convolution %g, %w stride = [2, 2] padding = [1, 1] dilation = [1, 1] transposed output_padding = [1, 1] groups = 2 : tensor<?x6x4x4xf32>, tensor<6x2x3x3xf32> -> tensor<?x4x8x8xf32>
  // CHECK-NEXT: %1 = aten.convolution %g, %w stride = [2, 2] padding = [1, 1] dilation = [1, 1] transposed output_padding = [1, 1] groups = 2 : tensor<?x6x4x4xf32>, tensor<6x2x3x3xf32> -> tensor<?x4x8x8xf32>
  %2 = aten.convolution_backward_input %g, %w, %n stride = [2, 2] padding = [1, 1] dilation = [1, 1] groups = 2 : tensor<?x6x4x4xf32>, tensor<6x2x3x3xf32>, tensor<4xindex> -> tensor<?x?x?x?xf32>
  // CHECK-NEXT: %2 = aten.convolution_backward_input %g, %w, %n stride = [2, 2] padding = [1, 1] dilation = [1, 1] groups = 2 : tensor<?x6x4x4xf32>, tensor<6x2x3x3xf32>, tensor<4xindex> -> tensor<?x?x?x?xf32>
  %3 = aten.convolution_backward_weight %g, %x size = [6, 2, 3, 3] stride = [2, 2] padding = [1, 1] dilation = [1, 1] groups = 2 : tensor<?x6x4x4xf32>, tensor<?x4x8x?xf32> -> tensor<6x2x3x3xf32>
  // CHECK-NEXT: %3 = aten.convolution_backward_weight %g, %x size = [6, 2, 3, 3] stride = [2, 2] padding = [1, 1] dilation = [1, 1] groups = 2 : tensor<?x6x4x4xf32>, tensor<?x4x8x?xf32> -> tensor<6x2x3x3xf32>
  %4 = aten.conv2d %x, %w, %b padding = "valid" groups = 2 : tensor<?x4x8x?xf32>, tensor<6x2x3x3xf32>, tensor<6xf32> -> tensor<?x6x6x?xf32>
  // CHECK-NEXT: %4 = aten.conv2d %x, %w, %b padding = "valid" groups = 2 : tensor<?x4x8x?xf32>, tensor<6x2x3x3xf32>, tensor<6xf32> -> tensor<?x6x6x?xf32>
  %5 = aten.conv2d %image, %k stride = [2] padding = [0, 1] dilation = [2, 1] : tensor<4x8x8xf64>, tensor<6x4x3x3xf64> -> tensor<6x2x4xf64>
  // CHECK-NEXT: %5 = aten.conv2d %image, %k stride = [2] padding = [0, 1] dilation = [2, 1] : tensor<4x8x8xf64>, tensor<6x4x3x3xf64> -> tensor<6x2x4xf64>
  %6 = aten.conv_transpose2d %g, %w stride = [2] padding = [1] output_padding = [1, 0] groups = 2 dilation = [1] : tensor<?x6x4x4xf32>, tensor<6x2x3x3xf32> -> tensor<?x4x8x7xf32>
  // CHECK-NEXT: %6 = aten.conv_transpose2d %g, %w stride = [2] padding = [1] output_padding = [1, 0] groups = 2 : tensor<?x6x4x4xf32>, tensor<6x2x3x3xf32> -> tensor<?x4x8x7xf32>
  %7 = aten._slow_conv2d_forward %x, %w7, %b kernel_size = [3, 3] stride = [1] padding = [0] : tensor<?x4x8x?xf32>, tensor<6x4x3x3xf32>, tensor<6xf32> -> tensor<?x6x6x?xf32>
  // CHECK-NEXT: %7 = aten._slow_conv2d_forward %x, %w7, %b kernel_size = [3, 3] stride = [1] padding = [0] : tensor<?x4x8x?xf32>, tensor<6x4x3x3xf32>, tensor<6xf32> -> tensor<?x6x6x?xf32>
  func.return
}
