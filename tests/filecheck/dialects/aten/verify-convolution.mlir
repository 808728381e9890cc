// RUN: adjoint-opt %s --verify-diagnostics --split-input-file | filecheck %s

// A kernel that does not fit.

// CHECK: 'aten.convolution': calculated padded input size per channel: (3 x 3); kernel size: (5 x 3): kernel size can't be greater than actual input size
func.func @f(%x: tensor<1x2x3x3xf32>, %w: tensor<4x2x5x3xf32>) {
  %0 = aten.convolution %x, %w stride = [1, 1] padding = [0, 0] dilation = [1, 1] : tensor<1x2x3x3xf32>, tensor<4x2x5x3xf32> -> tensor<1x4x1x1xf32>
  func.return
}

// -----

// CHECK: 'aten.convolution': calculated padded input size per channel: (3); kernel size: (5): kernel size can't be greater than actual input size
func.func @f(%x: tensor<1x2x3xf32>, %w: tensor<4x2x3xf32>) {
  %0 = aten.convolution %x, %w stride = [1] padding = [0] dilation = [2] : tensor<1x2x3xf32>, tensor<4x2x3xf32> -> tensor<1x4x1xf32>
  func.return
}

// -----

// CHECK: 'aten.convolution': given groups=1, weight of size [4, 2, 3], expected input [1, 3, 8] to have 2 channels, but got 3 channels instead
func.func @f(%x: tensor<1x3x8xf32>, %w: tensor<4x2x3xf32>) {
  %0 = aten.convolution %x, %w stride = [1] padding = [0] dilation = [1] : tensor<1x3x8xf32>, tensor<4x2x3xf32> -> tensor<1x4x6xf32>
  func.return
}

// -----

// CHECK: 'aten.convolution': given groups=3, expected weight to be divisible by 3 at dimension 0, but got weight of size [4, 2, 3] instead
func.func @f(%x: tensor<1x6x8xf32>, %w: tensor<4x2x3xf32>) {
  %0 = aten.convolution %x, %w stride = [1] padding = [0] dilation = [1] groups = 3 : tensor<1x6x8xf32>, tensor<4x2x3xf32> -> tensor<1x4x6xf32>
  func.return
}

// -----

// CHECK: 'aten.convolution': given groups=2, the 3 channels of the input are not divisible by it
func.func @f(%x: tensor<1x3x8xf32>, %w: tensor<4x?x3xf32>) {
  %0 = aten.convolution %x, %w stride = [1] padding = [0] dilation = [1] groups = 2 : tensor<1x3x8xf32>, tensor<4x?x3xf32> -> tensor<1x4x6xf32>
  func.return
}

// -----

// CHECK: 'aten.convolution': negative padding is not supported, got [-1]
func.func @f(%x: tensor<1x2x8xf32>, %w: tensor<4x2x3xf32>) {
  %0 = aten.convolution %x, %w stride = [1] padding = [-1] dilation = [1] : tensor<1x2x8xf32>, tensor<4x2x3xf32> -> tensor<1x4x4xf32>
  func.return
}

// -----

// CHECK: 'aten.convolution': non-positive stride is not supported, got [0]
func.func @f(%x: tensor<1x2x8xf32>, %w: tensor<4x2x3xf32>) {
  %0 = aten.convolution %x, %w stride = [0] padding = [0] dilation = [1] : tensor<1x2x8xf32>, tensor<4x2x3xf32> -> tensor<1x4x6xf32>
  func.return
}

// -----

// CHECK: 'aten.convolution': dilation should be greater than zero, got [0]
func.func @f(%x: tensor<1x2x8xf32>, %w: tensor<4x2x3xf32>) {
  %0 = aten.convolution %x, %w stride = [1] padding = [0] dilation = [0] : tensor<1x2x8xf32>, tensor<4x2x3xf32> -> tensor<1x4x6xf32>
  func.return
}

// -----

// CHECK: 'aten.convolution': non-positive groups is not supported, got 0
func.func @f(%x: tensor<1x2x8xf32>, %w: tensor<4x2x3xf32>) {
  %0 = aten.convolution %x, %w stride = [1] padding = [0] dilation = [1] groups = 0 : tensor<1x2x8xf32>, tensor<4x2x3xf32> -> tensor<1x4x6xf32>
  func.return
}

// -----

// CHECK: 'aten.convolution': expected 3-dimensional input and weight for a stride of 1 numbers, got input of size [2, 8] and weight of size [4, 2, 3]
func.func @f(%x: tensor<2x8xf32>, %w: tensor<4x2x3xf32>) {
  %0 = aten.convolution %x, %w stride = [1] padding = [0] dilation = [1] : tensor<2x8xf32>, tensor<4x2x3xf32> -> tensor<4x6xf32>
  func.return
}

// -----

// CHECK: 'aten.convolution': expected padding to be a list of 1 numbers, got [0, 0]
func.func @f(%x: tensor<1x2x8xf32>, %w: tensor<4x2x3xf32>) {
  %0 = aten.convolution %x, %w stride = [1] padding = [0, 0] dilation = [1] : tensor<1x2x8xf32>, tensor<4x2x3xf32> -> tensor<1x4x6xf32>
  func.return
}

// -----

// CHECK: 'aten.convolution': given weight of size [4, 2, 3], expected bias to be 1-dimensional with 4 elements, but got bias of size [3] instead
func.func @f(%x: tensor<1x2x8xf32>, %w: tensor<4x2x3xf32>, %b: tensor<3xf32>) {
  %0 = aten.convolution %x, %w, %b stride = [1] padding = [0] dilation = [1] : tensor<1x2x8xf32>, tensor<4x2x3xf32>, tensor<3xf32> -> tensor<1x4x6xf32>
  func.return
}

// -----

// CHECK: 'aten.convolution': element types f32 and f64 differ: convert one with aten.to
func.func @f(%x: tensor<1x2x8xf32>, %w: tensor<4x2x3xf64>) {
  %0 = aten.convolution %x, %w stride = [1] padding = [0] dilation = [1] : tensor<1x2x8xf32>, tensor<4x2x3xf64> -> tensor<1x4x6xf32>
  func.return
}

// -----

// CHECK: 'aten.convolution': output_padding is for transposed convolutions only
func.func @f(%x: tensor<1x2x8xf32>, %w: tensor<4x2x3xf32>) {
  %0 = aten.convolution %x, %w stride = [1] padding = [0] dilation = [1] output_padding = [1] : tensor<1x2x8xf32>, tensor<4x2x3xf32> -> tensor<1x4x6xf32>
  func.return
}

// -----

// Transposed: the weight is [in, out / groups, …], and the output has to be of some size.

// CHECK: 'aten.convolution': given transposed, weight of size [4, 2, 3], expected input [1, 2, 8] to have 4 channels, but got 2 channels instead
func.func @f(%x: tensor<1x2x8xf32>, %w: tensor<4x2x3xf32>) {
  %0 = aten.convolution %x, %w stride = [1] padding = [0] dilation = [1] transposed : tensor<1x2x8xf32>, tensor<4x2x3xf32> -> tensor<1x2x10xf32>
  func.return
}

// -----

// CHECK: 'aten.convolution': output padding must be smaller than either stride or dilation, and not negative, but got output_padding [2], stride [2], dilation [1]
func.func @f(%x: tensor<1x2x8xf32>, %w: tensor<2x4x3xf32>) {
  %0 = aten.convolution %x, %w stride = [2] padding = [0] dilation = [1] transposed output_padding = [2] : tensor<1x2x8xf32>, tensor<2x4x3xf32> -> tensor<1x4x10xf32>
  func.return
}

// -----

// CHECK: 'aten.convolution': given input size per channel: (1), calculated output size per channel: (-3): output size is too small
func.func @f(%x: tensor<1x2x1xf32>, %w: tensor<2x4x1xf32>) {
  %0 = aten.convolution %x, %w stride = [1] padding = [2] dilation = [1] transposed : tensor<1x2x1xf32>, tensor<2x4x1xf32> -> tensor<1x4x1xf32>
  func.return
}

// -----

// Gradients.

// CHECK: 'aten.convolution_backward_input': grad_output of shape [1, 4, 7] does not have the shape of the output, [1, 4, 6]
func.func @f(%g: tensor<1x4x7xf32>, %w: tensor<4x2x3xf32>) {
  %0 = aten.convolution_backward_input %g, %w size = [1, 2, 8] stride = [1] padding = [0] dilation = [1] : tensor<1x4x7xf32>, tensor<4x2x3xf32> -> tensor<1x2x8xf32>
  func.return
}

// -----

// CHECK: 'aten.convolution_backward_weight': given groups=1, weight of size [4, 1, 3], expected input [1, 2, 8] to have 1 channels, but got 2 channels instead
func.func @f(%g: tensor<1x4x6xf32>, %x: tensor<1x2x8xf32>) {
  %0 = aten.convolution_backward_weight %g, %x size = [4, 1, 3] stride = [1] padding = [0] dilation = [1] : tensor<1x4x6xf32>, tensor<1x2x8xf32> -> tensor<4x1x3xf32>
  func.return
}

// -----

// What people call.

// CHECK: 'aten.conv1d': expected 2-dimensional (unbatched) or 3-dimensional (batched) input and 3-dimensional weight, got input of size [1, 1, 2, 8] and weight of size [4, 2, 3]
func.func @f(%x: tensor<1x1x2x8xf32>, %w: tensor<4x2x3xf32>) {
  %0 = aten.conv1d %x, %w : tensor<1x1x2x8xf32>, tensor<4x2x3xf32> -> tensor<1x4x6xf32>
  func.return
}

// -----

// CHECK: 'aten.conv1d': invalid padding string: 'full'; it is 'same' or 'valid'
func.func @f(%x: tensor<1x2x8xf32>, %w: tensor<4x2x3xf32>) {
  %0 = aten.conv1d %x, %w padding = "full" : tensor<1x2x8xf32>, tensor<4x2x3xf32> -> tensor<1x4x6xf32>
  func.return
}

// -----

// CHECK: 'aten.conv1d': padding='same' is not supported for strided convolutions
func.func @f(%x: tensor<1x2x8xf32>, %w: tensor<4x2x3xf32>) {
  %0 = aten.conv1d %x, %w stride = [2] padding = "same" : tensor<1x2x8xf32>, tensor<4x2x3xf32> -> tensor<1x4x4xf32>
  func.return
}

// -----

// CHECK: 'aten.conv2d': expected stride to be a single integer or a list of 2 values, got [1, 1, 1]
func.func @f(%x: tensor<2x8x8xf32>, %w: tensor<4x2x3x3xf32>) {
  %0 = aten.conv2d %x, %w stride = [1, 1, 1] : tensor<2x8x8xf32>, tensor<4x2x3x3xf32> -> tensor<4x6x6xf32>
  func.return
}

// -----

// CHECK: 'aten._slow_conv2d_forward': kernel_size [3, 5] is not that of weight of size [4, 2, 3, 3]
func.func @f(%x: tensor<2x8x8xf32>, %w: tensor<4x2x3x3xf32>) {
  %0 = aten._slow_conv2d_forward %x, %w kernel_size = [3, 5] stride = [1] padding = [0] : tensor<2x8x8xf32>, tensor<4x2x3x3xf32> -> tensor<4x6x6xf32>
  func.return
}
