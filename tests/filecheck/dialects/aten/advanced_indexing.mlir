// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s

// Elements at places that tensors of indices, or masks, name: taken, replaced, or added to.

// CHECK-LABEL: func.func @index
func.func @index(%x: tensor<5x?x3xf32>, %i: tensor<2x1xi64>, %j: tensor<?xi32>, %v: tensor<2x?x?xf32>, %w: tensor<5x2x?xf32>) {
  %0 = aten.index %x[%i] dims = [1] : tensor<5x?x3xf32>[tensor<2x1xi64>] -> tensor<5x2x1x3xf32>
  // CHECK-NEXT: %0 = aten.index %x[%i] dims = [1] : tensor<5x?x3xf32>[tensor<2x1xi64>] -> tensor<5x2x1x3xf32>
  %1 = aten.index %x[%i, %j] dims = [0, 2] : tensor<5x?x3xf32>[tensor<2x1xi64>, tensor<?xi32>] -> tensor<2x?x?xf32>
  // CHECK-NEXT: %1 = aten.index %x[%i, %j] dims = [0, 2] : tensor<5x?x3xf32>[tensor<2x1xi64>, tensor<?xi32>] -> tensor<2x?x?xf32>
  %2 = aten.index %x[%i, %j] dims = [1, 2] : tensor<5x?x3xf32>[tensor<2x1xi64>, tensor<?xi32>] -> tensor<5x2x?xf32>
  // CHECK-NEXT: %2 = aten.index %x[%i, %j] dims = [1, 2] : tensor<5x?x3xf32>[tensor<2x1xi64>, tensor<?xi32>] -> tensor<5x2x?xf32>
  %3 = aten.index_put %x[%i, %j], %v dims = [0, 2] : tensor<5x?x3xf32>[tensor<2x1xi64>, tensor<?xi32>], tensor<2x?x?xf32> -> tensor<5x?x3xf32>
  // CHECK-NEXT: %3 = aten.index_put %x[%i, %j], %v dims = [0, 2] : tensor<5x?x3xf32>[tensor<2x1xi64>, tensor<?xi32>], tensor<2x?x?xf32> -> tensor<5x?x3xf32>
  %4 = aten.index_put %x[%i, %j], %w dims = [1, 2] accumulate : tensor<5x?x3xf32>[tensor<2x1xi64>, tensor<?xi32>], tensor<5x2x?xf32> -> tensor<5x?x3xf32>
  // CHECK-NEXT: %4 = aten.index_put %x[%i, %j], %w dims = [1, 2] accumulate : tensor<5x?x3xf32>[tensor<2x1xi64>, tensor<?xi32>], tensor<5x2x?xf32> -> tensor<5x?x3xf32>
  func.return
}

// CHECK-LABEL: func.func @scatter
func.func @scatter(%x: tensor<3x4xf32>, %index: tensor<3x2xi64>, %src: tensor<3x2xf32>) {
  %0 = aten.scatter %x, %index, %src dim = 1 : tensor<3x4xf32>, tensor<3x2xi64>, tensor<3x2xf32> -> tensor<3x4xf32>
  // CHECK-NEXT: %0 = aten.scatter %x, %index, %src dim = 1 : tensor<3x4xf32>, tensor<3x2xi64>, tensor<3x2xf32> -> tensor<3x4xf32>
  %1 = aten.scatter %x, %index, %src dim = -1 reduce = "multiply" : tensor<3x4xf32>, tensor<3x2xi64>, tensor<3x2xf32> -> tensor<3x4xf32>
  // CHECK-NEXT: %1 = aten.scatter %x, %index, %src dim = -1 reduce = "multiply" : tensor<3x4xf32>, tensor<3x2xi64>, tensor<3x2xf32> -> tensor<3x4xf32>
  %2 = aten.scatter_add %x, %index, %src dim = 1 : tensor<3x4xf32>, tensor<3x2xi64>, tensor<3x2xf32> -> tensor<3x4xf32>
  // CHECK-NEXT: %2 = aten.scatter_add %x, %index, %src dim = 1 : tensor<3x4xf32>, tensor<3x2xi64>, tensor<3x2xf32> -> tensor<3x4xf32>
  func.return
}

// CHECK-LABEL: func.func @slices
func.func @slices(%x: tensor<?x4xf32>, %i: tensor<3xi64>, %s: tensor<3x4xf32>, %v: tensor<f32>) {
  %0 = aten.index_select %x, %i dim = 0 : tensor<?x4xf32>, tensor<3xi64> -> tensor<3x4xf32>
  // CHECK-NEXT: %0 = aten.index_select %x, %i dim = 0 : tensor<?x4xf32>, tensor<3xi64> -> tensor<3x4xf32>
  %1 = aten.index_add %x, %i, %s dim = 0 alpha = 2.0 : tensor<?x4xf32>, tensor<3xi64>, tensor<3x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %1 = aten.index_add %x, %i, %s dim = 0 alpha = 2.0 : tensor<?x4xf32>, tensor<3xi64>, tensor<3x4xf32> -> tensor<?x4xf32>
  %2 = aten.index_copy %x, %i, %s dim = 0 : tensor<?x4xf32>, tensor<3xi64>, tensor<3x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %2 = aten.index_copy %x, %i, %s dim = 0 : tensor<?x4xf32>, tensor<3xi64>, tensor<3x4xf32> -> tensor<?x4xf32>
  %3 = aten.index_fill %x, %i, %v dim = 0 : tensor<?x4xf32>, tensor<3xi64>, tensor<f32> -> tensor<?x4xf32>
  // CHECK-NEXT: %3 = aten.index_fill %x, %i, %v dim = 0 : tensor<?x4xf32>, tensor<3xi64>, tensor<f32> -> tensor<?x4xf32>
  func.return
}

// CHECK-LABEL: func.func @compositions
func.func @compositions(%x: tensor<3x1xf32>, %mask: tensor<4xi1>, %v: tensor<i64>, %i: tensor<1x2xi64>) {
  %0 = aten.masked_fill %x, %mask, %v : tensor<3x1xf32>, tensor<4xi1>, tensor<i64> -> tensor<3x4xf32>
  // CHECK-NEXT: %0 = aten.masked_fill %x, %mask, %v : tensor<3x1xf32>, tensor<4xi1>, tensor<i64> -> tensor<3x4xf32>
  %1 = aten.take_along_dim %x, %i dim = 1 : tensor<3x1xf32>, tensor<1x2xi64> -> tensor<3x2xf32>
  // CHECK-NEXT: %1 = aten.take_along_dim %x, %i dim = 1 : tensor<3x1xf32>, tensor<1x2xi64> -> tensor<3x2xf32>
  %2 = aten.take_along_dim %x, %i : tensor<3x1xf32>, tensor<1x2xi64> -> tensor<2xf32>
  // CHECK-NEXT: %2 = aten.take_along_dim %x, %i : tensor<3x1xf32>, tensor<1x2xi64> -> tensor<2xf32>
  func.return
}
