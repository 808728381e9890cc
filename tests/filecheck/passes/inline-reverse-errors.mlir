// RUN: adjoint-opt %s -p inline-reverse --split-input-file --verify-diagnostics | filecheck %s

// What has no value and gradient.

// CHECK:      error: 'func.func': the first output of @f must be one floating point number to have a gradient, it is a tensor<2xf32>: give cotangents=arguments
func.func @f(%x: tensor<2xf32>) -> tensor<2xf32> {
  func.return %x : tensor<2xf32>
}

// -----

// CHECK:      error: 'func.func': the first output of @f must be one floating point number to have a gradient, it is a tensor<i64>: give cotangents=arguments
func.func @f(%x: tensor<f32>) -> (tensor<i64>, tensor<f32>) {
  %0 = aten.to %x dtype = i64 : tensor<f32> -> tensor<i64>
  func.return %0, %x : tensor<i64>, tensor<f32>
}

// -----

// CHECK:      error: 'func.func': no argument wants a gradient: mark one or give wrt=…
func.func @f(%n: tensor<2xi64>) -> tensor<f32> {
  %0 = aten.to %n dtype = f32 : tensor<2xi64> -> tensor<2xf32>
  %1 = aten.sum %0 : tensor<2xf32> -> tensor<f32>
  func.return %1 : tensor<f32>
}
