// RUN: adjoint-opt %s --verify-diagnostics --split-input-file | filecheck %s

// Activation functions: numbers that make no function, and element types without one.

// CHECK: 'aten.softshrink': lambd must not be negative, got -0.5
func.func @f(%x: tensor<2xf32>) {
  %0 = aten.softshrink %x lambd = -0.5 : tensor<2xf32> -> tensor<2xf32>
  func.return
}

// -----

// CHECK: 'aten.hardtanh': min_val cannot be greater than max_val, got 2.0 and 1.0
func.func @f(%x: tensor<2xf32>) {
  %0 = aten.hardtanh %x min_val = 2.0 : tensor<2xf32> -> tensor<2xf32>
  func.return
}

// -----

// CHECK: 'aten.celu': alpha must not be 0
func.func @f(%x: tensor<2xf32>) {
  %0 = aten.celu %x alpha = 0.0 : tensor<2xf32> -> tensor<2xf32>
  func.return
}

// -----

// CHECK: 'aten.elu': input must be floating point, got i64
func.func @f(%x: tensor<2xi64>) {
  %0 = aten.elu %x : tensor<2xi64> -> tensor<2xf32>
  func.return
}

// -----

// CHECK: 'aten.threshold': not defined on bools: convert with aten.to
func.func @f(%x: tensor<2xi1>) {
  %0 = aten.threshold %x threshold = 0.0 value = 1.0 : tensor<2xi1> -> tensor<2xi1>
  func.return
}

// -----

// CHECK: 'aten.glu': the size of dim 1 must be even, got shape [2, 3]
func.func @f(%x: tensor<2x3xf32>) {
  %0 = aten.glu %x : tensor<2x3xf32> -> tensor<2x1xf32>
  func.return
}

// -----

// CHECK: 'aten.glu': a 0-d tensor has no halves
func.func @f(%x: tensor<f32>) {
  %0 = aten.glu %x : tensor<f32> -> tensor<f32>
  func.return
}
