// RUN: adjoint-opt %s --verify-diagnostics --split-input-file | filecheck %s

// Tensors that cannot be joined.

// CHECK: 'aten.cat': shapes [3, 4] and [3, 5] cannot be joined along dim 0: sizes 4 and 5 at dimension 1 differ
func.func @f(%x: tensor<3x4xf32>, %y: tensor<3x5xf32>) {
  %0 = aten.cat %x, %y : tensor<3x4xf32>, tensor<3x5xf32> -> tensor<6x4xf32>
  func.return
}

// -----

// CHECK: 'aten.cat': ranks 2 and 1 differ: tensors that are joined have one rank
func.func @f(%x: tensor<3x4xf32>, %y: tensor<4xf32>) {
  %0 = aten.cat %x, %y : tensor<3x4xf32>, tensor<4xf32> -> tensor<4x4xf32>
  func.return
}

// -----

// CHECK: 'aten.cat': expected at least one tensor
func.func @f() {
  %0 = aten.cat : -> tensor<0xf32>
  func.return
}
