// RUN: adjoint-opt %s --verify-diagnostics --split-input-file | filecheck %s

// Attention: operands that do not fit each other.

// CHECK: 'aten.scaled_dot_product_attention': query must have at least 2 dimensions, got shape [8]
func.func @f(%q: tensor<8xf32>) {
  %0 = aten.scaled_dot_product_attention %q, %q, %q : tensor<8xf32>, tensor<8xf32>, tensor<8xf32> -> tensor<8xf32>
  func.return
}

// -----

// CHECK: 'aten.scaled_dot_product_attention': attn_mask must be absent where is_causal is set
func.func @f(%q: tensor<2x4x3x8xf32>, %m: tensor<3x3xi1>) {
  %0 = aten.scaled_dot_product_attention %q, %q, %q attn_mask(%m : tensor<3x3xi1>) is_causal : tensor<2x4x3x8xf32>, tensor<2x4x3x8xf32>, tensor<2x4x3x8xf32> -> tensor<2x4x3x8xf32>
  func.return
}

// -----

// CHECK: 'aten.scaled_dot_product_attention': attn_mask of shape [2, 3] does not broadcast to the scores' shape [2, 4, 3, 3]
func.func @f(%q: tensor<2x4x3x8xf32>, %m: tensor<2x3xf32>) {
  %0 = aten.scaled_dot_product_attention %q, %q, %q attn_mask(%m : tensor<2x3xf32>) : tensor<2x4x3x8xf32>, tensor<2x4x3x8xf32>, tensor<2x4x3x8xf32> -> tensor<2x4x3x8xf32>
  func.return
}

// -----

// CHECK: 'aten.scaled_dot_product_attention': attn_mask must be i1 or f32 as the query is, got i64
func.func @f(%q: tensor<2x4x3x8xf32>, %m: tensor<3x3xi64>) {
  %0 = aten.scaled_dot_product_attention %q, %q, %q attn_mask(%m : tensor<3x3xi64>) : tensor<2x4x3x8xf32>, tensor<2x4x3x8xf32>, tensor<2x4x3x8xf32> -> tensor<2x4x3x8xf32>
  func.return
}

// -----

// CHECK: 'aten.scaled_dot_product_attention': dropout needs a seed: give the operand seed, or a dropout_p of 0
func.func @f(%q: tensor<2x4x3x8xf32>) {
  %0 = aten.scaled_dot_product_attention %q, %q, %q dropout_p = 0.5 : tensor<2x4x3x8xf32>, tensor<2x4x3x8xf32>, tensor<2x4x3x8xf32> -> tensor<2x4x3x8xf32>
  func.return
}

// -----

// CHECK: 'aten.scaled_dot_product_attention': 4 heads of the query cannot share 3 heads of the key evenly
func.func @f(%q: tensor<2x4x3x8xf32>, %k: tensor<2x3x3x8xf32>) {
  %0 = aten.scaled_dot_product_attention %q, %k, %k enable_gqa : tensor<2x4x3x8xf32>, tensor<2x3x3x8xf32>, tensor<2x3x3x8xf32> -> tensor<2x4x3x8xf32>
  func.return
}
