// RUN: adjoint-opt %s --verify-diagnostics --split-input-file | filecheck %s

// What cannot be normalised.

// CHECK: 'aten.softmax': input must be floating point, got i64
func.func @f(%x: tensor<3x4xi64>) {
  %0 = aten.softmax %x dim = 1 : tensor<3x4xi64> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.log_softmax': dim 2 is out of range for a tensor of rank 2
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.log_softmax %x dim = 2 : tensor<3x4xf32> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.layer_norm': input of shape [3, 4] does not end in the normalized shape [3]
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.layer_norm %x normalized_shape = [3] : tensor<3x4xf32> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.layer_norm': normalized_shape must list at least one size, got []
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.layer_norm %x normalized_shape = [] : tensor<3x4xf32> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.layer_norm': weight must have the normalized shape [4], got [3]
func.func @f(%x: tensor<3x4xf32>, %w: tensor<3xf32>) {
  %0 = aten.layer_norm %x normalized_shape = [4] weight(%w : tensor<3xf32>) : tensor<3x4xf32> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.layer_norm': bias must be f32 as the input is, got f64
func.func @f(%x: tensor<3x4xf32>, %b: tensor<4xf64>) {
  %0 = aten.layer_norm %x normalized_shape = [4] bias(%b : tensor<4xf64>) : tensor<3x4xf32> -> tensor<3x4xf32>
  func.return
}
