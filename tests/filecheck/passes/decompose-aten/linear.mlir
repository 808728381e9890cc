// RUN: adjoint-opt %s -p decompose-aten --split-input-file | filecheck %s

func.func @linear(%x: tensor<?x64xf32>, %w: tensor<10x64xf32>, %b: tensor<10xf32>) -> tensor<?x10xf32> {
  %y = aten.linear %x, %w, %b : tensor<?x64xf32>, tensor<10x64xf32>, tensor<10xf32> -> tensor<?x10xf32>
  func.return %y : tensor<?x10xf32>
}

// CHECK:      func.func @linear(%x: tensor<?x64xf32>, %w: tensor<10x64xf32>, %b: tensor<10xf32>) -> tensor<?x10xf32> {
// CHECK-NEXT:   %0 = aten.t %w : tensor<10x64xf32> -> tensor<64x10xf32>
// CHECK-NEXT:   %1 = aten.matmul %x, %0 : tensor<?x64xf32>, tensor<64x10xf32> -> tensor<?x10xf32>
// CHECK-NEXT:   %y = aten.add %1, %b : tensor<?x10xf32>, tensor<10xf32> -> tensor<?x10xf32>
// CHECK-NEXT:   func.return %y : tensor<?x10xf32>
// CHECK-NEXT: }

// -----

// What is scaled by 0 is left out, NaN included.

func.func @addmm(%c: tensor<3xf32>, %a: tensor<2x4xf32>, %b: tensor<4x3xf32>) -> tensor<2x3xf32> {
  %y = aten.addmm %c, %a, %b beta = 0 alpha = 2 : tensor<3xf32>, tensor<2x4xf32>, tensor<4x3xf32> -> tensor<2x3xf32>
  func.return %y : tensor<2x3xf32>
}

// CHECK:      func.func @addmm(%c: tensor<3xf32>, %a: tensor<2x4xf32>, %b: tensor<4x3xf32>) -> tensor<2x3xf32> {
// CHECK-NEXT:   %0 = aten.mm %a, %b : tensor<2x4xf32>, tensor<4x3xf32> -> tensor<2x3xf32>
// CHECK-NEXT:   %1 = aten.constant dense<2.000000e+00> : tensor<f32>
// CHECK-NEXT:   %y = aten.mul %0, %1 : tensor<2x3xf32>, tensor<f32> -> tensor<2x3xf32>
// CHECK-NEXT:   func.return %y : tensor<2x3xf32>
// CHECK-NEXT: }
