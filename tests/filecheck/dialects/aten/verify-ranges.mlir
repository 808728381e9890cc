// RUN: adjoint-opt %s --verify-diagnostics --split-input-file | filecheck %s

// Ranges that do not end, and what is no size.

// CHECK: 'aten.arange': step must not be 0
func.func @f() {
  %0 = aten.arange start = 0 : i64 end = 5 : i64 step = 0 : i64 dtype = i64 : tensor<5xi64>
  func.return
}

// -----

// CHECK: 'aten.arange': steps of -1 do not lead from 0 to 5
func.func @f() {
  %0 = aten.arange start = 0 : i64 end = 5 : i64 step = -1 : i64 dtype = i64 : tensor<5xi64>
  func.return
}

// -----

// CHECK: 'aten.arange': a range of i1 is not defined
func.func @f() {
  %0 = aten.arange start = 0 : i64 end = 1 : i64 step = 1 : i64 dtype = i1 : tensor<1xi1>
  func.return
}

// -----

// CHECK: 'aten.linspace': steps must not be negative, got -1
func.func @f(%a: tensor<f32>) {
  %0 = aten.linspace %a, %a steps = -1 dtype = f32 : tensor<f32>, tensor<f32> -> tensor<0xf32>
  func.return
}

// -----

// CHECK: 'aten.linspace': start must be a 0-d tensor, got tensor<1xf32>
func.func @f(%a: tensor<1xf32>) {
  %0 = aten.linspace %a, %a steps = 2 dtype = f32 : tensor<1xf32>, tensor<1xf32> -> tensor<2xf32>
  func.return
}

// -----

// CHECK: 'aten.eye': m must not be negative, got -1
func.func @f() {
  %0 = aten.eye n = 2 m = -1 dtype = f32 : tensor<2x0xf32>
  func.return
}
