// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | filecheck %s --check-prefix=GENERIC

// Products of matrices and vectors.

// CHECK-LABEL: func.func @products
func.func @products(%x: tensor<?x4xf32>, %y: tensor<4x5xf32>, %v: tensor<4xf32>, %b: tensor<2x?x4xf32>, %c: tensor<?x4x5xf32>) {
  %0 = aten.mm %x, %y : tensor<?x4xf32>, tensor<4x5xf32> -> tensor<?x5xf32>
  // CHECK-NEXT: %0 = aten.mm %x, %y : tensor<?x4xf32>, tensor<4x5xf32> -> tensor<?x5xf32>
  %1 = aten.bmm %b, %c : tensor<2x?x4xf32>, tensor<?x4x5xf32> -> tensor<2x?x5xf32>
  // CHECK-NEXT: %1 = aten.bmm %b, %c : tensor<2x?x4xf32>, tensor<?x4x5xf32> -> tensor<2x?x5xf32>
  %2 = aten.dot %v, %v : tensor<4xf32>, tensor<4xf32> -> tensor<f32>
  // CHECK-NEXT: %2 = aten.dot %v, %v : tensor<4xf32>, tensor<4xf32> -> tensor<f32>
  func.return
}

// A vector on the left is a row, on the right a column; batches broadcast.

// CHECK-LABEL: func.func @matmul
func.func @matmul(%x: tensor<?x4xf32>, %v: tensor<4xf32>, %b: tensor<2x1x3x4xf32>, %c: tensor<?x4x5xf32>) {
  %0 = aten.matmul %v, %v : tensor<4xf32>, tensor<4xf32> -> tensor<f32>
  // CHECK-NEXT: %0 = aten.matmul %v, %v : tensor<4xf32>, tensor<4xf32> -> tensor<f32>
  %1 = aten.matmul %x, %v : tensor<?x4xf32>, tensor<4xf32> -> tensor<?xf32>
  // CHECK-NEXT: %1 = aten.matmul %x, %v : tensor<?x4xf32>, tensor<4xf32> -> tensor<?xf32>
  %2 = aten.matmul %v, %c : tensor<4xf32>, tensor<?x4x5xf32> -> tensor<?x5xf32>
  // CHECK-NEXT: %2 = aten.matmul %v, %c : tensor<4xf32>, tensor<?x4x5xf32> -> tensor<?x5xf32>
  %3 = aten.matmul %b, %c : tensor<2x1x3x4xf32>, tensor<?x4x5xf32> -> tensor<2x?x3x5xf32>
  // CHECK-NEXT: %3 = aten.matmul %b, %c : tensor<2x1x3x4xf32>, tensor<?x4x5xf32> -> tensor<2x?x3x5xf32>
  func.return
}

// CHECK-LABEL: func.func @linear
func.func @linear(%x: tensor<2x?x4xf32>, %weight: tensor<5x4xf32>, %row: tensor<4xf32>, %bias: tensor<5xf32>) {
  %0 = aten.linear %x, %weight : tensor<2x?x4xf32>, tensor<5x4xf32> -> tensor<2x?x5xf32>
  // CHECK-NEXT: %0 = aten.linear %x, %weight : tensor<2x?x4xf32>, tensor<5x4xf32> -> tensor<2x?x5xf32>
  %1 = aten.linear %x, %weight, %bias : tensor<2x?x4xf32>, tensor<5x4xf32>, tensor<5xf32> -> tensor<2x?x5xf32>
  // CHECK-NEXT: %1 = aten.linear %x, %weight, %bias : tensor<2x?x4xf32>, tensor<5x4xf32>, tensor<5xf32> -> tensor<2x?x5xf32>
  %2 = aten.linear %x, %row : tensor<2x?x4xf32>, tensor<4xf32> -> tensor<2x?xf32>
  // CHECK-NEXT: %2 = aten.linear %x, %row : tensor<2x?x4xf32>, tensor<4xf32> -> tensor<2x?xf32>
  func.return
}

// CHECK-LABEL: func.func @addmm
func.func @addmm(%x: tensor<5xf32>, %y: tensor<?x4xf32>, %z: tensor<4x5xf32>) {
  %0 = aten.addmm %x, %y, %z : tensor<5xf32>, tensor<?x4xf32>, tensor<4x5xf32> -> tensor<?x5xf32>
  // CHECK-NEXT: %0 = aten.addmm %x, %y, %z : tensor<5xf32>, tensor<?x4xf32>, tensor<4x5xf32> -> tensor<?x5xf32>
  %1 = aten.addmm %x, %y, %z beta = 0.5 alpha = -1.0 : tensor<5xf32>, tensor<?x4xf32>, tensor<4x5xf32> -> tensor<?x5xf32>
  // CHECK-NEXT: %1 = aten.addmm %x, %y, %z beta = 0.5 alpha = -1.0 : tensor<5xf32>, tensor<?x4xf32>, tensor<4x5xf32> -> tensor<?x5xf32>
  func.return
}

// The generic form.
// GENERIC: %1 = "aten.linear"(%x, %weight, %bias) : (tensor<2x?x4xf32>, tensor<5x4xf32>, tensor<5xf32>) -> tensor<2x?x5xf32>
// GENERIC: %1 = "aten.addmm"(%x, %y, %z) <{beta = 5.000000e-01 : f64, alpha = -1.000000e+00 : f64}> : (tensor<5xf32>, tensor<?x4xf32>, tensor<4x5xf32>) -> tensor<?x5xf32>
