// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s

// Tensors whose elements are functions of their places.

// CHECK-LABEL: func.func @ranges
func.func @ranges(%a: tensor<f32>, %b: tensor<i64>) {
  %0 = aten.arange start = 0 : i64 end = 5 : i64 step = 2 : i64 dtype = i64 : tensor<3xi64>
  // CHECK-NEXT: %0 = aten.arange start = 0 : i64 end = 5 : i64 step = 2 : i64 dtype = i64 : tensor<3xi64>
  %1 = aten.arange start = 1 : i64 end = -5.000000e-01 : f64 step = -5.000000e-01 : f64 dtype = f32 : tensor<3xf32>
  // CHECK-NEXT: %1 = aten.arange start = 1 : i64 end = -5.000000e-01 : f64 step = -5.000000e-01 : f64 dtype = f32 : tensor<3xf32>
  %2 = aten.linspace %a, %b steps = 5 dtype = f64 : tensor<f32>, tensor<i64> -> tensor<5xf64>
  // CHECK-NEXT: %2 = aten.linspace %a, %b steps = 5 dtype = f64 : tensor<f32>, tensor<i64> -> tensor<5xf64>
  %3 = aten.eye n = 2 m = 3 dtype = i32 : tensor<2x3xi32>
  // CHECK-NEXT: %3 = aten.eye n = 2 m = 3 dtype = i32 : tensor<2x3xi32>
  func.return
}
