// RUN: adjoint-opt %s --verify-diagnostics --split-input-file | filecheck %s

// Normalisation by channels: parameters and statistics that do not fit, and too little to normalise.

// CHECK: 'aten.batch_norm': expected at least 2D input (got 1D input)
func.func @f(%x: tensor<4xf32>) {
  %0 = aten.batch_norm %x training : tensor<4xf32> -> tensor<4xf32>
  func.return
}

// -----

// CHECK: 'aten.batch_norm': running_mean and running_var must be given in evaluation mode
func.func @f(%x: tensor<2x4xf32>) {
  %0 = aten.batch_norm %x : tensor<2x4xf32> -> tensor<2x4xf32>
  func.return
}

// -----

// CHECK: 'aten.batch_norm': expected more than 1 value per channel when training, got input size [1, 4]
func.func @f(%x: tensor<1x4xf32>) {
  %0 = aten.batch_norm %x training : tensor<1x4xf32> -> tensor<1x4xf32>
  func.return
}

// -----

// CHECK: 'aten.batch_norm': weight must have one number for each channel, [4], got [2]
func.func @f(%x: tensor<2x4xf32>, %w: tensor<2xf32>) {
  %0 = aten.batch_norm %x weight(%w : tensor<2xf32>) training : tensor<2x4xf32> -> tensor<2x4xf32>
  func.return
}

// -----

// CHECK: 'aten.group_norm': input must be floating point, got i64
func.func @f(%x: tensor<2x4xi64>) {
  %0 = aten.group_norm %x num_groups = 2 : tensor<2x4xi64> -> tensor<2x4xi64>
  func.return
}

// -----

// CHECK: 'aten.group_norm': expected number of channels in input to be divisible by num_groups, but got input of shape [2, 4, 3] and num_groups=3
func.func @f(%x: tensor<2x4x3xf32>) {
  %0 = aten.group_norm %x num_groups = 3 : tensor<2x4x3xf32> -> tensor<2x4x3xf32>
  func.return
}

// -----

// CHECK: 'aten.instance_norm': expected more than 1 spatial element when training, got input size [2, 4, 1]
func.func @f(%x: tensor<2x4x1xf32>) {
  %0 = aten.instance_norm %x use_input_stats : tensor<2x4x1xf32> -> tensor<2x4x1xf32>
  func.return
}

// -----

// CHECK: 'aten.rms_norm': input of shape [2, 4] does not end in the normalized shape [3]
func.func @f(%x: tensor<2x4xf32>) {
  %0 = aten.rms_norm %x normalized_shape = [3] : tensor<2x4xf32> -> tensor<2x4xf32>
  func.return
}
