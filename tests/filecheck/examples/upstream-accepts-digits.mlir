// REQUIRES: mlir-opt
// RUN: adjoint-opt %S/../../../examples/digits/network.mlir -p 'inline-reverse{function=loss},lower-to-linalg' | %mlir-opt | filecheck %s
// RUN: adjoint-opt %S/../../../examples/digits/network.mlir -p 'differentiate{function=loss},lower-to-linalg' | %mlir-opt | filecheck %s --check-prefix=SPLIT

// Upstream's parser and verifiers accept the linalg stage as it is, of value and gradient as one function and as two.

// CHECK:      func.func @loss.value_and_grad(
// CHECK:      linalg.generic
// SPLIT:      func.func @loss(
// SPLIT:      func.func @loss.reverse(
