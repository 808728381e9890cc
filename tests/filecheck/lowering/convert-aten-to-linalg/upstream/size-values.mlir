// REQUIRES: mlir-opt
// RUN: adjoint-opt %S/../size-values.mlir -p convert-aten-to-linalg --split-input-file | %mlir-opt --split-input-file | filecheck %s

// Upstream accepts what size-values.mlir shows.

// CHECK: func.func @expand(
// CHECK: func.func @size(
// CHECK: func.func @reverse(
// CHECK: func.func @sum_of_repeated(
// CHECK: func.func @nothing_repeated(
