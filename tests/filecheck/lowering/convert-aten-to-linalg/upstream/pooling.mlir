// REQUIRES: mlir-opt
// RUN: adjoint-opt %S/../pooling.mlir -p convert-aten-to-linalg --split-input-file | %mlir-opt --split-input-file | filecheck %s

// Upstream accepts what pooling.mlir shows.

// CHECK: func.func @mean(
// CHECK: func.func @largest(
// CHECK: func.func @reverse(
// CHECK: func.func @adaptive(
