// REQUIRES: mlir-opt
// RUN: adjoint-opt %S/../constant-sizes.mlir -p convert-aten-to-linalg | %mlir-opt | filecheck %s

// Upstream accepts what constant-sizes.mlir shows.

// CHECK: func.func @constant_size(
