// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s

// A choice between two tensors, in which the condition broadcasts with them and is not promoted; and sums with products.

// CHECK-LABEL: func.func @ternary
func.func @ternary(%condition: tensor<?x1xi1>, %x: tensor<4xf32>, %y: tensor<i64>, %column: tensor<?x1xf32>, %n: tensor<4xi32>) {
  %0 = aten.where %condition, %x, %y : tensor<?x1xi1>, tensor<4xf32>, tensor<i64> -> tensor<?x4xf32>
  // CHECK-NEXT: %0 = aten.where %condition, %x, %y : tensor<?x1xi1>, tensor<4xf32>, tensor<i64> -> tensor<?x4xf32>
  %1 = aten.addcmul %column, %x, %y value = 2.5 : tensor<?x1xf32>, tensor<4xf32>, tensor<i64> -> tensor<?x4xf32>
  // CHECK-NEXT: %1 = aten.addcmul %column, %x, %y value = 2.5 : tensor<?x1xf32>, tensor<4xf32>, tensor<i64> -> tensor<?x4xf32>
  %2 = aten.addcmul %n, %n, %y : tensor<4xi32>, tensor<4xi32>, tensor<i64> -> tensor<4xi32>
  // CHECK-NEXT: %2 = aten.addcmul %n, %n, %y : tensor<4xi32>, tensor<4xi32>, tensor<i64> -> tensor<4xi32>
  %3 = aten.addcdiv %x, %n, %column : tensor<4xf32>, tensor<4xi32>, tensor<?x1xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %3 = aten.addcdiv %x, %n, %column : tensor<4xf32>, tensor<4xi32>, tensor<?x1xf32> -> tensor<?x4xf32>
  %4 = aten.lerp %x, %column, %x : tensor<4xf32>, tensor<?x1xf32>, tensor<4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %4 = aten.lerp %x, %column, %x : tensor<4xf32>, tensor<?x1xf32>, tensor<4xf32> -> tensor<?x4xf32>
  func.return
}
