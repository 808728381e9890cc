// REQUIRES: mlir-opt
// RUN: adjoint-opt %S/../creation.mlir -p convert-aten-to-linalg --split-input-file | %mlir-opt --split-input-file | filecheck %s

// Upstream accepts what creation.mlir shows.

// CHECK: func.func @numbers(
// CHECK: func.func @filled(
