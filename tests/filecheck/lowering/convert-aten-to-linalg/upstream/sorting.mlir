// REQUIRES: mlir-opt
// RUN: adjoint-opt %S/../sorting.mlir -p convert-aten-to-linalg --split-input-file | %mlir-opt --split-input-file | filecheck %s

// Upstream accepts what sorting.mlir shows.

// CHECK: func.func @sort(
// CHECK: func.func @topk(
// CHECK: func.func @median(
