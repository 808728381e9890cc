// REQUIRES: mlir-opt
// RUN: adjoint-opt %S/../convolutions.mlir -p convert-aten-to-linalg --split-input-file | %mlir-opt --split-input-file | filecheck %s

// Upstream accepts what convolutions.mlir shows.

// CHECK: func.func @convolution(
// CHECK: func.func @input(
// CHECK: func.func @weight(
// CHECK: func.func @transposed(
