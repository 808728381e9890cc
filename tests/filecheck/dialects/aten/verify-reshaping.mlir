// RUN: adjoint-opt %s --verify-diagnostics --split-input-file | filecheck %s

// Shapes of others that do not fit.

// CHECK: 'aten.expand_as': size 3 cannot expand to 5 at dimension 0: only size 1 expands
func.func @f(%x: tensor<3x4xf32>, %y: tensor<5x4xf32>) {
  %0 = aten.expand_as %x, %y : tensor<3x4xf32>, tensor<5x4xf32> -> tensor<5x4xf32>
  func.return
}

// -----

// CHECK: 'aten.view_as': shape [5, 4] is invalid for the 12 elements of [3, 4]
func.func @f(%x: tensor<3x4xf32>, %y: tensor<5x4xf32>) {
  %0 = aten.view_as %x, %y : tensor<3x4xf32>, tensor<5x4xf32> -> tensor<5x4xf32>
  func.return
}

// -----

// CHECK: 'aten.broadcast_to': a tensor of rank 2 cannot expand to 1 dimensions
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.broadcast_to %x size = [4] : tensor<3x4xf32> -> tensor<4xf32>
  func.return
}
