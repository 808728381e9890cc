// REQUIRES: mlir-opt
// RUN: adjoint-opt %S/../randomness.mlir -p convert-aten-to-linalg | %mlir-opt | filecheck %s

// Upstream accepts what randomness.mlir shows.

// CHECK: func.func @mask(
