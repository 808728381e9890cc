// RUN: adjoint-opt %s -p convert-to-llvm | filecheck %s

// f16 and bf16 are i16, and are converted by functions that LLVM inlines: by integer arithmetic, f16 by instructions.

func.func private @scale(%i: index, %x: memref<?xbf16>, %y: memref<?xf16>) {
  %c = arith.constant 1.5 : bf16
  %0 = memref.load %x[%i] : memref<?xbf16>
  %1 = arith.extf %0 : bf16 to f32
  %2 = arith.extf %c : bf16 to f64
  %3 = arith.truncf %2 : f64 to f16
  %4 = arith.truncf %1 : f32 to bf16
  memref.store %3, %y[%i] : memref<?xf16>
  memref.store %4, %x[%i] : memref<?xbf16>
  func.return
}

// CHECK:        llvm.func internal @adjoint.extf.bf16(%x: i16) -> f32 attributes {passthrough = ["alwaysinline"]} {
// CHECK-NEXT:     %0 = llvm.mlir.constant(16 : i32) : i32
// CHECK-NEXT:     %1 = llvm.zext %x : i16 to i32
// CHECK-NEXT:     %2 = llvm.shl %1, %0 : i32
// CHECK-NEXT:     %3 = llvm.bitcast %2 : i32 to f32
// CHECK-NEXT:     llvm.return %3 : f32
// CHECK-NEXT:   }
// CHECK-NEXT:   llvm.func internal @adjoint.truncf.f16(%4: f32) -> i16 attributes {passthrough = ["alwaysinline"]} {
// CHECK-NEXT:     %5 = llvm.fptrunc %4 : f32 to f16
// CHECK-NEXT:     %6 = llvm.bitcast %5 : f16 to i16
// CHECK-NEXT:     llvm.return %6 : i16
// CHECK-NEXT:   }
// CHECK-NEXT:   llvm.func internal @adjoint.truncf.bf16(%x_1: f32) -> i16 attributes {passthrough = ["alwaysinline"]} {
// CHECK-NEXT:     %7 = llvm.mlir.constant(16 : i32) : i32
// CHECK-NEXT:     %8 = llvm.mlir.constant(1 : i32) : i32
// CHECK-NEXT:     %9 = llvm.mlir.constant(32767 : i32) : i32
// CHECK-NEXT:     %10 = llvm.mlir.constant(2147483647 : i32) : i32
// CHECK-NEXT:     %11 = llvm.mlir.constant(2139095041 : i32) : i32
// CHECK-NEXT:     %12 = llvm.mlir.constant(32704 : i32) : i32
// CHECK-NEXT:     %13 = llvm.bitcast %x_1 : f32 to i32
// CHECK-NEXT:     %14 = llvm.lshr %13, %7 : i32
// CHECK-NEXT:     %15 = llvm.and %14, %8 : i32
// CHECK-NEXT:     %16 = llvm.add %13, %9 : i32
// CHECK-NEXT:     %17 = llvm.add %16, %15 : i32
// CHECK-NEXT:     %18 = llvm.lshr %17, %7 : i32
// CHECK-NEXT:     %19 = llvm.bitcast %x_1 : f32 to i32
// CHECK-NEXT:     %20 = llvm.and %19, %10 : i32
// CHECK-NEXT:     %21 = llvm.icmp "uge" %20, %11 : i32
// CHECK-NEXT:     %22 = llvm.select %21, %12, %18 : i1, i32
// CHECK-NEXT:     %23 = llvm.trunc %22 : i32 to i16
// CHECK-NEXT:     llvm.return %23 : i16
// CHECK-NEXT:   }
// CHECK-NEXT:   llvm.func internal @scale(%i: i64, %x_2: !llvm.ptr {llvm.noalias, llvm.nocapture}, %y: !llvm.ptr {llvm.noalias, llvm.nocapture}) attributes {passthrough = ["noinline"]} {
// CHECK-NEXT:     %c = llvm.mlir.constant(16320 : i16) : i16
// CHECK-NEXT:     %24 = llvm.getelementptr inbounds %x_2[%i] : (!llvm.ptr, i64) -> !llvm.ptr, i16
// CHECK-NEXT:     %25 = llvm.load %24 : !llvm.ptr -> i16
// CHECK-NEXT:     %26 = llvm.call @adjoint.extf.bf16(%25) : (i16) -> f32
// CHECK-NEXT:     %27 = llvm.call @adjoint.extf.bf16(%c) : (i16) -> f32
// CHECK-NEXT:     %28 = llvm.fpext %27 : f32 to f64
// CHECK-NEXT:     %29 = llvm.fptrunc %28 : f64 to f32
// CHECK-NEXT:     %30 = llvm.call @adjoint.truncf.f16(%29) : (f32) -> i16
// CHECK-NEXT:     %31 = llvm.call @adjoint.truncf.bf16(%26) : (f32) -> i16
// CHECK-NEXT:     %32 = llvm.getelementptr inbounds %y[%i] : (!llvm.ptr, i64) -> !llvm.ptr, i16
// CHECK-NEXT:     llvm.store %30, %32 : i16, !llvm.ptr
// CHECK-NEXT:     %33 = llvm.getelementptr inbounds %x_2[%i] : (!llvm.ptr, i64) -> !llvm.ptr, i16
// CHECK-NEXT:     llvm.store %31, %33 : i16, !llvm.ptr
// CHECK-NEXT:     llvm.return
// CHECK-NEXT:   }
