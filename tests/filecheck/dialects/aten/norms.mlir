// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s

// Norms of vectors: of order 2 where none is given.

// CHECK-LABEL: func.func @norms
func.func @norms(%x: tensor<?x4xf32>) {
  %0 = aten.linalg_vector_norm %x : tensor<?x4xf32> -> tensor<f32>
  // CHECK-NEXT: %0 = aten.linalg_vector_norm %x : tensor<?x4xf32> -> tensor<f32>
  %1 = aten.linalg_vector_norm %x ord = 1.5 dim = [1] keepdim : tensor<?x4xf32> -> tensor<?x1xf32>
  // CHECK-NEXT: %1 = aten.linalg_vector_norm %x ord = 1.5 dim = [1] keepdim : tensor<?x4xf32> -> tensor<?x1xf32>
  %2 = aten.linalg_vector_norm %x ord = inf dim = [0] : tensor<?x4xf32> -> tensor<4xf32>
  // CHECK-NEXT: %2 = aten.linalg_vector_norm %x ord = inf dim = [0] : tensor<?x4xf32> -> tensor<4xf32>
  func.return
}
