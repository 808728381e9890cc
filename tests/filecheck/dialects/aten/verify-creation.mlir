// RUN: adjoint-opt %s --verify-diagnostics --split-input-file | filecheck %s

// Shapes that cannot be, and dimensions that are not there.

// CHECK: 'aten.full': sizes must not be negative, got [2, -1]
func.func @f() {
  %0 = aten.full size = [2, -1] fill_value = 0.0 : f32 : tensor<2x?xf32>
  func.return
}

// -----

// CHECK: 'aten.full': the size operand must be a tensor<nxindex> of static n, got tensor<?xindex>
func.func @f(%s: tensor<?xindex>) {
  %0 = aten.full(%s : tensor<?xindex>) fill_value = 0.0 : f32 : tensor<2x2xf32>
  func.return
}

// -----

// CHECK: 'aten._dim_arange': expected at least one dimension, got a 0-d tensor
func.func @f(%x: tensor<f32>) {
  %0 = aten._dim_arange %x dim = 0 : tensor<f32> -> tensor<1xi64>
  func.return
}

// -----

// CHECK: 'aten.to': element type complex<f32> is not one that aten knows: i1, i8, i16, i32, i64, index, f16, bf16, f32, f64
func.func @f(%x: tensor<2xf32>) {
  %0 = aten.to %x dtype = complex<f32> : tensor<2xf32> -> tensor<2xcomplex<f32>>
  func.return
}

// -----

// CHECK: 'aten.ones_like': result type tensor<2xf64> does not agree with the inferred type tensor<2xf32>
func.func @f(%x: tensor<2xf32>) {
  %0 = aten.ones_like %x : tensor<2xf32> -> tensor<2xf64>
  func.return
}

// -----

// CHECK: 'aten.zeros': sizes must not be negative, got [2, -3]
func.func @f() {
  %0 = aten.zeros size = [2, -3] dtype = f32 : tensor<2x3xf32>
  func.return
}
