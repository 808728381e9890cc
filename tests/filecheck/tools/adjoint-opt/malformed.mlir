// RUN: not adjoint-opt %s 2>&1 | filecheck %s
// RUN: not adjoint-opt %s -o %t.out 2>&1 && not ls %t.out
// What does not parse is shown where it stands; no output file is begun.

func.func @f(%x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = aten.exp %x : tensor<2xf
}

// CHECK-NOT:  Traceback
// CHECK:      malformed.mlir:6:31: error: Expected shape type.
// CHECK-NEXT:   %0 = aten.exp %x : tensor<2xf
