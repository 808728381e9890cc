// REQUIRES: mlir-opt
// RUN: adjoint-opt %S/../slicing.mlir -p convert-aten-to-linalg --split-input-file | %mlir-opt --split-input-file | filecheck %s

// Upstream accepts what slicing.mlir shows.

// CHECK: func.func @slice(
// CHECK: func.func @from_the_end(
// CHECK: func.func @select(
// CHECK: func.func @slice_backward(
// CHECK: func.func @select_backward(
// CHECK: func.func @slice_backward_dynamic(
