// RUN: adjoint-opt %s -p convert-to-llvm | filecheck %s

func.func private @if(%condition: i1, %x: f32, %y: memref<?xf32>, %i: index) -> f32 {
  %result = scf.if %condition -> (f32) {
    %double = arith.addf %x, %x : f32
    scf.yield %double : f32
  } else {
    scf.yield %x : f32
  }
  scf.if %condition {
    memref.store %result, %y[%i] : memref<?xf32>
  }
  func.return %result : f32
}

// CHECK:      llvm.func internal @if(%condition: i1, %x: f32, %y: !llvm.ptr {llvm.noalias, llvm.nocapture}, %i: i64) -> f32 attributes {passthrough = ["noinline"]} {
// CHECK-NEXT:   llvm.cond_br %condition, ^bb1, ^bb2
// CHECK-NEXT: ^bb1:
// CHECK-NEXT:   %double = llvm.fadd %x, %x : f32
// CHECK-NEXT:   llvm.br ^bb3(%double : f32)
// CHECK-NEXT: ^bb2:
// CHECK-NEXT:   llvm.br ^bb3(%x : f32)
// CHECK-NEXT: ^bb3(%result: f32):
// CHECK-NEXT:   llvm.cond_br %condition, ^bb4, ^bb5
// CHECK-NEXT: ^bb4:
// CHECK-NEXT:   %0 = llvm.getelementptr inbounds %y[%i] : (!llvm.ptr, i64) -> !llvm.ptr, f32
// CHECK-NEXT:   llvm.store %result, %0 : f32, !llvm.ptr
// CHECK-NEXT:   llvm.br ^bb5
// CHECK-NEXT: ^bb5:
// CHECK-NEXT:   llvm.return %result : f32
// CHECK-NEXT: }

// Functions without a body are external.
func.func private @cblas_saxpy(i32, f32, memref<?xf32, strided<[1], offset: ?>>, i32, memref<?xf32, strided<[1], offset: ?>>, i32)

// CHECK:      llvm.func @cblas_saxpy(i32, f32, !llvm.ptr, i32, !llvm.ptr, i32)

func.func private @call(%n: i32, %a: f32, %x: memref<?xf32>, %i: index) {
  %one = arith.constant 1 : i32
  %from = memref.reinterpret_cast %x to offset: [%i], sizes: [%i], strides: [1] : memref<?xf32> to memref<?xf32, strided<[1], offset: ?>>
  %to = memref.reinterpret_cast %x to offset: [0], sizes: [%i], strides: [1] : memref<?xf32> to memref<?xf32, strided<[1], offset: ?>>
  func.call @cblas_saxpy(%n, %a, %from, %one, %to, %one) : (i32, f32, memref<?xf32, strided<[1], offset: ?>>, i32, memref<?xf32, strided<[1], offset: ?>>, i32) -> ()
  func.return
}

// CHECK:      llvm.func internal @call(%n: i32, %a: f32, %x_1: !llvm.ptr {llvm.noalias, llvm.nocapture}, %i_1: i64) attributes {passthrough = ["noinline"]} {
// CHECK-NEXT:   %one = llvm.mlir.constant(1 : i32) : i32
// CHECK-NEXT:   %from = llvm.getelementptr inbounds %x_1[%i_1] : (!llvm.ptr, i64) -> !llvm.ptr, f32
// CHECK-NEXT:   llvm.call @cblas_saxpy(%n, %a, %from, %one, %x_1, %one) : (i32, f32, !llvm.ptr, i32, !llvm.ptr, i32) -> ()
// CHECK-NEXT:   llvm.return
// CHECK-NEXT: }
