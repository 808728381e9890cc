// RUN: not adjoint-opt %s 2>&1 | filecheck %s

func.func @f(%x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = aten.exp %later : tensor<2xf32> -> tensor<2xf32>
  %later = aten.exp %x : tensor<2xf32> -> tensor<2xf32>
  return %0 : tensor<2xf32>
}

// CHECK: use-before-definition.mlir:4:3: error: 'aten.exp': operand 0 (%later) is used before it is defined
