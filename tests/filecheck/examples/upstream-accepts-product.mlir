// REQUIRES: mlir-opt
// RUN: adjoint-opt %S/../../../examples/product.mlir -p differentiate,lower-to-linalg | %mlir-opt | filecheck %s

// CHECK:      func.func @product(
// CHECK:      func.func @product.reverse(
// CHECK:      linalg.generic
