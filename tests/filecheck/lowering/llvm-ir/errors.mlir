// RUN: adjoint-opt %s -t llvm --verify-diagnostics --split-input-file | filecheck %s

func.func private @f()

// CHECK: errors.mlir:3:1: error: 'func.func': LLVM IR has functions and globals: run convert-to-llvm before

// -----

llvm.func @f() {
  %0 = arith.constant 1 : i32
  llvm.return
}

// CHECK: error: 'arith.constant': this op has no translation to LLVM IR
