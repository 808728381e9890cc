// RUN: not adjoint-opt %s 2>&1 | filecheck %s

func.func @f(%x: memref<2xf32>) -> memref<2xf32> {
  %0 = aten.exp %x : memref<2xf32> -> memref<2xf32>
  return %0 : memref<2xf32>
}

// CHECK: wrong-type.mlir:4:3: error: memref<2xf32> should be of base attribute tensor
