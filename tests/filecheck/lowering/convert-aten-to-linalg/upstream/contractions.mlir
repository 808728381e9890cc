// REQUIRES: mlir-opt
// RUN: adjoint-opt %S/../contractions.mlir -p convert-aten-to-linalg --split-input-file | %mlir-opt --split-input-file | filecheck %s

// Upstream accepts what contractions.mlir shows.

// CHECK: func.func @transposed(
// CHECK: func.func @merged(
// CHECK: func.func @batches(
// CHECK: func.func @vectors(
