// RUN: adjoint-opt %s --verify-diagnostics --split-input-file | filecheck %s

// Tensors that cannot be stacked, and what is no grid.

// CHECK: 'aten.stack': shapes [3, 4] and [3, 5] differ: tensors that are stacked have one shape
func.func @f(%x: tensor<3x4xf32>, %y: tensor<3x5xf32>) {
  %0 = aten.stack %x, %y : tensor<3x4xf32>, tensor<3x5xf32> -> tensor<2x3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.stack': dim 3 is out of range for a tensor of rank 3
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.stack %x dim = 3 : tensor<3x4xf32> -> tensor<1x3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.stack': expected at least one tensor
func.func @f() {
  %0 = aten.stack : -> tensor<0xf32>
  func.return
}

// -----

// CHECK: 'aten.meshgrid': expected vectors or 0-d tensors, got shape [3, 4]
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.meshgrid %x : tensor<3x4xf32> -> tensor<3xf32>
  func.return
}

// -----

// CHECK: 'aten.meshgrid': element types f32 and f64 differ
func.func @f(%a: tensor<2xf32>, %b: tensor<2xf64>) {
  %0, %1 = aten.meshgrid %a, %b : tensor<2xf32>, tensor<2xf64> -> tensor<2x2xf32>, tensor<2x2xf64>
  func.return
}

// -----

// CHECK: 'aten.meshgrid': indexing must be "ij" or "xy", got "yx"
func.func @f(%a: tensor<2xf32>) {
  %0 = aten.meshgrid %a indexing = "yx" : tensor<2xf32> -> tensor<2xf32>
  func.return
}
