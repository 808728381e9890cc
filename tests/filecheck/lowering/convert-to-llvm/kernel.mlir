// RUN: adjoint-opt %s -p convert-to-llvm | filecheck %s

// A kernel: a loop becomes blocks, memrefs become pointers that do not alias, constants go to the start.

func.func private @kernel_0(%begin: index, %end: index, %cols: index, %x: memref<?xf32>, %y: memref<?xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  scf.for %row = %begin to %end step %c1 {
    %base = arith.muli %row, %cols : index
    %total = scf.for %column = %c0 to %cols step %c1 iter_args(%sum = %zero) -> (f32) {
      %i = arith.addi %base, %column : index
      %a = memref.load %x[%i] : memref<?xf32>
      %next = arith.addf %sum, %a fastmath<reassoc,nsz,contract> : f32
      scf.yield %next : f32
    }
    memref.store %total, %y[%row] : memref<?xf32>
  }
  func.return
}

// CHECK:      llvm.func internal @kernel_0(%begin: i64, %end: i64, %cols: i64, %x: !llvm.ptr {llvm.noalias, llvm.nocapture}, %y: !llvm.ptr {llvm.noalias, llvm.nocapture}) attributes {passthrough = ["noinline"]} {
// CHECK-NEXT:   %c0 = llvm.mlir.constant(0) : i64
// CHECK-NEXT:   %c1 = llvm.mlir.constant(1) : i64
// CHECK-NEXT:   %zero = llvm.mlir.constant(0.000000e+00 : f32) : f32
// CHECK-NEXT:   llvm.br ^bb1(%begin : i64)
// CHECK-NEXT: ^bb1(%row: i64):
// CHECK-NEXT:   %0 = llvm.icmp "slt" %row, %end : i64
// CHECK-NEXT:   llvm.cond_br %0, ^bb2, ^bb6
// CHECK-NEXT: ^bb2:
// CHECK-NEXT:   %base = llvm.mul %row, %cols : i64
// CHECK-NEXT:   llvm.br ^bb3(%c0, %zero : i64, f32)
// CHECK-NEXT: ^bb3(%column: i64, %sum: f32):
// CHECK-NEXT:   %1 = llvm.icmp "slt" %column, %cols : i64
// CHECK-NEXT:   llvm.cond_br %1, ^bb4, ^bb5
// CHECK-NEXT: ^bb4:
// CHECK-NEXT:   %i = llvm.add %base, %column : i64
// CHECK-NEXT:   %2 = llvm.getelementptr inbounds %x[%i] : (!llvm.ptr, i64) -> !llvm.ptr, f32
// CHECK-NEXT:   %a = llvm.load %2 : !llvm.ptr -> f32
// CHECK-NEXT:   %next = llvm.fadd %sum, %a {fastmathFlags = #llvm.fastmath<reassoc,nsz,contract>} : f32
// CHECK-NEXT:   %3 = llvm.add %column, %c1 overflow<nsw> : i64
// CHECK-NEXT:   llvm.br ^bb3(%3, %next : i64, f32)
// CHECK-NEXT: ^bb5:
// CHECK-NEXT:   %4 = llvm.getelementptr inbounds %y[%row] : (!llvm.ptr, i64) -> !llvm.ptr, f32
// CHECK-NEXT:   llvm.store %sum, %4 : f32, !llvm.ptr
// CHECK-NEXT:   %5 = llvm.add %row, %c1 overflow<nsw> : i64
// CHECK-NEXT:   llvm.br ^bb1(%5 : i64)
// CHECK-NEXT: ^bb6:
// CHECK-NEXT:   llvm.return
// CHECK-NEXT: }
