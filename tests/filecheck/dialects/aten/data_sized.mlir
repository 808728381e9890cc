// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s

// The size along dimension 0 is not known, or is an operand.

// CHECK-LABEL: func.func @sizes
func.func @sizes(%x: tensor<?x4xf32>, %repeats: tensor<?xi64>, %n: tensor<index>) {
  %0 = aten.nonzero %x : tensor<?x4xf32> -> tensor<?x2xi64>
  // CHECK-NEXT: %0 = aten.nonzero %x : tensor<?x4xf32> -> tensor<?x2xi64>
  %1 = aten.nonzero %x count %n : tensor<?x4xf32> -> tensor<?x2xi64>
  // CHECK-NEXT: %1 = aten.nonzero %x count %n : tensor<?x4xf32> -> tensor<?x2xi64>
  %2 = aten.repeat_interleave.Tensor %repeats : tensor<?xi64> -> tensor<?xi64>
  // CHECK-NEXT: %2 = aten.repeat_interleave.Tensor %repeats : tensor<?xi64> -> tensor<?xi64>
  func.return
}
