// REQUIRES: mlir-opt
// RUN: adjoint-opt %S/../scattering.mlir -p convert-aten-to-linalg --split-input-file | %mlir-opt --split-input-file | filecheck %s

// Upstream accepts what scattering.mlir shows.

// CHECK: func.func @embedding_backward(
// CHECK: func.func @scatter_add(
// CHECK: func.func @index_put(
