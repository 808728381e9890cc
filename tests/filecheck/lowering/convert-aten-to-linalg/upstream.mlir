// REQUIRES: mlir-opt
// RUN: adjoint-opt %S/elementwise.mlir -p convert-aten-to-linalg | %mlir-opt | filecheck %s
// RUN: adjoint-opt %S/dynamic-sizes.mlir -p convert-aten-to-linalg | %mlir-opt | filecheck %s
// RUN: adjoint-opt %S/reduction.mlir -p convert-aten-to-linalg | %mlir-opt | filecheck %s
// RUN: adjoint-opt %S/contraction.mlir -p convert-aten-to-linalg | %mlir-opt | filecheck %s
// RUN: adjoint-opt %S/softmax.mlir -p convert-aten-to-linalg | %mlir-opt | filecheck %s
// RUN: adjoint-opt %S/views.mlir -p convert-aten-to-linalg | %mlir-opt | filecheck %s
// RUN: adjoint-opt %S/slicing.mlir -p convert-aten-to-linalg | %mlir-opt | filecheck %s
// RUN: adjoint-opt %S/lookup.mlir -p convert-aten-to-linalg | %mlir-opt | filecheck %s
// RUN: adjoint-opt %S/scatter.mlir -p convert-aten-to-linalg | %mlir-opt | filecheck %s
// RUN: adjoint-opt %S/sum-to-size.mlir -p convert-aten-to-linalg | %mlir-opt | filecheck %s

// Upstream's parser and verifiers accept what the tests beside this one show, as it is.

// CHECK:     func.func @f(
