// RUN: adjoint-opt %s -t assembly | filecheck %s

// What the engine runs: only what is called from outside is left, optimised for the processor at hand.

llvm.func internal @double(%x: i64) -> i64 {
  %y = llvm.add %x, %x : i64
  llvm.return %y : i64
}

llvm.func @quadruple(%x: i64) -> i64 {
  %y = llvm.call @double(%x) : (i64) -> i64
  %z = llvm.call @double(%y) : (i64) -> i64
  llvm.return %z : i64
}

// CHECK-NOT: double
// CHECK:     quadruple:
// CHECK-NOT: double
// CHECK:     ret
