// RUN: adjoint-opt %s --verify-diagnostics --split-input-file | filecheck %s

// Elementary functions, rounding, remainders and logic: what has no meaning on an element type.

// CHECK: 'aten.ceil': not defined on bools: convert with aten.to
func.func @f(%x: tensor<2xi1>) {
  %0 = aten.ceil %x : tensor<2xi1> -> tensor<2xi1>
  func.return
}

// -----

// CHECK: 'aten.round': decimals of integers are not defined: input is i64
func.func @f(%x: tensor<2xi64>) {
  %0 = aten.round %x decimals = 1 : tensor<2xi64> -> tensor<2xi64>
  func.return
}

// -----

// CHECK: 'aten.frac': input must be floating point, got i64
func.func @f(%x: tensor<2xi64>) {
  %0 = aten.frac %x : tensor<2xi64> -> tensor<2xi64>
  func.return
}

// -----

// CHECK: 'aten.hypot': operands must be floating point, got i64
func.func @f(%x: tensor<2xi64>) {
  %0 = aten.hypot %x, %x : tensor<2xi64>, tensor<2xi64> -> tensor<2xf32>
  func.return
}

// -----

// CHECK: 'aten.polygamma': n must not be negative, got -1
func.func @f(%x: tensor<2xf32>) {
  %0 = aten.polygamma %x n = -1 : tensor<2xf32> -> tensor<2xf32>
  func.return
}

// -----

// CHECK: 'aten.fmod': not defined on bools: convert with aten.to
func.func @f(%x: tensor<2xi1>) {
  %0 = aten.fmod %x, %x : tensor<2xi1>, tensor<2xi1> -> tensor<2xi1>
  func.return
}

// -----

// CHECK: 'aten.div': rounding_mode must be "trunc", "floor" or absent, got "ceil"
func.func @f(%x: tensor<2xf32>) {
  %0 = aten.div %x, %x rounding_mode = "ceil" : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  func.return
}

// -----

// CHECK: 'aten.bitwise_and': only integers and bools have bits to combine, got f32
func.func @f(%x: tensor<2xf32>, %n: tensor<2xi64>) {
  %0 = aten.bitwise_and %x, %n : tensor<2xf32>, tensor<2xi64> -> tensor<2xf32>
  func.return
}

// -----

// CHECK: 'aten.bitwise_not': only integers and bools have bits to combine, got f32
func.func @f(%x: tensor<2xf32>) {
  %0 = aten.bitwise_not %x : tensor<2xf32> -> tensor<2xf32>
  func.return
}

// -----

// CHECK: 'aten.clamp.Tensor': at least one of min and max must be given
func.func @f(%x: tensor<2xf32>) {
  %0 = aten.clamp.Tensor %x : tensor<2xf32> -> tensor<2xf32>
  func.return
}

// -----

// CHECK: 'aten.pow': integers to negative integer powers are not allowed
func.func @f(%x: tensor<2xi64>) {
  %n = aten.constant dense<-1> : tensor<i64>
  %0 = aten.pow %x, %n : tensor<2xi64>, tensor<i64> -> tensor<2xi64>
  func.return
}
