// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | filecheck %s --check-prefix=GENERIC

// Tensors of given elements. A number of the program is a 0-d constant.

// CHECK-LABEL: func.func @creation
func.func @creation(%x: tensor<?x4xf32>, %s: tensor<2xindex>) {
  %0 = aten.constant dense<2.500000e+00> : tensor<f32>
  // CHECK-NEXT: %0 = aten.constant dense<2.500000e+00> : tensor<f32>
  %1 = aten.constant dense<[[1, 2], [3, 4]]> : tensor<2x2xi64>
  // CHECK-NEXT: %1 = aten.constant dense<[[1, 2], [3, 4]]> : tensor<2x2xi64>
  %2 = aten.constant dense<> : tensor<0xf32>
  // CHECK-NEXT: %2 = aten.constant dense<> : tensor<0xf32>
  %3 = aten.full size = [2, 3] fill_value = 1.500000e+00 : f64 : tensor<2x3xf64>
  // CHECK-NEXT: %3 = aten.full size = [2, 3] fill_value = 1.500000e+00 : f64 : tensor<2x3xf64>
  %4 = aten.full(%s : tensor<2xindex>) fill_value = true : tensor<?x?xi1>
  // CHECK-NEXT: %4 = aten.full(%s : tensor<2xindex>) fill_value = true : tensor<?x?xi1>
  %5 = aten.zeros_like %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %5 = aten.zeros_like %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %6 = aten.ones_like %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %6 = aten.ones_like %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %7 = aten._dim_arange %x dim = 0 : tensor<?x4xf32> -> tensor<?xi64>
  // CHECK-NEXT: %7 = aten._dim_arange %x dim = 0 : tensor<?x4xf32> -> tensor<?xi64>
  %8 = aten.zeros size = [2, 3] dtype = i64 : tensor<2x3xi64>
  // CHECK-NEXT: %8 = aten.zeros size = [2, 3] dtype = i64 : tensor<2x3xi64>
  %9 = aten.ones(%s : tensor<2xindex>) dtype = f32 : tensor<?x?xf32>
  // CHECK-NEXT: %9 = aten.ones(%s : tensor<2xindex>) dtype = f32 : tensor<?x?xf32>
  %10 = aten.empty size = [] dtype = f64 : tensor<f64>
  // CHECK-NEXT: %10 = aten.empty size = [] dtype = f64 : tensor<f64>
  %11 = aten.empty_like %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %11 = aten.empty_like %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %12 = aten.full_like %x fill_value = 2.000000e+00 : f64 : tensor<?x4xf32> -> tensor<?x4xf64>
  // CHECK-NEXT: %12 = aten.full_like %x fill_value = 2.000000e+00 : f64 : tensor<?x4xf32> -> tensor<?x4xf64>
  func.return
}

// The generic form.
// GENERIC: %3 = "aten.full"() <{static_size = array<i64: 2, 3>, fill_value = 1.500000e+00 : f64}> : () -> tensor<2x3xf64>
