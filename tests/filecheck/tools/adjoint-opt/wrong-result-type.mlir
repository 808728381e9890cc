// RUN: not adjoint-opt %s 2>&1 | filecheck %s

func.func @f(%x: tensor<2xf32>) -> tensor<3xf32> {
  %0 = aten.exp %x : tensor<2xf32> -> tensor<3xf32>
  return %0 : tensor<3xf32>
}

// CHECK: wrong-result-type.mlir:4:3: error: 'aten.exp': result type tensor<3xf32> does not agree with the inferred type tensor<2xf32>
