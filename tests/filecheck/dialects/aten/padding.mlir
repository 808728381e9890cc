// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s

// Places added at the ends of dimensions, or taken away.

// CHECK-LABEL: func.func @padding
func.func @padding(%x: tensor<2x?x4xf32>) {
  %0 = aten.pad %x pad = [1, 2] : tensor<2x?x4xf32> -> tensor<2x?x7xf32>
  // CHECK-NEXT: %0 = aten.pad %x pad = [1, 2] : tensor<2x?x4xf32> -> tensor<2x?x7xf32>
  %1 = aten.pad %x pad = [-1, 0, 2, 3] value = 1.5 : tensor<2x?x4xf32> -> tensor<2x?x3xf32>
  // CHECK-NEXT: %1 = aten.pad %x pad = [-1, 0, 2, 3] value = 1.5 : tensor<2x?x4xf32> -> tensor<2x?x3xf32>
  %2 = aten.pad %x pad = [1, 3] mode = "reflect" : tensor<2x?x4xf32> -> tensor<2x?x8xf32>
  // CHECK-NEXT: %2 = aten.pad %x pad = [1, 3] mode = "reflect" : tensor<2x?x4xf32> -> tensor<2x?x8xf32>
  %3 = aten.pad %x pad = [5, 0] mode = "replicate" : tensor<2x?x4xf32> -> tensor<2x?x9xf32>
  // CHECK-NEXT: %3 = aten.pad %x pad = [5, 0] mode = "replicate" : tensor<2x?x4xf32> -> tensor<2x?x9xf32>
  %4 = aten.pad %x pad = [4, 4, 1, 0] mode = "circular" : tensor<2x?x4xf32> -> tensor<2x?x12xf32>
  // CHECK-NEXT: %4 = aten.pad %x pad = [4, 4, 1, 0] mode = "circular" : tensor<2x?x4xf32> -> tensor<2x?x12xf32>
  func.return
}
