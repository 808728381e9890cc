// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s

// Shapes taken from other tensors.

// CHECK-LABEL: func.func @reshaping
func.func @reshaping(%x: tensor<?x4xf32>, %y: tensor<2x?x4xf32>, %z: tensor<8x3xi64>, %s: tensor<3xindex>) {
  %0 = aten.expand_as %x, %y : tensor<?x4xf32>, tensor<2x?x4xf32> -> tensor<2x?x4xf32>
  // CHECK-NEXT: %0 = aten.expand_as %x, %y : tensor<?x4xf32>, tensor<2x?x4xf32> -> tensor<2x?x4xf32>
  %1 = aten.reshape_as %x, %z : tensor<?x4xf32>, tensor<8x3xi64> -> tensor<8x3xf32>
  // CHECK-NEXT: %1 = aten.reshape_as %x, %z : tensor<?x4xf32>, tensor<8x3xi64> -> tensor<8x3xf32>
  %2 = aten.view_as %x, %z : tensor<?x4xf32>, tensor<8x3xi64> -> tensor<8x3xf32>
  // CHECK-NEXT: %2 = aten.view_as %x, %z : tensor<?x4xf32>, tensor<8x3xi64> -> tensor<8x3xf32>
  %3 = aten.broadcast_to %x size = [2, -1, 4] : tensor<?x4xf32> -> tensor<2x?x4xf32>
  // CHECK-NEXT: %3 = aten.broadcast_to %x size = [2, -1, 4] : tensor<?x4xf32> -> tensor<2x?x4xf32>
  %4 = aten.broadcast_to %x, %s : tensor<?x4xf32>, tensor<3xindex> -> tensor<?x?x4xf32>
  // CHECK-NEXT: %4 = aten.broadcast_to %x, %s : tensor<?x4xf32>, tensor<3xindex> -> tensor<?x?x4xf32>
  %5 = aten.contiguous %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %5 = aten.contiguous %x : tensor<?x4xf32> -> tensor<?x4xf32>
  func.return
}
