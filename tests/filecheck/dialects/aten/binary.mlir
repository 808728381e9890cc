// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | filecheck %s --check-prefix=GENERIC

// Elementwise arithmetic. Operands broadcast and are promoted to one type, in which a 0-d operand counts only where its
// category (bool, integer, floating point) is the higher one. A `?` against a static size is taken to be that size.

// CHECK-LABEL: func.func @binary
func.func @binary(%x: tensor<?x4xf32>, %y: tensor<3x1xf32>, %n: tensor<4xi64>, %scalar: tensor<f64>) {
  %0 = aten.add %x, %y : tensor<?x4xf32>, tensor<3x1xf32> -> tensor<3x4xf32>
  // CHECK-NEXT: %0 = aten.add %x, %y : tensor<?x4xf32>, tensor<3x1xf32> -> tensor<3x4xf32>
  %1 = aten.add %x, %n alpha = 2.0 : tensor<?x4xf32>, tensor<4xi64> -> tensor<?x4xf32>
  // CHECK-NEXT: %1 = aten.add %x, %n alpha = 2.0 : tensor<?x4xf32>, tensor<4xi64> -> tensor<?x4xf32>
  %2 = aten.sub %x, %scalar : tensor<?x4xf32>, tensor<f64> -> tensor<?x4xf32>
  // CHECK-NEXT: %2 = aten.sub %x, %scalar : tensor<?x4xf32>, tensor<f64> -> tensor<?x4xf32>
  %3 = aten.rsub %n, %scalar alpha = 0.25 : tensor<4xi64>, tensor<f64> -> tensor<4xf64>
  // CHECK-NEXT: %3 = aten.rsub %n, %scalar alpha = 0.25 : tensor<4xi64>, tensor<f64> -> tensor<4xf64>
  %4 = aten.mul %x, %x : tensor<?x4xf32>, tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %4 = aten.mul %x, %x : tensor<?x4xf32>, tensor<?x4xf32> -> tensor<?x4xf32>
  %5 = aten.div %n, %n : tensor<4xi64>, tensor<4xi64> -> tensor<4xf32>
  // CHECK-NEXT: %5 = aten.div %n, %n : tensor<4xi64>, tensor<4xi64> -> tensor<4xf32>
  %6 = aten.maximum %x, %y : tensor<?x4xf32>, tensor<3x1xf32> -> tensor<3x4xf32>
  // CHECK-NEXT: %6 = aten.maximum %x, %y : tensor<?x4xf32>, tensor<3x1xf32> -> tensor<3x4xf32>
  %7 = aten.minimum %n, %n : tensor<4xi64>, tensor<4xi64> -> tensor<4xi64>
  // CHECK-NEXT: %7 = aten.minimum %n, %n : tensor<4xi64>, tensor<4xi64> -> tensor<4xi64>
  %8 = aten.pow %x, %scalar : tensor<?x4xf32>, tensor<f64> -> tensor<?x4xf32>
  // CHECK-NEXT: %8 = aten.pow %x, %scalar : tensor<?x4xf32>, tensor<f64> -> tensor<?x4xf32>
  %9 = aten.pow %scalar, %x : tensor<f64>, tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %9 = aten.pow %scalar, %x : tensor<f64>, tensor<?x4xf32> -> tensor<?x4xf32>
  func.return
}

// The generic form.
// GENERIC: %1 = "aten.add"(%x, %n) <{alpha = 2.000000e+00 : f64}> : (tensor<?x4xf32>, tensor<4xi64>) -> tensor<?x4xf32>
