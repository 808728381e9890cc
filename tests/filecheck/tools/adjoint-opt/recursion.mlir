// RUN: not adjoint-opt %s -p "differentiate{function=f}" 2>&1 | filecheck %s
// RUN: not adjoint-opt %s -p lower-to-llvm 2>&1 | filecheck %s

func.func @f(%x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = func.call @g(%x) : (tensor<2xf32>) -> tensor<2xf32>
  return %0 : tensor<2xf32>
}
func.func @g(%x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = func.call @f(%x) : (tensor<2xf32>) -> tensor<2xf32>
  return %0 : tensor<2xf32>
}

// CHECK: recursion.mlir:{{[0-9]+}}:3: error: 'func.call': cannot inline a recursive function: @f calls @g calls @f
