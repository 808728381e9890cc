// RUN: adjoint-opt %s -p bufferize | filecheck %s

// What is summed across rows has one slot a thread in the arena, and scratch as well; the slots are combined in the order
// of the threads. The bytes of the arena depend on the number of threads.

func.func private @kernel_0(%x: tensor<?x10xf32>, %n: index) -> tensor<10xf32>
    attributes {kernel.rows = [0 : index], kernel.accumulated = array<i64: 0>, kernel.scratch = [[f32, [10 : i64]]]} {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<10xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<10xf32>) -> tensor<10xf32>
  %s = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>], iterator_types = ["reduction", "parallel"]} ins(%x : tensor<?x10xf32>) outs(%z : tensor<10xf32>) {
  ^bb0(%a: f32, %o: f32):
    %b = arith.addf %a, %o : f32
    linalg.yield %b : f32
  } -> tensor<10xf32>
  func.return %s : tensor<10xf32>
}

func.func @f(%x: tensor<?x10xf32>) -> tensor<10xf32> {
  %c0 = arith.constant 0 : index
  %n = tensor.dim %x, %c0 : tensor<?x10xf32>
  %s = func.call @kernel_0(%x, %n) : (tensor<?x10xf32>, index) -> tensor<10xf32>
  func.return %s : tensor<10xf32>
}

// With few rows that are known, one thread does it all: it sums in the result, and nothing is to be combined.

func.func @small(%x: tensor<4x10xf32>) -> tensor<10xf32> {
  %c4 = arith.constant 4 : index
  %any = tensor.cast %x : tensor<4x10xf32> to tensor<?x10xf32>
  %s = func.call @kernel_0(%any, %c4) : (tensor<?x10xf32>, index) -> tensor<10xf32>
  func.return %s : tensor<10xf32>
}

// CHECK:      func.func private @kernel_0(index, index, index, memref<?xf32>, memref<?xf32>, memref<?xf32>) -> ()
// CHECK:      func.func private @kernel_0.combine(index, index, memref<?xf32>, memref<?xf32>) -> ()

// CHECK:      func.func @f(%x: memref<?x10xf32>, %out0: memref<10xf32>, %arena: memref<?xi8>, %threads: index) {
// CHECK:        %0 = arith.muli %c64, %threads : index
// CHECK-NEXT:   %1 = arith.addi %0, %0 : index
// CHECK-NEXT:   %n = memref.dim %x, %c0 : memref<?x10xf32>
// CHECK-NEXT:   %2 = arith.muli %n, %c10 : index
// CHECK-NEXT:   %x_flat = memref.reinterpret_cast %x to offset: [0], sizes: [%2], strides: [1] : memref<?x10xf32> to memref<?xf32>
// CHECK-NEXT:   %out0_flat = memref.reinterpret_cast %out0 to offset: [0], sizes: [%c10], strides: [1] : memref<10xf32> to memref<?xf32>
// CHECK-NEXT:   %3 = arith.muli %n, %c30 : index
// CHECK-NEXT:   %4 = arith.divui %3, %c524288 : index
// CHECK-NEXT:   %5 = arith.minsi %n, %4 : index
// CHECK-NEXT:   %6 = arith.minsi %5, %threads : index
// CHECK-NEXT:   %used = arith.maxsi %6, %c1 : index
// CHECK-NEXT:   "scf.parallel"(%c0, %used, %c1) <{operandSegmentSizes = array<i32: 1, 1, 1, 0>}> ({
// CHECK-NEXT:   ^bb0(%thread: index):
// CHECK-NEXT:     %7 = arith.muli %thread, %n : index
// CHECK-NEXT:     %begin = arith.divui %7, %used : index
// CHECK-NEXT:     %8 = arith.addi %thread, %c1 : index
// CHECK-NEXT:     %9 = arith.muli %8, %n : index
// CHECK-NEXT:     %end = arith.divui %9, %used : index
// CHECK-NEXT:     %10 = arith.muli %thread, %c64 : index
// CHECK-NEXT:     %11 = memref.view %arena[%10][%c10] : memref<?xi8> to memref<?xf32>
// CHECK-NEXT:     %12 = arith.addi %0, %10 : index
// CHECK-NEXT:     %13 = memref.view %arena[%12][%c10] : memref<?xi8> to memref<?xf32>
// CHECK-NEXT:     func.call @kernel_0(%begin, %end, %n, %x_flat, %11, %13) : (index, index, index, memref<?xf32>, memref<?xf32>, memref<?xf32>) -> ()
// CHECK-NEXT:     scf.reduce
// CHECK-NEXT:   }) : (index, index, index) -> ()
// CHECK-NEXT:   %14 = arith.muli %c16, %used : index
// CHECK-NEXT:   %15 = memref.view %arena[%c0][%14] : memref<?xi8> to memref<?xf32>
// CHECK-NEXT:   func.call @kernel_0.combine(%used, %n, %15, %out0_flat) : (index, index, memref<?xf32>, memref<?xf32>) -> ()
// CHECK-NEXT:   func.return
// CHECK-NEXT: }

// CHECK:      func.func @f.plan(%x: memref<?x10xf32>, %threads: index, %plan: memref<?xindex>) {
// CHECK:        %0 = arith.muli %c64, %threads : index
// CHECK-NEXT:   %1 = arith.addi %0, %0 : index
// CHECK-NEXT:   memref.store %1, %plan[%c0] : memref<?xindex>
// CHECK-NEXT:   memref.store %c10, %plan[%c1] : memref<?xindex>
// CHECK-NEXT:   func.return
// CHECK-NEXT: }

// CHECK:      func.func @small(%x: memref<4x10xf32>, %out0: memref<10xf32>, %arena: memref<?xi8>, %threads: index) {
// CHECK:        %x_flat = memref.reinterpret_cast %x to offset: [0], sizes: [%c40], strides: [1] : memref<4x10xf32> to memref<?xf32>
// CHECK-NEXT:   %out0_flat = memref.reinterpret_cast %out0 to offset: [0], sizes: [%c10], strides: [1] : memref<10xf32> to memref<?xf32>
// CHECK-NEXT:   %0 = memref.view %arena[%c0][%c10] : memref<?xi8> to memref<?xf32>
// CHECK-NEXT:   func.call @kernel_0(%c0, %c4, %c4, %x_flat, %out0_flat, %0) : (index, index, index, memref<?xf32>, memref<?xf32>, memref<?xf32>) -> ()
// CHECK-NEXT:   func.return
// CHECK-NEXT: }

// CHECK:      func.func @small.plan(%x: memref<4x10xf32>, %threads: index, %plan: memref<?xindex>) {
// CHECK:        memref.store %c64, %plan[%c0] : memref<?xindex>
// CHECK-NEXT:   memref.store %c10, %plan[%c1] : memref<?xindex>
// CHECK-NEXT:   func.return
// CHECK-NEXT: }
