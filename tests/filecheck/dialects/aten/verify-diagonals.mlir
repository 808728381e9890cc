// RUN: adjoint-opt %s --verify-diagnostics --split-input-file | filecheck %s

// What has no triangle or diagonal.

// CHECK: 'aten.tril': expected at least two dimensions, got [3]
func.func @f(%x: tensor<3xf32>) {
  %0 = aten.tril %x : tensor<3xf32> -> tensor<3xf32>
  func.return
}

// -----

// CHECK: 'aten.diagonal': a diagonal needs two dimensions, dim1 and dim2 are both 1
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.diagonal %x dim1 = 1 dim2 = -1 : tensor<3x4xf32> -> tensor<3xf32>
  func.return
}

// -----

// CHECK: 'aten.diagonal': dim 2 is out of range for a tensor of rank 2
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.diagonal %x dim2 = 2 : tensor<3x4xf32> -> tensor<3xf32>
  func.return
}

// -----

// CHECK: 'aten.diagonal_backward': grad_output has shape [2], the diagonal of [3, 4] has [3]
func.func @f(%g: tensor<2xf32>) {
  %0 = aten.diagonal_backward %g size = [3, 4] : tensor<2xf32> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.diag_embed': expected at least one dimension, got a 0-d tensor
func.func @f(%x: tensor<f32>) {
  %0 = aten.diag_embed %x : tensor<f32> -> tensor<1x1xf32>
  func.return
}

// -----

// CHECK: 'aten.diag_embed': a diagonal needs two dimensions, dim1 and dim2 are both 0
func.func @f(%x: tensor<3xf32>) {
  %0 = aten.diag_embed %x dim1 = 0 dim2 = -2 : tensor<3xf32> -> tensor<3x3xf32>
  func.return
}
