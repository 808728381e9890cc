// REQUIRES: mlir-opt
// RUN: adjoint-opt %S/../storage-floats.mlir -p convert-aten-to-linalg | %mlir-opt | filecheck %s

// Upstream accepts what storage-floats.mlir shows.

// CHECK: func.func @elementwise(
// CHECK: func.func @sum(
// CHECK: func.func @product(
// CHECK: func.func @scatter(
