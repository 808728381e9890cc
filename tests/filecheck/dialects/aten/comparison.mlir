// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s

// Comparisons give i1.

// CHECK-LABEL: func.func @comparison
func.func @comparison(%x: tensor<?x4xf32>, %y: tensor<4xf64>, %n: tensor<i64>) {
  %0 = aten.eq %x, %y : tensor<?x4xf32>, tensor<4xf64> -> tensor<?x4xi1>
  // CHECK-NEXT: %0 = aten.eq %x, %y : tensor<?x4xf32>, tensor<4xf64> -> tensor<?x4xi1>
  %1 = aten.ne %x, %n : tensor<?x4xf32>, tensor<i64> -> tensor<?x4xi1>
  // CHECK-NEXT: %1 = aten.ne %x, %n : tensor<?x4xf32>, tensor<i64> -> tensor<?x4xi1>
  %2 = aten.lt %x, %y : tensor<?x4xf32>, tensor<4xf64> -> tensor<?x4xi1>
  // CHECK-NEXT: %2 = aten.lt %x, %y : tensor<?x4xf32>, tensor<4xf64> -> tensor<?x4xi1>
  %3 = aten.le %x, %y : tensor<?x4xf32>, tensor<4xf64> -> tensor<?x4xi1>
  // CHECK-NEXT: %3 = aten.le %x, %y : tensor<?x4xf32>, tensor<4xf64> -> tensor<?x4xi1>
  %4 = aten.gt %x, %y : tensor<?x4xf32>, tensor<4xf64> -> tensor<?x4xi1>
  // CHECK-NEXT: %4 = aten.gt %x, %y : tensor<?x4xf32>, tensor<4xf64> -> tensor<?x4xi1>
  %5 = aten.ge %n, %n : tensor<i64>, tensor<i64> -> tensor<i1>
  // CHECK-NEXT: %5 = aten.ge %n, %n : tensor<i64>, tensor<i64> -> tensor<i1>
  func.return
}
