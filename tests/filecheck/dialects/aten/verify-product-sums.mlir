// RUN: adjoint-opt %s --verify-diagnostics --split-input-file | filecheck %s

// Products whose sizes do not agree, and equations that say nothing.

// CHECK: 'aten.mv': shapes [2, 3] and [2, 1] cannot be multiplied: 3 and 2 differ
func.func @f(%m: tensor<2x3xf32>, %v: tensor<2xf32>) {
  %0 = aten.mv %m, %v : tensor<2x3xf32>, tensor<2xf32> -> tensor<2xf32>
  func.return
}

// -----

// CHECK: 'aten.addmv': input of shape [3] does not broadcast to the product's shape [2]
func.func @f(%m: tensor<2x3xf32>, %v: tensor<3xf32>) {
  %0 = aten.addmv %v, %m, %v : tensor<3xf32>, tensor<2x3xf32>, tensor<3xf32> -> tensor<2xf32>
  func.return
}

// -----

// CHECK: 'aten.addbmm': batch sizes 2 and 3 differ
func.func @f(%a: tensor<2x4x5xf32>, %b: tensor<3x5x6xf32>, %x: tensor<f32>) {
  %0 = aten.addbmm %x, %a, %b : tensor<f32>, tensor<2x4x5xf32>, tensor<3x5x6xf32> -> tensor<4x6xf32>
  func.return
}

// -----

// CHECK: 'aten.outer': input must have rank 1, got shape [2, 3]
func.func @f(%m: tensor<2x3xf32>) {
  %0 = aten.outer %m, %m : tensor<2x3xf32>, tensor<2x3xf32> -> tensor<2x3xf32>
  func.return
}

// -----

// CHECK: 'aten.einsum': equation "ij" has 1 terms for 2 tensors
func.func @f(%m: tensor<2x3xf32>) {
  %0 = aten.einsum "ij", %m, %m : tensor<2x3xf32>, tensor<2x3xf32> -> tensor<2x3xf32>
  func.return
}

// -----

// CHECK: 'aten.einsum': term "ijk" has 3 labels for a tensor of shape [2, 3]
func.func @f(%m: tensor<2x3xf32>) {
  %0 = aten.einsum "ijk", %m : tensor<2x3xf32> -> tensor<2x3xf32>
  func.return
}

// -----

// CHECK: 'aten.einsum': dimensions of label j have the sizes 3 and 2
func.func @f(%m: tensor<2x3xf32>) {
  %0 = aten.einsum "ij,jk", %m, %m : tensor<2x3xf32>, tensor<2x3xf32> -> tensor<2x3xf32>
  func.return
}

// -----

// CHECK: 'aten.einsum': label k of the result is in no term
func.func @f(%m: tensor<2x3xf32>) {
  %0 = aten.einsum "ij->ik", %m : tensor<2x3xf32> -> tensor<2x3xf32>
  func.return
}

// -----

// CHECK: 'aten.einsum': labels are letters, got "?" in term "?j"
func.func @f(%m: tensor<2x3xf32>) {
  %0 = aten.einsum "?j", %m : tensor<2x3xf32> -> tensor<2x3xf32>
  func.return
}

// -----

// CHECK: 'aten.tensordot': dims_self and dims_other must have the same length, got 1 and 2
func.func @f(%m: tensor<2x3xf32>) {
  %0 = aten.tensordot %m, %m dims_self = [0] dims_other = [0, 1] : tensor<2x3xf32>, tensor<2x3xf32> -> tensor<2x3xf32>
  func.return
}
