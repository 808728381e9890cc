// REQUIRES: mlir-opt
// RUN: adjoint-opt %S/../views.mlir -p convert-aten-to-linalg --split-input-file | %mlir-opt --split-input-file | filecheck %s

// Upstream accepts what views.mlir shows.

// CHECK: func.func @views(
// CHECK: func.func @results(
// CHECK: func.func @reshape(
// CHECK: func.func @flatten_and_back(
