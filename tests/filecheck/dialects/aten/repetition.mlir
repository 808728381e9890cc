// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s

// Tensors repeated: as a whole, or place by place.

// CHECK-LABEL: func.func @repetition
func.func @repetition(%x: tensor<?x4xf32>) {
  %0 = aten.repeat %x repeats = [2, 1, 3] : tensor<?x4xf32> -> tensor<2x?x12xf32>
  // CHECK-NEXT: %0 = aten.repeat %x repeats = [2, 1, 3] : tensor<?x4xf32> -> tensor<2x?x12xf32>
  %1 = aten.tile %x dims = [2] : tensor<?x4xf32> -> tensor<?x8xf32>
  // CHECK-NEXT: %1 = aten.tile %x dims = [2] : tensor<?x4xf32> -> tensor<?x8xf32>
  %2 = aten.repeat_interleave %x repeats = 2 : tensor<?x4xf32> -> tensor<?xf32>
  // CHECK-NEXT: %2 = aten.repeat_interleave %x repeats = 2 : tensor<?x4xf32> -> tensor<?xf32>
  %3 = aten.repeat_interleave %x repeats = 2 dim = 1 : tensor<?x4xf32> -> tensor<?x8xf32>
  // CHECK-NEXT: %3 = aten.repeat_interleave %x repeats = 2 dim = 1 : tensor<?x4xf32> -> tensor<?x8xf32>
  func.return
}
