// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s

// A choice between two tensors; the condition broadcasts with them and is not promoted.

// CHECK-LABEL: func.func @ternary
func.func @ternary(%condition: tensor<?x1xi1>, %x: tensor<4xf32>, %y: tensor<i64>) {
  %0 = aten.where %condition, %x, %y : tensor<?x1xi1>, tensor<4xf32>, tensor<i64> -> tensor<?x4xf32>
  // CHECK-NEXT: %0 = aten.where %condition, %x, %y : tensor<?x1xi1>, tensor<4xf32>, tensor<i64> -> tensor<?x4xf32>
  func.return
}
