// RUN: adjoint-opt %s -p decompose-aten --split-input-file | filecheck %s

// A row in which nothing takes part is 0: its sum is replaced by 1.

func.func @masked(%q: tensor<3x8xf32>, %k: tensor<6x8xf32>, %v: tensor<6x5xf32>, %m: tensor<3x6xi1>) -> tensor<3x5xf32> {
  %0 = aten.scaled_dot_product_attention %q, %k, %v attn_mask(%m : tensor<3x6xi1>) scale = 0.5 : tensor<3x8xf32>, tensor<6x8xf32>, tensor<6x5xf32> -> tensor<3x5xf32>
  func.return %0 : tensor<3x5xf32>
}

// CHECK:      func.func @masked(%q: tensor<3x8xf32>, %k: tensor<6x8xf32>, %v: tensor<6x5xf32>, %m: tensor<3x6xi1>) -> tensor<3x5xf32> {
// CHECK-NEXT:   %0 = aten.constant dense<5.000000e-01> : tensor<f32>
// CHECK-NEXT:   %1 = aten.mul %q, %0 : tensor<3x8xf32>, tensor<f32> -> tensor<3x8xf32>
// CHECK-NEXT:   %2 = aten.transpose %k dim0 = -2 dim1 = -1 : tensor<6x8xf32> -> tensor<8x6xf32>
// CHECK-NEXT:   %3 = aten.matmul %1, %2 : tensor<3x8xf32>, tensor<8x6xf32> -> tensor<3x6xf32>
// CHECK-NEXT:   %4 = aten.constant dense<0xff800000> : tensor<f32>
// CHECK-NEXT:   %5 = aten.where %m, %3, %4 : tensor<3x6xi1>, tensor<3x6xf32>, tensor<f32> -> tensor<3x6xf32>
// CHECK-NEXT:   %6 = aten.amax %5 dim = [-1] keepdim : tensor<3x6xf32> -> tensor<3x1xf32>
// CHECK-NEXT:   %7 = aten.constant dense<0xff800000> : tensor<f32>
// CHECK-NEXT:   %8 = aten.eq %6, %7 : tensor<3x1xf32>, tensor<f32> -> tensor<3x1xi1>
// CHECK-NEXT:   %9 = aten.constant dense<0.000000e+00> : tensor<f32>
// CHECK-NEXT:   %10 = aten.where %8, %9, %6 : tensor<3x1xi1>, tensor<f32>, tensor<3x1xf32> -> tensor<3x1xf32>
// CHECK-NEXT:   %11 = aten.sub %5, %10 : tensor<3x6xf32>, tensor<3x1xf32> -> tensor<3x6xf32>
// CHECK-NEXT:   %12 = aten.exp %11 : tensor<3x6xf32> -> tensor<3x6xf32>
// CHECK-NEXT:   %13 = aten.sum %12 dim = [-1] keepdim : tensor<3x6xf32> -> tensor<3x1xf32>
// CHECK-NEXT:   %14 = aten.constant dense<0.000000e+00> : tensor<f32>
// CHECK-NEXT:   %15 = aten.eq %13, %14 : tensor<3x1xf32>, tensor<f32> -> tensor<3x1xi1>
// CHECK-NEXT:   %16 = aten.constant dense<1.000000e+00> : tensor<f32>
// CHECK-NEXT:   %17 = aten.where %15, %16, %13 : tensor<3x1xi1>, tensor<f32>, tensor<3x1xf32> -> tensor<3x1xf32>
// CHECK-NEXT:   %18 = aten.div %12, %17 : tensor<3x6xf32>, tensor<3x1xf32> -> tensor<3x6xf32>
// CHECK-NEXT:   %19 = aten.matmul %18, %v : tensor<3x6xf32>, tensor<6x5xf32> -> tensor<3x5xf32>
// CHECK-NEXT:   func.return %19 : tensor<3x5xf32>
// CHECK-NEXT: }

// -----

// Heads of the query that share one of key and value are a dimension of their own, along which these broadcast.

func.func @grouped(%q: tensor<4x3x8xf32>, %k: tensor<2x6x8xf32>, %v: tensor<2x6x5xf32>) -> tensor<4x3x5xf32> {
  %0 = aten.scaled_dot_product_attention %q, %k, %v scale = 1.0 enable_gqa : tensor<4x3x8xf32>, tensor<2x6x8xf32>, tensor<2x6x5xf32> -> tensor<4x3x5xf32>
  func.return %0 : tensor<4x3x5xf32>
}

// CHECK:      func.func @grouped(%q: tensor<4x3x8xf32>, %k: tensor<2x6x8xf32>, %v: tensor<2x6x5xf32>) -> tensor<4x3x5xf32> {
// CHECK-NEXT:   %0 = aten.unflatten %q dim = -3 sizes = [2, 2] : tensor<4x3x8xf32> -> tensor<2x2x3x8xf32>
// CHECK-NEXT:   %1 = aten.constant dense<1.000000e+00> : tensor<f32>
// CHECK-NEXT:   %2 = aten.mul %0, %1 : tensor<2x2x3x8xf32>, tensor<f32> -> tensor<2x2x3x8xf32>
// CHECK-NEXT:   %3 = aten.unsqueeze %k dim = -3 : tensor<2x6x8xf32> -> tensor<2x1x6x8xf32>
// CHECK-NEXT:   %4 = aten.transpose %3 dim0 = -2 dim1 = -1 : tensor<2x1x6x8xf32> -> tensor<2x1x8x6xf32>
// CHECK-NEXT:   %5 = aten.matmul %2, %4 : tensor<2x2x3x8xf32>, tensor<2x1x8x6xf32> -> tensor<2x2x3x6xf32>
// CHECK-NEXT:   %6 = aten.amax %5 dim = [3] keepdim : tensor<2x2x3x6xf32> -> tensor<2x2x3x1xf32>
// CHECK-NEXT:   %7 = aten.sub %5, %6 : tensor<2x2x3x6xf32>, tensor<2x2x3x1xf32> -> tensor<2x2x3x6xf32>
// CHECK-NEXT:   %8 = aten.exp %7 : tensor<2x2x3x6xf32> -> tensor<2x2x3x6xf32>
// CHECK-NEXT:   %9 = aten.sum %8 dim = [3] keepdim : tensor<2x2x3x6xf32> -> tensor<2x2x3x1xf32>
// CHECK-NEXT:   %10 = aten.div %8, %9 : tensor<2x2x3x6xf32>, tensor<2x2x3x1xf32> -> tensor<2x2x3x6xf32>
// CHECK-NEXT:   %11 = aten.unsqueeze %v dim = -3 : tensor<2x6x5xf32> -> tensor<2x1x6x5xf32>
// CHECK-NEXT:   %12 = aten.matmul %10, %11 : tensor<2x2x3x6xf32>, tensor<2x1x6x5xf32> -> tensor<2x2x3x5xf32>
// CHECK-NEXT:   %13 = aten.flatten %12 start_dim = -4 end_dim = -3 : tensor<2x2x3x5xf32> -> tensor<4x3x5xf32>
// CHECK-NEXT:   func.return %13 : tensor<4x3x5xf32>
// CHECK-NEXT: }
