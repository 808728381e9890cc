// REQUIRES: mlir-opt
// RUN: adjoint-opt %S/../joining.mlir -p convert-aten-to-linalg --split-input-file | %mlir-opt --split-input-file | filecheck %s

// Upstream accepts what joining.mlir shows.

// CHECK: func.func @cat(
// CHECK: func.func @rows(
