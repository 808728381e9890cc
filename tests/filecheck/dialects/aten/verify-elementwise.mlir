// RUN: adjoint-opt %s --verify-diagnostics --split-input-file | filecheck %s

// Elementwise operators: what does not broadcast, and what has no meaning on an element type.

// CHECK: 'aten.add': shapes [2, 3] and [2, 4] cannot broadcast: sizes 3 and 4 at dimension 1 differ and neither is 1
func.func @f(%x: tensor<2x3xf32>, %y: tensor<2x4xf32>) {
  %0 = aten.add %x, %y : tensor<2x3xf32>, tensor<2x4xf32> -> tensor<2x3xf32>
  func.return
}

// -----

// CHECK: 'aten.add': alpha must be an integer for operands of integers, got 0.5
func.func @f(%x: tensor<2xi64>) {
  %0 = aten.add %x, %x alpha = 0.5 : tensor<2xi64>, tensor<2xi64> -> tensor<2xi64>
  func.return
}

// -----

// CHECK: 'aten.sub': a difference of bools is not defined: use aten.ne, or convert with aten.to
func.func @f(%x: tensor<2xi1>, %y: tensor<2xf32>) {
  %0 = aten.sub %x, %y : tensor<2xi1>, tensor<2xf32> -> tensor<2xf32>
  func.return
}

// -----

// CHECK: 'aten.pow': a power of bools is not defined: convert with aten.to
func.func @f(%x: tensor<2xi1>) {
  %0 = aten.pow %x, %x : tensor<2xi1>, tensor<2xi1> -> tensor<2xi1>
  func.return
}

// -----

// CHECK: 'aten.neg': not defined on bools: convert with aten.to
func.func @f(%x: tensor<2xi1>) {
  %0 = aten.neg %x : tensor<2xi1> -> tensor<2xi1>
  func.return
}

// -----

// CHECK: 'aten.gelu': input must be floating point, got i64
func.func @f(%x: tensor<2xi64>) {
  %0 = aten.gelu %x : tensor<2xi64> -> tensor<2xf32>
  func.return
}

// -----

// CHECK: 'aten.gelu': approximate must be "none" or "tanh", got "sigmoid"
func.func @f(%x: tensor<2xf32>) {
  %0 = aten.gelu %x approximate = "sigmoid" : tensor<2xf32> -> tensor<2xf32>
  func.return
}

// -----

// CHECK: 'aten.clamp': at least one of min and max must be given
func.func @f(%x: tensor<2xf32>) {
  %0 = aten.clamp %x : tensor<2xf32> -> tensor<2xf32>
  func.return
}

// -----

// CHECK: 'aten.clamp': the bounds of a tensor of i32 must be integers, got 0.5
func.func @f(%x: tensor<2xi32>) {
  %0 = aten.clamp %x min = 0.5 : tensor<2xi32> -> tensor<2xi32>
  func.return
}

// -----

// CHECK: 'aten.where': condition must be i1, got f32
func.func @f(%c: tensor<2xf32>, %x: tensor<2xf32>) {
  %0 = aten.where %c, %x, %x : tensor<2xf32>, tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  func.return
}

// -----

// CHECK: 'aten.exp': result type tensor<3xf32> does not agree with the inferred type tensor<2xf32>
func.func @f(%x: tensor<2xf32>) {
  %0 = aten.exp %x : tensor<2xf32> -> tensor<3xf32>
  func.return
}

// -----

// CHECK: 'aten.mul': result type tensor<2xf32> does not agree with the inferred type tensor<2xf64>
func.func @f(%x: tensor<2xf32>, %y: tensor<2xf64>) {
  %0 = aten.mul %x, %y : tensor<2xf32>, tensor<2xf64> -> tensor<2xf32>
  func.return
}

// -----

// CHECK: 'aten.exp': element type complex<f32> is not one that aten knows: i1, i8, i16, i32, i64, index, f16, bf16, f32, f64
func.func @f(%x: tensor<2xcomplex<f32>>) {
  %0 = aten.exp %x : tensor<2xcomplex<f32>> -> tensor<2xcomplex<f32>>
  func.return
}

// -----

// CHECK: 'aten.addcmul': value must be an integer for operands of integers, got 0.5
func.func @f(%x: tensor<2xi64>) {
  %0 = aten.addcmul %x, %x, %x value = 0.5 : tensor<2xi64>, tensor<2xi64>, tensor<2xi64> -> tensor<2xi64>
  func.return
}

// -----

// CHECK: 'aten.addcdiv': tensor1 or tensor2 must be floating point, got i64 and i64
func.func @f(%x: tensor<2xf32>, %n: tensor<2xi64>) {
  %0 = aten.addcdiv %x, %n, %n : tensor<2xf32>, tensor<2xi64>, tensor<2xi64> -> tensor<2xf32>
  func.return
}

// -----

// CHECK: 'aten.lerp': end must be f32 as the input is, got f64
func.func @f(%x: tensor<2xf32>, %y: tensor<2xf64>) {
  %0 = aten.lerp %x, %y, %x : tensor<2xf32>, tensor<2xf64>, tensor<2xf32> -> tensor<2xf32>
  func.return
}
