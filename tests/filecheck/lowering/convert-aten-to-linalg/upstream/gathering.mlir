// REQUIRES: mlir-opt
// RUN: adjoint-opt %S/../gathering.mlir -p convert-aten-to-linalg --split-input-file | %mlir-opt --split-input-file | filecheck %s

// Upstream accepts what gathering.mlir shows.

// CHECK: func.func @gather(
// CHECK: func.func @embedding(
// CHECK: func.func @index(
