// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s

// Elements in order, and elements chosen by order.

// CHECK-LABEL: func.func @sorting
func.func @sorting(%x: tensor<?x4xf32>, %n: tensor<i64>) {
  %0, %1 = aten.sort %x : tensor<?x4xf32> -> tensor<?x4xf32>, tensor<?x4xi64>
  // CHECK-NEXT: %0, %1 = aten.sort %x : tensor<?x4xf32> -> tensor<?x4xf32>, tensor<?x4xi64>
  %2, %3 = aten.sort %x dim = 0 descending : tensor<?x4xf32> -> tensor<?x4xf32>, tensor<?x4xi64>
  // CHECK-NEXT: %2, %3 = aten.sort %x dim = 0 descending : tensor<?x4xf32> -> tensor<?x4xf32>, tensor<?x4xi64>
  %4, %5 = aten.topk %x k = 2 : tensor<?x4xf32> -> tensor<?x2xf32>, tensor<?x2xi64>
  // CHECK-NEXT: %4, %5 = aten.topk %x k = 2 : tensor<?x4xf32> -> tensor<?x2xf32>, tensor<?x2xi64>
  %6, %7 = aten.topk %x k = 2 dim = 0 largest = false : tensor<?x4xf32> -> tensor<2x4xf32>, tensor<2x4xi64>
  // CHECK-NEXT: %6, %7 = aten.topk %x k = 2 dim = 0 largest = false : tensor<?x4xf32> -> tensor<2x4xf32>, tensor<2x4xi64>
  %8, %9 = aten.topk %n k = 1 : tensor<i64> -> tensor<i64>, tensor<i64>
  // CHECK-NEXT: %8, %9 = aten.topk %n k = 1 : tensor<i64> -> tensor<i64>, tensor<i64>
  %10, %11 = aten.kthvalue %x k = 3 dim = 1 keepdim : tensor<?x4xf32> -> tensor<?x1xf32>, tensor<?x1xi64>
  // CHECK-NEXT: %10, %11 = aten.kthvalue %x k = 3 dim = 1 keepdim : tensor<?x4xf32> -> tensor<?x1xf32>, tensor<?x1xi64>
  %12, %13 = aten.median.dim %x dim = 0 : tensor<?x4xf32> -> tensor<4xf32>, tensor<4xi64>
  // CHECK-NEXT: %12, %13 = aten.median.dim %x dim = 0 : tensor<?x4xf32> -> tensor<4xf32>, tensor<4xi64>
  %14 = aten.median %x : tensor<?x4xf32> -> tensor<f32>
  // CHECK-NEXT: %14 = aten.median %x : tensor<?x4xf32> -> tensor<f32>
  func.return
}
