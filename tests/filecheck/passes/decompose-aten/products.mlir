// RUN: adjoint-opt %s -p decompose-aten --split-input-file | filecheck %s

// A pair of factors is one product of matrices, in a batch of the labels that stay: dimensions are permuted and joined.

func.func @einsum(%a: tensor<2x3x4x5xf32>, %b: tensor<5x2x6xf32>) -> tensor<2x6x3x4xf32> {
  %0 = aten.einsum "bijk,kbn->bnij", %a, %b : tensor<2x3x4x5xf32>, tensor<5x2x6xf32> -> tensor<2x6x3x4xf32>
  func.return %0 : tensor<2x6x3x4xf32>
}

// CHECK:      func.func @einsum(%a: tensor<2x3x4x5xf32>, %b: tensor<5x2x6xf32>) -> tensor<2x6x3x4xf32> {
// CHECK-NEXT:   %0 = aten.flatten %a start_dim = 1 end_dim = 2 : tensor<2x3x4x5xf32> -> tensor<2x12x5xf32>
// CHECK-NEXT:   %1 = aten.permute %b dims = [1, 0, 2] : tensor<5x2x6xf32> -> tensor<2x5x6xf32>
// CHECK-NEXT:   %2 = aten.matmul %0, %1 : tensor<2x12x5xf32>, tensor<2x5x6xf32> -> tensor<2x12x6xf32>
// CHECK-NEXT:   %3 = aten.reshape %2 size = [2, 3, 4, 6] : tensor<2x12x6xf32> -> tensor<2x3x4x6xf32>
// CHECK-NEXT:   %4 = aten.permute %3 dims = [0, 3, 1, 2] : tensor<2x3x4x6xf32> -> tensor<2x6x3x4xf32>
// CHECK-NEXT:   func.return %4 : tensor<2x6x3x4xf32>
// CHECK-NEXT: }

// -----

// What only one factor has is summed before; where nothing is summed over, it is a product with broadcasting.

func.func @no_inner(%a: tensor<2x3xf32>, %b: tensor<4xf32>) -> tensor<2x4xf32> {
  %0 = aten.einsum "ij,k->ik", %a, %b : tensor<2x3xf32>, tensor<4xf32> -> tensor<2x4xf32>
  func.return %0 : tensor<2x4xf32>
}

// CHECK:      func.func @no_inner(%a: tensor<2x3xf32>, %b: tensor<4xf32>) -> tensor<2x4xf32> {
// CHECK-NEXT:   %0 = aten.sum %a dim = [1] : tensor<2x3xf32> -> tensor<2xf32>
// CHECK-NEXT:   %1 = aten.unsqueeze %0 dim = 1 : tensor<2xf32> -> tensor<2x1xf32>
// CHECK-NEXT:   %2 = aten.unsqueeze %b dim = 0 : tensor<4xf32> -> tensor<1x4xf32>
// CHECK-NEXT:   %3 = aten.mul %1, %2 : tensor<2x1xf32>, tensor<1x4xf32> -> tensor<2x4xf32>
// CHECK-NEXT:   func.return %3 : tensor<2x4xf32>
// CHECK-NEXT: }

// -----

// The batch is part of what is summed over: one product. Where beta is 0 the input is left out.

func.func @addbmm(%x: tensor<3x5xf32>, %a: tensor<2x3x4xf32>, %b: tensor<2x4x5xf32>) -> tensor<3x5xf32> {
  %0 = aten.addbmm %x, %a, %b beta = 0.0 alpha = 2.0 : tensor<3x5xf32>, tensor<2x3x4xf32>, tensor<2x4x5xf32> -> tensor<3x5xf32>
  func.return %0 : tensor<3x5xf32>
}

// CHECK:      func.func @addbmm(%x: tensor<3x5xf32>, %a: tensor<2x3x4xf32>, %b: tensor<2x4x5xf32>) -> tensor<3x5xf32> {
// CHECK-NEXT:   %0 = aten.transpose %a dim0 = 0 dim1 = 1 : tensor<2x3x4xf32> -> tensor<3x2x4xf32>
// CHECK-NEXT:   %1 = aten.flatten %0 start_dim = 1 : tensor<3x2x4xf32> -> tensor<3x8xf32>
// CHECK-NEXT:   %2 = aten.flatten %b end_dim = 1 : tensor<2x4x5xf32> -> tensor<8x5xf32>
// CHECK-NEXT:   %3 = aten.mm %1, %2 : tensor<3x8xf32>, tensor<8x5xf32> -> tensor<3x5xf32>
// CHECK-NEXT:   %4 = aten.constant dense<2.000000e+00> : tensor<f32>
// CHECK-NEXT:   %5 = aten.mul %3, %4 : tensor<3x5xf32>, tensor<f32> -> tensor<3x5xf32>
// CHECK-NEXT:   func.return %5 : tensor<3x5xf32>
// CHECK-NEXT: }
