// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s

// Attention: with a mask, causal, with heads that share a key, with dropout.

// CHECK-LABEL: func.func @attention
func.func @attention(%q: tensor<?x4x3x8xf32>, %k: tensor<?x2x6x8xf32>, %v: tensor<?x2x6x5xf32>, %k4: tensor<?x4x6x8xf32>, %v4: tensor<?x4x6x5xf32>, %m: tensor<3x6xi1>, %s: tensor<i64>) {
  %0 = aten.scaled_dot_product_attention %q, %k4, %v4 : tensor<?x4x3x8xf32>, tensor<?x4x6x8xf32>, tensor<?x4x6x5xf32> -> tensor<?x4x3x5xf32>
  // CHECK-NEXT: %0 = aten.scaled_dot_product_attention %q, %k4, %v4 : tensor<?x4x3x8xf32>, tensor<?x4x6x8xf32>, tensor<?x4x6x5xf32> -> tensor<?x4x3x5xf32>
  %1 = aten.scaled_dot_product_attention %q, %k4, %v4 attn_mask(%m : tensor<3x6xi1>) scale = 0.5 : tensor<?x4x3x8xf32>, tensor<?x4x6x8xf32>, tensor<?x4x6x5xf32> -> tensor<?x4x3x5xf32>
  // CHECK-NEXT: %1 = aten.scaled_dot_product_attention %q, %k4, %v4 attn_mask(%m : tensor<3x6xi1>) scale = 0.5 : tensor<?x4x3x8xf32>, tensor<?x4x6x8xf32>, tensor<?x4x6x5xf32> -> tensor<?x4x3x5xf32>
  %2 = aten.scaled_dot_product_attention %q, %k, %v seed(%s : tensor<i64>) dropout_p = 0.1 is_causal enable_gqa offset = 3 : tensor<?x4x3x8xf32>, tensor<?x2x6x8xf32>, tensor<?x2x6x5xf32> -> tensor<?x4x3x5xf32>
  // CHECK-NEXT: %2 = aten.scaled_dot_product_attention %q, %k, %v seed(%s : tensor<i64>) dropout_p = 0.1 is_causal enable_gqa offset = 3 : tensor<?x4x3x8xf32>, tensor<?x2x6x8xf32>, tensor<?x2x6x5xf32> -> tensor<?x4x3x5xf32>
  func.return
}
