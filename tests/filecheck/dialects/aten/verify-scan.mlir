// RUN: adjoint-opt %s --verify-diagnostics --split-input-file | filecheck %s

// Scans: dimensions that are not there, operands that do not belong together. Products, norms: what is not defined.

// CHECK: 'aten.cumsum': dim 1 is out of range for a tensor of rank 1
func.func @f(%x: tensor<3xf32>) {
  %0 = aten.cumsum %x dim = 1 : tensor<3xf32> -> tensor<3xf32>
  func.return
}

// -----

// CHECK: 'aten._linear_recurrence': input and factor have one shape, got [3] and [4]
func.func @f(%x: tensor<3xf32>, %a: tensor<4xf32>) {
  %0 = aten._linear_recurrence %x, %a dim = 0 : tensor<3xf32>, tensor<4xf32> -> tensor<3xf32>
  func.return
}

// -----

// CHECK: 'aten._linear_recurrence': input and factor have one floating point type, got f32 and f64
func.func @f(%x: tensor<3xf32>, %a: tensor<3xf64>) {
  %0 = aten._linear_recurrence %x, %a dim = 0 : tensor<3xf32>, tensor<3xf64> -> tensor<3xf32>
  func.return
}

// -----

// CHECK: 'aten.prod': a product is along one dimension or over all, got dims [0, 1]
func.func @f(%x: tensor<2x3x4xf32>) {
  %0 = aten.prod %x dim = [0, 1] : tensor<2x3x4xf32> -> tensor<4xf32>
  func.return
}

// -----

// CHECK: 'aten.linalg_vector_norm': the norm of order inf of no elements is not defined: dim 0 has size 0
func.func @f(%x: tensor<0x3xf32>) {
  %0 = aten.linalg_vector_norm %x ord = inf dim = [0] : tensor<0x3xf32> -> tensor<3xf32>
  func.return
}

// -----

// CHECK: 'aten.linalg_vector_norm': input must be floating point, got i64
func.func @f(%x: tensor<3xi64>) {
  %0 = aten.linalg_vector_norm %x : tensor<3xi64> -> tensor<f32>
  func.return
}
