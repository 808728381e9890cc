// RUN: not adjoint-opt %s 2>&1 | filecheck %s

func.func @f(%x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = "aten.frobnicate"(%x) : (tensor<2xf32>) -> tensor<2xf32>
  return %0 : tensor<2xf32>
}

// CHECK: unknown-op.mlir:4:{{[0-9]+}}: error: Operation aten.frobnicate is not registered
