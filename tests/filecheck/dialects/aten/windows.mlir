// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s

// Windows that slide along dimensions, and their reverse.

// CHECK-LABEL: func.func @windows
func.func @windows(%x: tensor<?x7xf32>, %g: tensor<?x3x3xf32>, %image: tensor<?x2x6x5xf32>, %columns: tensor<?x8x20xf32>, %s: tensor<2xindex>) {
  %0 = aten.unfold %x dimension = 1 window_size = 3 step = 2 : tensor<?x7xf32> -> tensor<?x3x3xf32>
  // CHECK-NEXT: %0 = aten.unfold %x dimension = 1 window_size = 3 step = 2 : tensor<?x7xf32> -> tensor<?x3x3xf32>
  %1 = aten.unfold %x dimension = 0 window_size = 3 step = 2 : tensor<?x7xf32> -> tensor<?x7x3xf32>
  // CHECK-NEXT: %1 = aten.unfold %x dimension = 0 window_size = 3 step = 2 : tensor<?x7xf32> -> tensor<?x7x3xf32>
  %2 = aten.unfold_backward %g size = [5, 7] dimension = 1 window_size = 3 step = 2 : tensor<?x3x3xf32> -> tensor<5x7xf32>
  // CHECK-NEXT: %2 = aten.unfold_backward %g size = [5, 7] dimension = 1 window_size = 3 step = 2 : tensor<?x3x3xf32> -> tensor<5x7xf32>
  %3 = aten.im2col %image kernel_size = [2, 2] : tensor<?x2x6x5xf32> -> tensor<?x8x20xf32>
  // CHECK-NEXT: %3 = aten.im2col %image kernel_size = [2, 2] : tensor<?x2x6x5xf32> -> tensor<?x8x20xf32>
  %4 = aten.im2col %image kernel_size = [2, 2] dilation = [2, 1] padding = [1, 0] stride = [2, 2] : tensor<?x2x6x5xf32> -> tensor<?x8x6xf32>
  // CHECK-NEXT: %4 = aten.im2col %image kernel_size = [2, 2] dilation = [2, 1] padding = [1, 0] stride = [2, 2] : tensor<?x2x6x5xf32> -> tensor<?x8x6xf32>
  %5 = aten.col2im %columns output_size = [6, 5] kernel_size = [2, 2] : tensor<?x8x20xf32> -> tensor<?x2x6x5xf32>
  // CHECK-NEXT: %5 = aten.col2im %columns output_size = [6, 5] kernel_size = [2, 2] : tensor<?x8x20xf32> -> tensor<?x2x6x5xf32>
  %6 = aten.col2im %columns, %s kernel_size = [2, 2] : tensor<?x8x20xf32>, tensor<2xindex> -> tensor<?x2x?x?xf32>
  // CHECK-NEXT: %6 = aten.col2im %columns, %s kernel_size = [2, 2] : tensor<?x8x20xf32>, tensor<2xindex> -> tensor<?x2x?x?xf32>
  func.return
}
