// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | filecheck %s --check-prefix=GENERIC

// Elementwise operators of one operand. Integers go into a function of the reals as f32; `aten.to` converts.

// CHECK-LABEL: func.func @unary
func.func @unary(%x: tensor<?x4xf32>, %n: tensor<3xi64>, %scalar: tensor<f64>, %empty: tensor<0x2xf32>) {
  %0 = aten.neg %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %0 = aten.neg %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %1 = aten.abs %n : tensor<3xi64> -> tensor<3xi64>
  // CHECK-NEXT: %1 = aten.abs %n : tensor<3xi64> -> tensor<3xi64>
  %2 = aten.relu %empty : tensor<0x2xf32> -> tensor<0x2xf32>
  // CHECK-NEXT: %2 = aten.relu %empty : tensor<0x2xf32> -> tensor<0x2xf32>
  %3 = aten.exp %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %3 = aten.exp %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %4 = aten.expm1 %scalar : tensor<f64> -> tensor<f64>
  // CHECK-NEXT: %4 = aten.expm1 %scalar : tensor<f64> -> tensor<f64>
  %5 = aten.log %n : tensor<3xi64> -> tensor<3xf32>
  // CHECK-NEXT: %5 = aten.log %n : tensor<3xi64> -> tensor<3xf32>
  %6 = aten.log1p %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %6 = aten.log1p %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %7 = aten.sqrt %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %7 = aten.sqrt %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %8 = aten.rsqrt %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %8 = aten.rsqrt %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %9 = aten.reciprocal %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %9 = aten.reciprocal %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %10 = aten.sin %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %10 = aten.sin %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %11 = aten.cos %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %11 = aten.cos %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %12 = aten.tanh %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %12 = aten.tanh %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %13 = aten.sigmoid %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %13 = aten.sigmoid %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %14 = aten.erf %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %14 = aten.erf %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %15 = aten.silu %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %15 = aten.silu %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %16 = aten.gelu %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %16 = aten.gelu %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %17 = aten.gelu %x approximate = "tanh" : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %17 = aten.gelu %x approximate = "tanh" : tensor<?x4xf32> -> tensor<?x4xf32>
  %18 = aten.clamp %x min = -0.5 max = inf : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %18 = aten.clamp %x min = -0.5 max = inf : tensor<?x4xf32> -> tensor<?x4xf32>
  %19 = aten.clamp %n max = 6.0 : tensor<3xi64> -> tensor<3xi64>
  // CHECK-NEXT: %19 = aten.clamp %n max = 6.0 : tensor<3xi64> -> tensor<3xi64>
  %20 = aten.to %x dtype = i1 : tensor<?x4xf32> -> tensor<?x4xi1>
  // CHECK-NEXT: %20 = aten.to %x dtype = i1 : tensor<?x4xf32> -> tensor<?x4xi1>
  %21 = aten.to %n dtype = f64 : tensor<3xi64> -> tensor<3xf64>
  // CHECK-NEXT: %21 = aten.to %n dtype = f64 : tensor<3xi64> -> tensor<3xf64>
  func.return
}

// The generic form.
// GENERIC: %18 = "aten.clamp"(%x) <{min = -5.000000e-01 : f64, max = 0x7ff0000000000000 : f64}> : (tensor<?x4xf32>) -> tensor<?x4xf32>
