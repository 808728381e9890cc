// RUN: not adjoint-opt %s 2>&1 | filecheck %s

// A name is given once.

func.func @f(%x: tensor<2xf32>) -> tensor<2xf32> {
  return %x : tensor<2xf32>
}

// CHECK: redefinition.mlir:10:1: error: 'func.func': @f is defined already, at {{.*}}redefinition.mlir:5:1
func.func @f(%x: tensor<2xf32>) -> tensor<2xf32> {
  return %x : tensor<2xf32>
}
