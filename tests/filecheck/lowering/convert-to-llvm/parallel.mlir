// RUN: adjoint-opt %s -p convert-to-llvm | filecheck %s

// The body of a parallel loop is a function. A thread of a team takes every n-th iteration from its own number on; what
// the body uses of the surrounding function is in an array of slots. Where one thread is asked for there is no team.

func.func private @kernel_0(index, index, memref<?xf32>)

// CHECK:      llvm.func @kernel_0(i64, i64, !llvm.ptr)

func.func @f(%x: memref<?xf32>, %arena: memref<?xi8>, %threads: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %rows = memref.dim %x, %c0 : memref<?xf32>
  %n = arith.minsi %threads, %rows : index
  "scf.parallel"(%c0, %n, %c1) <{operandSegmentSizes = array<i32: 1, 1, 1, 0>}> ({
  ^body(%t: index):
    func.call @kernel_0(%t, %rows, %x) : (index, index, memref<?xf32>) -> ()
    scf.reduce
  }) : (index, index, index) -> ()
  func.return
}

// CHECK:      llvm.func @omp_get_thread_num() -> i32
// CHECK:      llvm.func @omp_get_num_threads() -> i32
// CHECK:      llvm.func internal @f.parallel(%data: !llvm.ptr, %first: i64, %stride: i64) attributes {passthrough = ["noinline", "optnone"]} {
// CHECK-NEXT:   %0 = llvm.mlir.constant(1) : i64
// CHECK-NEXT:   %1 = llvm.mlir.constant(0) : i64
// CHECK-NEXT:   %n = llvm.load %data : !llvm.ptr -> i64
// CHECK-NEXT:   %2 = llvm.getelementptr inbounds %data[1] : (!llvm.ptr) -> !llvm.ptr, i64
// CHECK-NEXT:   %rows = llvm.load %2 : !llvm.ptr -> i64
// CHECK-NEXT:   %3 = llvm.getelementptr inbounds %data[2] : (!llvm.ptr) -> !llvm.ptr, i64
// CHECK-NEXT:   %x = llvm.load %3 : !llvm.ptr -> !llvm.ptr
// CHECK-NEXT:   llvm.br ^bb1(%first : i64)
// CHECK-NEXT: ^bb1(%t: i64):
// CHECK-NEXT:   %4 = llvm.icmp "slt" %t, %n : i64
// CHECK-NEXT:   llvm.cond_br %4, ^bb2, ^bb3
// CHECK-NEXT: ^bb2:
// CHECK-NEXT:   llvm.call @kernel_0(%t, %rows, %x) : (i64, i64, !llvm.ptr) -> ()
// CHECK-NEXT:   %5 = llvm.add %t, %stride overflow<nsw> : i64
// CHECK-NEXT:   llvm.br ^bb1(%5 : i64)
// CHECK-NEXT: ^bb3:
// CHECK-NEXT:   llvm.return
// CHECK-NEXT: }
// CHECK:      llvm.func internal @f.parallel.thread(%6: !llvm.ptr) attributes {passthrough = ["noinline", "optnone"]} {
// CHECK-NEXT:   %7 = llvm.call @omp_get_thread_num() : () -> i32
// CHECK-NEXT:   %8 = llvm.sext %7 : i32 to i64
// CHECK-NEXT:   %9 = llvm.call @omp_get_num_threads() : () -> i32
// CHECK-NEXT:   %10 = llvm.sext %9 : i32 to i64
// CHECK-NEXT:   llvm.call @f.parallel(%6, %8, %10) : (!llvm.ptr, i64, i64) -> ()
// CHECK-NEXT:   llvm.return
// CHECK-NEXT: }
// CHECK:      llvm.func @GOMP_parallel(!llvm.ptr, !llvm.ptr, i32, i32)
// CHECK:      llvm.func @f(%buffers: !llvm.ptr, %sizes: !llvm.ptr, %arena: !llvm.ptr, %threads: i64) -> i64 attributes {passthrough = ["noinline", "optnone"]} {
// CHECK-NEXT:   %x_1 = llvm.load %buffers : !llvm.ptr -> !llvm.ptr
// CHECK-NEXT:   %c0 = llvm.mlir.constant(0) : i64
// CHECK-NEXT:   %c1 = llvm.mlir.constant(1) : i64
// CHECK-NEXT:   %rows_1 = llvm.load %sizes : !llvm.ptr -> i64
// CHECK-NEXT:   %11 = llvm.mlir.constant(3) : i64
// CHECK-NEXT:   %12 = llvm.alloca %11 x i64 {alignment = 16 : i64} : (i64) -> !llvm.ptr
// CHECK-NEXT:   %13 = llvm.mlir.constant(0 : i32) : i32
// CHECK-NEXT:   %n_1 = llvm.call_intrinsic "llvm.smin.i64"(%threads, %rows_1) : (i64, i64) -> i64
// CHECK-NEXT:   llvm.store %n_1, %12 : i64, !llvm.ptr
// CHECK-NEXT:   %14 = llvm.getelementptr inbounds %12[1] : (!llvm.ptr) -> !llvm.ptr, i64
// CHECK-NEXT:   llvm.store %rows_1, %14 : i64, !llvm.ptr
// CHECK-NEXT:   %15 = llvm.getelementptr inbounds %12[2] : (!llvm.ptr) -> !llvm.ptr, i64
// CHECK-NEXT:   llvm.store %x_1, %15 : !llvm.ptr, !llvm.ptr
// CHECK-NEXT:   %16 = llvm.call_intrinsic "llvm.smin.i64"(%n_1, %threads) : (i64, i64) -> i64
// CHECK-NEXT:   %17 = llvm.icmp "sgt" %16, %c1 : i64
// CHECK-NEXT:   llvm.cond_br %17, ^bb1, ^bb2
// CHECK-NEXT: ^bb1:
// CHECK-NEXT:   %18 = llvm.mlir.addressof @f.parallel.thread : !llvm.ptr
// CHECK-NEXT:   %19 = llvm.trunc %16 : i64 to i32
// CHECK-NEXT:   llvm.call @GOMP_parallel(%18, %12, %19, %13) : (!llvm.ptr, !llvm.ptr, i32, i32) -> ()
// CHECK-NEXT:   llvm.br ^bb3
// CHECK-NEXT: ^bb2:
// CHECK-NEXT:   llvm.call @f.parallel(%12, %c0, %c1) : (!llvm.ptr, i64, i64) -> ()
// CHECK-NEXT:   llvm.br ^bb3
// CHECK-NEXT: ^bb3:
// CHECK-NEXT:   llvm.return %c0 : i64
// CHECK-NEXT: }
