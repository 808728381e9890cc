// REQUIRES: mlir-opt
// RUN: adjoint-opt %S/../softmax.mlir -p convert-aten-to-linalg | %mlir-opt | filecheck %s

// Upstream accepts what softmax.mlir shows.

// CHECK: func.func @f(
