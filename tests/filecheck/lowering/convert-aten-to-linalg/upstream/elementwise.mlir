// REQUIRES: mlir-opt
// RUN: adjoint-opt %S/../elementwise.mlir -p convert-aten-to-linalg --split-input-file | %mlir-opt --split-input-file | filecheck %s

// Upstream accepts what elementwise.mlir shows.

// CHECK: func.func @broadcast(
// CHECK: func.func @promote(
// CHECK: func.func @bodies(
// CHECK: func.func @select(
// CHECK: func.func @bools(
