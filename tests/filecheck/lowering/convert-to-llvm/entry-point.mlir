// RUN: adjoint-opt %s -p convert-to-llvm | filecheck %s

// A program and its plan, with the C interface: pointers and sizes come in arrays, the result is 0 or the number of the
// assert that failed, counted through the module.

func.func @loss(%x: memref<?x4xf32>, %out: memref<?xf32>, %arena: memref<?xi8>, %threads: index) {
  %c0 = arith.constant 0 : index
  %c3 = arith.constant 3 : index
  %rows = memref.dim %x, %c0 : memref<?x4xf32>
  %a = memref.load %x[%c0, %c3] : memref<?x4xf32>
  %zero = arith.constant 0.0 : f32
  %positive = arith.cmpf ogt, %a, %zero : f32
  cf.assert %positive, "example.mlir:3:1: 'aten.log': expects positive numbers"
  memref.store %a, %out[%rows] : memref<?xf32>
  func.return
}

// CHECK:      llvm.func @loss(%buffers: !llvm.ptr, %sizes: !llvm.ptr, %arena: !llvm.ptr, %threads: i64) -> i64 attributes {passthrough = ["noinline", "optnone"], adjoint.messages = ["example.mlir:3:1: 'aten.log': expects positive numbers"]} {
// CHECK-NEXT:   %x = llvm.load %buffers : !llvm.ptr -> !llvm.ptr
// CHECK-NEXT:   %0 = llvm.getelementptr inbounds %buffers[1] : (!llvm.ptr) -> !llvm.ptr, !llvm.ptr
// CHECK-NEXT:   %out = llvm.load %0 : !llvm.ptr -> !llvm.ptr
// CHECK-NEXT:   %c0 = llvm.mlir.constant(0) : i64
// CHECK-NEXT:   %c3 = llvm.mlir.constant(3) : i64
// CHECK-NEXT:   %rows = llvm.load %sizes : !llvm.ptr -> i64
// CHECK-NEXT:   %1 = llvm.mlir.constant(4) : i64
// CHECK-NEXT:   %zero = llvm.mlir.constant(0.000000e+00 : f32) : f32
// CHECK-NEXT:   %2 = llvm.mlir.constant(1) : i64
// CHECK-NEXT:   %3 = llvm.getelementptr inbounds %x[%c3] : (!llvm.ptr, i64) -> !llvm.ptr, f32
// CHECK-NEXT:   %a = llvm.load %3 : !llvm.ptr -> f32
// CHECK-NEXT:   %positive = llvm.fcmp "ogt" %a, %zero : f32
// CHECK-NEXT:   llvm.cond_br %positive, ^bb1, ^bb2(%2 : i64)
// CHECK-NEXT: ^bb1:
// CHECK-NEXT:   %4 = llvm.getelementptr inbounds %out[%rows] : (!llvm.ptr, i64) -> !llvm.ptr, f32
// CHECK-NEXT:   llvm.store %a, %4 : f32, !llvm.ptr
// CHECK-NEXT:   llvm.return %c0 : i64
// CHECK-NEXT: ^bb2(%5: i64):
// CHECK-NEXT:   llvm.return %5 : i64
// CHECK-NEXT: }

func.func @loss.plan(%x: memref<?x4xf32>, %threads: index, %plan: memref<?xindex>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %rows = memref.dim %x, %c0 : memref<?x4xf32>
  %some = arith.cmpi sgt, %rows, %c0 : index
  cf.assert %some, "example.mlir:2:1: 'aten.mean': expects rows"
  memref.store %c0, %plan[%c0] : memref<?xindex>
  memref.store %rows, %plan[%c1] : memref<?xindex>
  func.return
}

// CHECK:      llvm.func @loss.plan(%buffers_1: !llvm.ptr, %sizes_1: !llvm.ptr, %threads_1: i64, %plan: !llvm.ptr) -> i64 attributes {passthrough = ["noinline", "optnone"], adjoint.messages = ["example.mlir:2:1: 'aten.mean': expects rows"]} {
// CHECK-NEXT:   %c0_1 = llvm.mlir.constant(0) : i64
// CHECK-NEXT:   %c1 = llvm.mlir.constant(1) : i64
// CHECK-NEXT:   %rows_1 = llvm.load %sizes_1 : !llvm.ptr -> i64
// CHECK-NEXT:   %6 = llvm.mlir.constant(2) : i64
// CHECK-NEXT:   %some = llvm.icmp "sgt" %rows_1, %c0_1 : i64
// CHECK-NEXT:   llvm.cond_br %some, ^bb1, ^bb2(%6 : i64)
// CHECK-NEXT: ^bb1:
// CHECK-NEXT:   llvm.store %c0_1, %plan : i64, !llvm.ptr
// CHECK-NEXT:   %7 = llvm.getelementptr inbounds %plan[%c1] : (!llvm.ptr, i64) -> !llvm.ptr, i64
// CHECK-NEXT:   llvm.store %rows_1, %7 : i64, !llvm.ptr
// CHECK-NEXT:   llvm.return %c0_1 : i64
// CHECK-NEXT: ^bb2(%8: i64):
// CHECK-NEXT:   llvm.return %8 : i64
// CHECK-NEXT: }

// A plan that reads elements of its arguments says so.

func.func @f.plan(%sizes: memref<2xindex>, %threads: index, %plan: memref<?xindex>) attributes {adjoint.plan_reads_elements} {
  %c1 = arith.constant 1 : index
  %size = memref.load %sizes[%c1] : memref<2xindex>
  memref.store %size, %plan[%c1] : memref<?xindex>
  func.return
}

// CHECK:      llvm.func @f.plan(%buffers_2: !llvm.ptr, %sizes_2: !llvm.ptr, %threads_2: i64, %plan_1: !llvm.ptr) -> i64 attributes {passthrough = ["noinline", "optnone"], adjoint.plan_reads_elements} {
// CHECK-NEXT:   %sizes_3 = llvm.load %buffers_2 : !llvm.ptr -> !llvm.ptr
// CHECK-NEXT:   %c1_1 = llvm.mlir.constant(1) : i64
// CHECK-NEXT:   %9 = llvm.mlir.constant(0) : i64
// CHECK-NEXT:   %10 = llvm.getelementptr inbounds %sizes_3[%c1_1] : (!llvm.ptr, i64) -> !llvm.ptr, i64
// CHECK-NEXT:   %size = llvm.load %10 : !llvm.ptr -> i64
// CHECK-NEXT:   %11 = llvm.getelementptr inbounds %plan_1[%c1_1] : (!llvm.ptr, i64) -> !llvm.ptr, i64
// CHECK-NEXT:   llvm.store %size, %11 : i64, !llvm.ptr
// CHECK-NEXT:   llvm.return %9 : i64
// CHECK-NEXT: }
