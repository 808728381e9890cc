// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | filecheck %s --check-prefix=GENERIC

// Dimensions merged, left out and inserted.

// CHECK-LABEL: func.func @dimensions
func.func @dimensions(%x: tensor<?x4xf32>, %y: tensor<3x4xf32>, %row: tensor<1x4xf32>) {
  %0 = aten.flatten %y : tensor<3x4xf32> -> tensor<12xf32>
  // CHECK-NEXT: %0 = aten.flatten %y : tensor<3x4xf32> -> tensor<12xf32>
  %1 = aten.flatten %x start_dim = 1 end_dim = 1 : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %1 = aten.flatten %x start_dim = 1 end_dim = 1 : tensor<?x4xf32> -> tensor<?x4xf32>
  %2 = aten.squeeze %row : tensor<1x4xf32> -> tensor<4xf32>
  // CHECK-NEXT: %2 = aten.squeeze %row : tensor<1x4xf32> -> tensor<4xf32>
  %3 = aten.squeeze %row dim = [1] : tensor<1x4xf32> -> tensor<1x4xf32>
  // CHECK-NEXT: %3 = aten.squeeze %row dim = [1] : tensor<1x4xf32> -> tensor<1x4xf32>
  %4 = aten.unsqueeze %x dim = -1 : tensor<?x4xf32> -> tensor<?x4x1xf32>
  // CHECK-NEXT: %4 = aten.unsqueeze %x dim = -1 : tensor<?x4xf32> -> tensor<?x4x1xf32>
  %5 = aten.unflatten %x dim = -1 sizes = [2, -1] : tensor<?x4xf32> -> tensor<?x2x2xf32>
  // CHECK-NEXT: %5 = aten.unflatten %x dim = -1 sizes = [2, -1] : tensor<?x4xf32> -> tensor<?x2x2xf32>
  %6 = aten.unflatten %x dim = 0 sizes = [3, -1] : tensor<?x4xf32> -> tensor<3x?x4xf32>
  // CHECK-NEXT: %6 = aten.unflatten %x dim = 0 sizes = [3, -1] : tensor<?x4xf32> -> tensor<3x?x4xf32>
  func.return
}

// The generic form.
// GENERIC: %1 = "aten.flatten"(%x) <{start_dim = 1 : i64, end_dim = 1 : i64}> : (tensor<?x4xf32>) -> tensor<?x4xf32>
