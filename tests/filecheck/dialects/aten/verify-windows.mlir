// RUN: adjoint-opt %s --verify-diagnostics --split-input-file | filecheck %s

// Windows that do not fit, and columns that are none.

// CHECK: 'aten.unfold': a window of size 5 is longer than dim 1 of [3, 4]
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.unfold %x dimension = 1 window_size = 5 step = 1 : tensor<3x4xf32> -> tensor<3x0x5xf32>
  func.return
}

// -----

// CHECK: 'aten.unfold': step must be positive, got 0
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.unfold %x dimension = 1 window_size = 2 step = 0 : tensor<3x4xf32> -> tensor<3x3x2xf32>
  func.return
}

// -----

// CHECK: 'aten.unfold': size must not be negative, got -1
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.unfold %x dimension = 1 window_size = -1 step = 1 : tensor<3x4xf32> -> tensor<3x3x2xf32>
  func.return
}

// -----

// CHECK: 'aten.unfold_backward': grad_output has shape [3, 2, 2], the array of windows of [3, 4] has [3, 3, 2]
func.func @f(%g: tensor<3x2x2xf32>) {
  %0 = aten.unfold_backward %g size = [3, 4] dimension = 1 window_size = 2 step = 1 : tensor<3x2x2xf32> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.im2col': expected [n, c, h, w] or [c, h, w], got [3, 4]
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.im2col %x kernel_size = [1, 1] : tensor<3x4xf32> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.im2col': no window of extent 4 fits into an image of [3, 4] with padding [0, 0]
func.func @f(%x: tensor<2x3x4xf32>) {
  %0 = aten.im2col %x kernel_size = [4, 1] : tensor<2x3x4xf32> -> tensor<8x0xf32>
  func.return
}

// -----

// CHECK: 'aten.im2col': kernel_size must be two numbers of at least 1, got [2]
func.func @f(%x: tensor<2x3x4xf32>) {
  %0 = aten.im2col %x kernel_size = [2] : tensor<2x3x4xf32> -> tensor<8x6xf32>
  func.return
}

// -----

// CHECK: 'aten.im2col': stride must be two numbers of at least 1, got [0, 1]
func.func @f(%x: tensor<2x3x4xf32>) {
  %0 = aten.im2col %x kernel_size = [2, 2] stride = [0, 1] : tensor<2x3x4xf32> -> tensor<8x6xf32>
  func.return
}

// -----

// CHECK: 'aten.col2im': an image of [3, 4] has 6 windows, got [8, 5]
func.func @f(%x: tensor<8x5xf32>) {
  %0 = aten.col2im %x output_size = [3, 4] kernel_size = [2, 2] : tensor<8x5xf32> -> tensor<2x3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.col2im': 7 rows are no multiple of the 4 places of a window
func.func @f(%x: tensor<7x6xf32>) {
  %0 = aten.col2im %x output_size = [3, 4] kernel_size = [2, 2] : tensor<7x6xf32> -> tensor<2x3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.col2im': expected [n, c, windows] or [c, windows], got [8]
func.func @f(%x: tensor<8xf32>) {
  %0 = aten.col2im %x output_size = [3, 4] kernel_size = [2, 2] : tensor<8xf32> -> tensor<2x3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.col2im': output_size must be two sizes, got [3]
func.func @f(%x: tensor<8x6xf32>) {
  %0 = aten.col2im %x output_size = [3] kernel_size = [2, 2] : tensor<8x6xf32> -> tensor<2x3x4xf32>
  func.return
}
