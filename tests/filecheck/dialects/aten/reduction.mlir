// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | filecheck %s --check-prefix=GENERIC

// Reductions over some dimensions, over all where there is no `dim`.

// CHECK-LABEL: func.func @reduction
func.func @reduction(%x: tensor<?x3x4xf32>, %n: tensor<2xi1>) {
  %0 = aten.sum %x : tensor<?x3x4xf32> -> tensor<f32>
  // CHECK-NEXT: %0 = aten.sum %x : tensor<?x3x4xf32> -> tensor<f32>
  %1 = aten.sum %x dim = [0, -1] keepdim : tensor<?x3x4xf32> -> tensor<1x3x1xf32>
  // CHECK-NEXT: %1 = aten.sum %x dim = [0, -1] keepdim : tensor<?x3x4xf32> -> tensor<1x3x1xf32>
  %2 = aten.sum %n : tensor<2xi1> -> tensor<i64>
  // CHECK-NEXT: %2 = aten.sum %n : tensor<2xi1> -> tensor<i64>
  %3 = aten.mean %x dim = [1] : tensor<?x3x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %3 = aten.mean %x dim = [1] : tensor<?x3x4xf32> -> tensor<?x4xf32>
  %4 = aten.amax %x dim = [-1] : tensor<?x3x4xf32> -> tensor<?x3xf32>
  // CHECK-NEXT: %4 = aten.amax %x dim = [-1] : tensor<?x3x4xf32> -> tensor<?x3xf32>
  %5 = aten.amin %x dim = [] : tensor<?x3x4xf32> -> tensor<f32>
  // CHECK-NEXT: %5 = aten.amin %x dim = [] : tensor<?x3x4xf32> -> tensor<f32>
  %6 = aten.logsumexp %x dim = [2] keepdim : tensor<?x3x4xf32> -> tensor<?x3x1xf32>
  // CHECK-NEXT: %6 = aten.logsumexp %x dim = [2] keepdim : tensor<?x3x4xf32> -> tensor<?x3x1xf32>
  %7 = aten.var %x dim = [0] : tensor<?x3x4xf32> -> tensor<3x4xf32>
  // CHECK-NEXT: %7 = aten.var %x dim = [0] : tensor<?x3x4xf32> -> tensor<3x4xf32>
  %8 = aten.var %x correction = 0.0 keepdim : tensor<?x3x4xf32> -> tensor<1x1x1xf32>
  // CHECK-NEXT: %8 = aten.var %x correction = 0.0 keepdim : tensor<?x3x4xf32> -> tensor<1x1x1xf32>
  func.return
}

// What holds of elements, how many are not 0, products and deviations.

// CHECK-LABEL: func.func @more_reductions
func.func @more_reductions(%x: tensor<?x4xf32>, %n: tensor<2x3xi32>) {
  %0 = aten.all %x dim = [1] : tensor<?x4xf32> -> tensor<?xi1>
  // CHECK-NEXT: %0 = aten.all %x dim = [1] : tensor<?x4xf32> -> tensor<?xi1>
  %1 = aten.any %n keepdim : tensor<2x3xi32> -> tensor<1x1xi1>
  // CHECK-NEXT: %1 = aten.any %n keepdim : tensor<2x3xi32> -> tensor<1x1xi1>
  %2 = aten.count_nonzero %n dim = [0] : tensor<2x3xi32> -> tensor<3xi64>
  // CHECK-NEXT: %2 = aten.count_nonzero %n dim = [0] : tensor<2x3xi32> -> tensor<3xi64>
  %3 = aten.prod %n dim = [-1] : tensor<2x3xi32> -> tensor<2xi64>
  // CHECK-NEXT: %3 = aten.prod %n dim = [-1] : tensor<2x3xi32> -> tensor<2xi64>
  %4 = aten.prod %x : tensor<?x4xf32> -> tensor<f32>
  // CHECK-NEXT: %4 = aten.prod %x : tensor<?x4xf32> -> tensor<f32>
  %5 = aten.std %x dim = [0] correction = 0.0 : tensor<?x4xf32> -> tensor<4xf32>
  // CHECK-NEXT: %5 = aten.std %x dim = [0] correction = 0.0 : tensor<?x4xf32> -> tensor<4xf32>
  func.return
}

// The generic form.
// GENERIC: %1 = "aten.sum"(%x) <{dim = array<i64: 0, -1>, keepdim}> : (tensor<?x3x4xf32>) -> tensor<1x3x1xf32>
// GENERIC: %8 = "aten.var"(%x) <{correction = 0.000000e+00 : f64, keepdim}> : (tensor<?x3x4xf32>) -> tensor<1x1x1xf32>
