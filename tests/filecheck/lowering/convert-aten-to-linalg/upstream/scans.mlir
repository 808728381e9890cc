// REQUIRES: mlir-opt
// RUN: adjoint-opt %S/../scans.mlir -p convert-aten-to-linalg --split-input-file | %mlir-opt --split-input-file | filecheck %s

// Upstream accepts what scans.mlir shows.

// CHECK: func.func @cumsum(
// CHECK: func.func @cumprod_reverse(
// CHECK: func.func @shift(
