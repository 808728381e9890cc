// REQUIRES: mlir-opt
// RUN: adjoint-opt %S/../signature.mlir -p convert-aten-to-linalg | %mlir-opt | filecheck %s

// Upstream accepts what signature.mlir shows.

// CHECK: func.func @f(
