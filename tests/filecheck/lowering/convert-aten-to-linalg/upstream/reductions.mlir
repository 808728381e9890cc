// REQUIRES: mlir-opt
// RUN: adjoint-opt %S/../reductions.mlir -p convert-aten-to-linalg --split-input-file | %mlir-opt --split-input-file | filecheck %s

// Upstream accepts what reductions.mlir shows.

// CHECK: func.func @center(
// CHECK: func.func @count(
// CHECK: func.func @mean(
// CHECK: func.func @largest(
// CHECK: func.func @nothing_to_sum(
