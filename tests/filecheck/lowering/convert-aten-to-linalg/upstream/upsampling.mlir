// REQUIRES: mlir-opt
// RUN: adjoint-opt %S/../upsampling.mlir -p convert-aten-to-linalg --split-input-file | %mlir-opt --split-input-file | filecheck %s

// Upstream accepts what upsampling.mlir shows.

// CHECK: func.func @nearest(
// CHECK: func.func @linear(
