// RUN: not adjoint-opt %s -p frobnicate 2>&1 | filecheck %s --check-prefix=UNKNOWN
// RUN: not adjoint-opt %s -p "differentiate{frobnicate=1}" 2>&1 | filecheck %s --check-prefix=OPTION
// RUN: not adjoint-opt %s -p "specialize-shapes{sizes=a}" 2>&1 | filecheck %s --check-prefix=VALUE
// RUN: not adjoint-opt %s -p "differentiate{" 2>&1 | filecheck %s --check-prefix=SYNTAX
// RUN: not adjoint-opt %s -p "differentiate{function=g}" 2>&1 | filecheck %s --check-prefix=FUNCTION

func.func @f(%x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = aten.exp %x : tensor<2xf32> -> tensor<2xf32>
  return %0 : tensor<2xf32>
}

// UNKNOWN-NOT: Traceback
// UNKNOWN: error: Unrecognized passes: ['frobnicate']
// OPTION-NOT: Traceback
// OPTION: error: Provided arguments ["frobnicate"] not found in expected arguments
// VALUE-NOT: Traceback
// VALUE: error: Incompatible types: given ('a',), expected tuple[int, ...]
// SYNTAX-NOT: Traceback
// SYNTAX: error: Error parsing pass pipeline specification:
// FUNCTION-NOT: Traceback
// FUNCTION: error: there is no function @g with a body: the module defines @f
