// RUN: adjoint-opt %s --verify-diagnostics --split-input-file | filecheck %s

// Dimensions that cannot be put in another order.

// CHECK: 'aten.flip': dim 2 is out of range for a tensor of rank 2
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.flip %x dims = [2] : tensor<3x4xf32> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.flip': dim 1 appears more than once in the list of dims
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.flip %x dims = [1, -1] : tensor<3x4xf32> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.roll': expected one shift for each dim, got shifts [1, 2] and dims [0]
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.roll %x shifts = [1, 2] dims = [0] : tensor<3x4xf32> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.roll': without dims expected one shift, got [1, 2]
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.roll %x shifts = [1, 2] : tensor<3x4xf32> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.roll': dim -3 is out of range for a tensor of rank 2
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.roll %x shifts = [1] dims = [-3] : tensor<3x4xf32> -> tensor<3x4xf32>
  func.return
}
