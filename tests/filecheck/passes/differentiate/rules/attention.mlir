// RUN: adjoint-opt %s -p differentiate --split-input-file | filecheck %s

// The softmax P is computed again: query, key and value are all that is captured. With dS = P (dP - Σ dP P) of each row,
// the cotangents are scale dS K, scale dSᵀ Q and Pᵀ G.
func.func @attention(%q: tensor<4x?x8xf32>, %k: tensor<4x?x8xf32>, %v: tensor<4x?x8xf32>) -> tensor<4x?x8xf32> {
  %y = aten.scaled_dot_product_attention %q, %k, %v is_causal scale = 0.5 : tensor<4x?x8xf32>, tensor<4x?x8xf32>, tensor<4x?x8xf32> -> tensor<4x?x8xf32>
  func.return %y : tensor<4x?x8xf32>
}

// CHECK:      func.func @attention.reverse(%dy: tensor<4x?x8xf32>, %q: tensor<4x?x8xf32>, %k: tensor<4x?x8xf32>, %v: tensor<4x?x8xf32>) -> (tensor<4x?x8xf32>, tensor<4x?x8xf32>, tensor<4x?x8xf32>) {
// CHECK-NEXT:   %0 = aten.constant dense<5.000000e-01> : tensor<f32>
// CHECK-NEXT:   %1 = aten.mul %q, %0 : tensor<4x?x8xf32>, tensor<f32> -> tensor<4x?x8xf32>
// CHECK-NEXT:   %2 = aten.transpose %k dim0 = -2 dim1 = -1 : tensor<4x?x8xf32> -> tensor<4x8x?xf32>
// CHECK-NEXT:   %3 = aten.matmul %1, %2 : tensor<4x?x8xf32>, tensor<4x8x?xf32> -> tensor<4x?x?xf32>
// CHECK-NEXT:   %4 = aten._dim_arange %3 dim = -2 : tensor<4x?x?xf32> -> tensor<?xi64>
// CHECK-NEXT:   %5 = aten._dim_arange %3 dim = -1 : tensor<4x?x?xf32> -> tensor<?xi64>
// CHECK-NEXT:   %6 = aten.unsqueeze %4 dim = -1 : tensor<?xi64> -> tensor<?x1xi64>
// CHECK-NEXT:   %7 = aten.ge %6, %5 : tensor<?x1xi64>, tensor<?xi64> -> tensor<?x?xi1>
// CHECK-NEXT:   %8 = aten.constant dense<0xff800000> : tensor<f32>
// CHECK-NEXT:   %9 = aten.where %7, %3, %8 : tensor<?x?xi1>, tensor<4x?x?xf32>, tensor<f32> -> tensor<4x?x?xf32>
// CHECK-NEXT:   %10 = aten.softmax %9 dim = -1 : tensor<4x?x?xf32> -> tensor<4x?x?xf32>
// CHECK-NEXT:   %11 = aten.transpose %v dim0 = -2 dim1 = -1 : tensor<4x?x8xf32> -> tensor<4x8x?xf32>
// CHECK-NEXT:   %12 = aten.matmul %dy, %11 : tensor<4x?x8xf32>, tensor<4x8x?xf32> -> tensor<4x?x?xf32>
// CHECK-NEXT:   %13 = aten.mul %12, %10 : tensor<4x?x?xf32>, tensor<4x?x?xf32> -> tensor<4x?x?xf32>
// CHECK-NEXT:   %14 = aten.sum %13 dim = [-1] keepdim : tensor<4x?x?xf32> -> tensor<4x?x1xf32>
// CHECK-NEXT:   %15 = aten.sub %12, %14 : tensor<4x?x?xf32>, tensor<4x?x1xf32> -> tensor<4x?x?xf32>
// CHECK-NEXT:   %16 = aten.mul %10, %15 : tensor<4x?x?xf32>, tensor<4x?x?xf32> -> tensor<4x?x?xf32>
// CHECK-NEXT:   %17 = aten.transpose %2 dim0 = -2 dim1 = -1 : tensor<4x8x?xf32> -> tensor<4x?x8xf32>
// CHECK-NEXT:   %18 = aten.matmul %16, %17 : tensor<4x?x?xf32>, tensor<4x?x8xf32> -> tensor<4x?x8xf32>
// CHECK-NEXT:   %dq = aten.mul %18, %0 : tensor<4x?x8xf32>, tensor<f32> -> tensor<4x?x8xf32>
// CHECK-NEXT:   %19 = aten.transpose %1 dim0 = -2 dim1 = -1 : tensor<4x?x8xf32> -> tensor<4x8x?xf32>
// CHECK-NEXT:   %20 = aten.matmul %19, %16 : tensor<4x8x?xf32>, tensor<4x?x?xf32> -> tensor<4x8x?xf32>
// CHECK-NEXT:   %dk = aten.transpose %20 dim0 = -2 dim1 = -1 : tensor<4x8x?xf32> -> tensor<4x?x8xf32>
// CHECK-NEXT:   %21 = aten.transpose %10 dim0 = -2 dim1 = -1 : tensor<4x?x?xf32> -> tensor<4x?x?xf32>
// CHECK-NEXT:   %dv = aten.matmul %21, %dy : tensor<4x?x?xf32>, tensor<4x?x8xf32> -> tensor<4x?x8xf32>
// CHECK-NEXT:   func.return %dq, %dk, %dv : tensor<4x?x8xf32>, tensor<4x?x8xf32>, tensor<4x?x8xf32>
// CHECK-NEXT: }
