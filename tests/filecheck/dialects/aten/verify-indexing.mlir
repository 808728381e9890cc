// RUN: adjoint-opt %s --verify-diagnostics --split-input-file | filecheck %s

// Parts that are not there.

// CHECK: 'aten.slice': expected at least one dimension, got a 0-d tensor
func.func @f(%x: tensor<f32>) {
  %0 = aten.slice %x : tensor<f32> -> tensor<f32>
  func.return
}

// -----

// CHECK: 'aten.slice': step must be positive, got 0
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.slice %x step = 0 : tensor<3x4xf32> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.slice_backward': grad_output has shape [2], the slice of [4] has [3]
func.func @f(%g: tensor<2xf32>) {
  %0 = aten.slice_backward %g size = [4] end = 3 : tensor<2xf32> -> tensor<4xf32>
  func.return
}

// -----

// CHECK: 'aten.select': index 4 is out of range for dim 1 of size 4
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.select %x dim = 1 index = 4 : tensor<3x4xf32> -> tensor<3xf32>
  func.return
}

// -----

// CHECK: 'aten.select_backward': grad_output has shape [3], the selected part of [3, 4] has [4]
func.func @f(%g: tensor<3xf32>) {
  %0 = aten.select_backward %g size = [3, 4] dim = 0 index = 0 : tensor<3xf32> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.narrow': start 4 and length 4 go beyond the 6 places of dim 0
func.func @f(%x: tensor<6x4xf32>) {
  %i = aten.constant dense<4> : tensor<index>
  %0 = aten.narrow %x, %i, %i dim = 0 : tensor<6x4xf32> -> tensor<4x4xf32>
  func.return
}

// -----

// CHECK: 'aten.narrow': length must not be negative, got -1
func.func @f(%x: tensor<6x4xf32>, %i: tensor<index>) {
  %n = aten.constant dense<-1> : tensor<index>
  %0 = aten.narrow %x, %i, %n dim = 0 : tensor<6x4xf32> -> tensor<?x4xf32>
  func.return
}

// -----

// CHECK: 'aten.narrow_backward': grad_output has shape [2, 3], the part of [6, 4] has [2, 4]
func.func @f(%g: tensor<2x3xf32>, %i: tensor<index>) {
  %0 = aten.narrow_backward %g, %i size = [6, 4] dim = 0 : tensor<2x3xf32> -> tensor<6x4xf32>
  func.return
}
