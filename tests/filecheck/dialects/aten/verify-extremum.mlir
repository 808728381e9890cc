// RUN: adjoint-opt %s --verify-diagnostics --split-input-file | filecheck %s

// Choosing and ordering: where there is nothing to choose, or not enough.

// CHECK: 'aten.max.dim': dim 1 has size 0: there is no element to choose
func.func @f(%x: tensor<2x0xf32>) {
  %0, %1 = aten.max.dim %x dim = 1 : tensor<2x0xf32> -> tensor<2xf32>, tensor<2xi64>
  func.return
}

// -----

// CHECK: 'aten.min.dim': dim 2 is out of range for a tensor of rank 2
func.func @f(%x: tensor<2x3xf32>) {
  %0, %1 = aten.min.dim %x dim = 2 : tensor<2x3xf32> -> tensor<2xf32>, tensor<2xi64>
  func.return
}

// -----

// CHECK: 'aten.argmax': dim 0 has size 0: there is no element to choose
func.func @f(%x: tensor<0x3xf32>) {
  %0 = aten.argmax %x : tensor<0x3xf32> -> tensor<i64>
  func.return
}

// -----

// CHECK: 'aten.topk': k = 4 is out of range: dim 1 has size 3
func.func @f(%x: tensor<2x3xf32>) {
  %0, %1 = aten.topk %x k = 4 : tensor<2x3xf32> -> tensor<2x4xf32>, tensor<2x4xi64>
  func.return
}

// -----

// CHECK: 'aten.topk': k = -1 must not be negative
func.func @f(%x: tensor<2x3xf32>) {
  %0, %1 = aten.topk %x k = -1 : tensor<2x3xf32> -> tensor<2x?xf32>, tensor<2x?xi64>
  func.return
}

// -----

// CHECK: 'aten.kthvalue': k = 0 must be at least 1
func.func @f(%x: tensor<3xf32>) {
  %0, %1 = aten.kthvalue %x k = 0 dim = 0 : tensor<3xf32> -> tensor<f32>, tensor<i64>
  func.return
}

// -----

// CHECK: 'aten.sort': dim -2 is out of range for a tensor of rank 1
func.func @f(%x: tensor<3xf32>) {
  %0, %1 = aten.sort %x dim = -2 : tensor<3xf32> -> tensor<3xf32>, tensor<3xi64>
  func.return
}
