// REQUIRES: mlir-opt
// RUN: adjoint-opt %S/../sizes.mlir -p convert-aten-to-linalg --split-input-file | %mlir-opt --split-input-file | filecheck %s

// Upstream accepts what sizes.mlir shows.

// CHECK: func.func @equal(
// CHECK: func.func @number(
// CHECK: func.func @computed(
// CHECK: func.func @broadcast_after_all(
