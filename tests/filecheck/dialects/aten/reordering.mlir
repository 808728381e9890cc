// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s

// Places of dimensions in another order.

// CHECK-LABEL: func.func @reordering
func.func @reordering(%x: tensor<?x4xf32>) {
  %0 = aten.flip %x dims = [0, -1] : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %0 = aten.flip %x dims = [0, -1] : tensor<?x4xf32> -> tensor<?x4xf32>
  %1 = aten.roll %x shifts = [1, -2] dims = [0, 1] : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %1 = aten.roll %x shifts = [1, -2] dims = [0, 1] : tensor<?x4xf32> -> tensor<?x4xf32>
  %2 = aten.roll %x shifts = [3] : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %2 = aten.roll %x shifts = [3] : tensor<?x4xf32> -> tensor<?x4xf32>
  func.return
}
