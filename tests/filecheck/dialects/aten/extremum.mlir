// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s

// The largest and smallest along a dimension, with their indices; where they are, along a dimension or among all.

// CHECK-LABEL: func.func @extremum
func.func @extremum(%x: tensor<?x3xf32>, %n: tensor<i64>) {
  %0, %1 = aten.max.dim %x dim = 1 : tensor<?x3xf32> -> tensor<?xf32>, tensor<?xi64>
  // CHECK-NEXT: %0, %1 = aten.max.dim %x dim = 1 : tensor<?x3xf32> -> tensor<?xf32>, tensor<?xi64>
  %2, %3 = aten.min.dim %x dim = -2 keepdim : tensor<?x3xf32> -> tensor<1x3xf32>, tensor<1x3xi64>
  // CHECK-NEXT: %2, %3 = aten.min.dim %x dim = -2 keepdim : tensor<?x3xf32> -> tensor<1x3xf32>, tensor<1x3xi64>
  %4, %5 = aten.max.dim %n dim = 0 : tensor<i64> -> tensor<i64>, tensor<i64>
  // CHECK-NEXT: %4, %5 = aten.max.dim %n dim = 0 : tensor<i64> -> tensor<i64>, tensor<i64>
  %6 = aten.argmax %x : tensor<?x3xf32> -> tensor<i64>
  // CHECK-NEXT: %6 = aten.argmax %x : tensor<?x3xf32> -> tensor<i64>
  %7 = aten.argmax %x keepdim : tensor<?x3xf32> -> tensor<1x1xi64>
  // CHECK-NEXT: %7 = aten.argmax %x keepdim : tensor<?x3xf32> -> tensor<1x1xi64>
  %8 = aten.argmin %x dim = 0 : tensor<?x3xf32> -> tensor<3xi64>
  // CHECK-NEXT: %8 = aten.argmin %x dim = 0 : tensor<?x3xf32> -> tensor<3xi64>
  func.return
}
