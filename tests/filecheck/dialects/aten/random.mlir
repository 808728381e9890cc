// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | filecheck %s --check-prefix=GENERIC

// Randomness is a function of a seed and of the op's own offset; outside of training there is none.

// CHECK-LABEL: func.func @random
func.func @random(%x: tensor<?x4xf32>, %seed: tensor<i64>) {
  %0 = aten.dropout %x, %seed p = 0.1 train offset = 3 : tensor<?x4xf32>, tensor<i64> -> tensor<?x4xf32>
  // CHECK-NEXT: %0 = aten.dropout %x, %seed p = 0.1 train offset = 3 : tensor<?x4xf32>, tensor<i64> -> tensor<?x4xf32>
  %1 = aten.dropout %x, %seed : tensor<?x4xf32>, tensor<i64> -> tensor<?x4xf32>
  // CHECK-NEXT: %1 = aten.dropout %x, %seed : tensor<?x4xf32>, tensor<i64> -> tensor<?x4xf32>
  %2 = aten.dropout_mask %x, %seed p = 0.1 offset = 3 : tensor<?x4xf32>, tensor<i64> -> tensor<?x4xf32>
  // CHECK-NEXT: %2 = aten.dropout_mask %x, %seed p = 0.1 offset = 3 : tensor<?x4xf32>, tensor<i64> -> tensor<?x4xf32>
  %3 = aten.rand_like %x, %seed dtype = f64 offset = 4 : tensor<?x4xf32>, tensor<i64> -> tensor<?x4xf64>
  // CHECK-NEXT: %3 = aten.rand_like %x, %seed dtype = f64 offset = 4 : tensor<?x4xf32>, tensor<i64> -> tensor<?x4xf64>
  %4 = aten.randn_like %x, %seed : tensor<?x4xf32>, tensor<i64> -> tensor<?x4xf32>
  // CHECK-NEXT: %4 = aten.randn_like %x, %seed : tensor<?x4xf32>, tensor<i64> -> tensor<?x4xf32>
  func.return
}

// The generic form.
// GENERIC: %0 = "aten.dropout"(%x, %seed) <{p = 1.000000e-01 : f64, train, offset = 3 : i64}> : (tensor<?x4xf32>, tensor<i64>) -> tensor<?x4xf32>
