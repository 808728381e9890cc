// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s

// Products to which a scaled input is added, products of vectors, and sums of products by labels.

// CHECK-LABEL: func.func @products
func.func @products(%x: tensor<4xf32>, %a: tensor<?x2x3xf32>, %b: tensor<?x3x4xf32>, %m: tensor<2x3xf32>, %v: tensor<3xf32>, %r: tensor<2xf32>, %q: tensor<3x3xi64>) {
  %0 = aten.mv %m, %v : tensor<2x3xf32>, tensor<3xf32> -> tensor<2xf32>
  // CHECK-NEXT: %0 = aten.mv %m, %v : tensor<2x3xf32>, tensor<3xf32> -> tensor<2xf32>
  %1 = aten.addmv %r, %m, %v beta = 0.0 alpha = 2.0 : tensor<2xf32>, tensor<2x3xf32>, tensor<3xf32> -> tensor<2xf32>
  // CHECK-NEXT: %1 = aten.addmv %r, %m, %v beta = 0.0 alpha = 2.0 : tensor<2xf32>, tensor<2x3xf32>, tensor<3xf32> -> tensor<2xf32>
  %2 = aten.addbmm %x, %a, %b : tensor<4xf32>, tensor<?x2x3xf32>, tensor<?x3x4xf32> -> tensor<2x4xf32>
  // CHECK-NEXT: %2 = aten.addbmm %x, %a, %b : tensor<4xf32>, tensor<?x2x3xf32>, tensor<?x3x4xf32> -> tensor<2x4xf32>
  %3 = aten.baddbmm %x, %a, %b beta = 0.5 : tensor<4xf32>, tensor<?x2x3xf32>, tensor<?x3x4xf32> -> tensor<?x2x4xf32>
  // CHECK-NEXT: %3 = aten.baddbmm %x, %a, %b beta = 0.5 : tensor<4xf32>, tensor<?x2x3xf32>, tensor<?x3x4xf32> -> tensor<?x2x4xf32>
  %4 = aten.outer %v, %x : tensor<3xf32>, tensor<4xf32> -> tensor<3x4xf32>
  // CHECK-NEXT: %4 = aten.outer %v, %x : tensor<3xf32>, tensor<4xf32> -> tensor<3x4xf32>
  %5 = aten.ger %v, %x : tensor<3xf32>, tensor<4xf32> -> tensor<3x4xf32>
  // CHECK-NEXT: %5 = aten.ger %v, %x : tensor<3xf32>, tensor<4xf32> -> tensor<3x4xf32>
  %6 = aten.einsum "bij,bjk->bik", %a, %b : tensor<?x2x3xf32>, tensor<?x3x4xf32> -> tensor<?x2x4xf32>
  // CHECK-NEXT: %6 = aten.einsum "bij,bjk->bik", %a, %b : tensor<?x2x3xf32>, tensor<?x3x4xf32> -> tensor<?x2x4xf32>
  %7 = aten.einsum "ii", %q : tensor<3x3xi64> -> tensor<i64>
  // CHECK-NEXT: %7 = aten.einsum "ii", %q : tensor<3x3xi64> -> tensor<i64>
  %8 = aten.einsum "...j,j", %a, %v : tensor<?x2x3xf32>, tensor<3xf32> -> tensor<?x2xf32>
  // CHECK-NEXT: %8 = aten.einsum "...j,j", %a, %v : tensor<?x2x3xf32>, tensor<3xf32> -> tensor<?x2xf32>
  %9 = aten.tensordot %a, %m dims_self = [1, 2] dims_other = [0, -1] : tensor<?x2x3xf32>, tensor<2x3xf32> -> tensor<?xf32>
  // CHECK-NEXT: %9 = aten.tensordot %a, %m dims_self = [1, 2] dims_other = [0, -1] : tensor<?x2x3xf32>, tensor<2x3xf32> -> tensor<?xf32>
  func.return
}
