// RUN: adjoint-opt %s -p bufferize | filecheck %s

// A contraction is a GEMM: a transposed operand is a flag, and a start from zeros is beta = 0 and no fill.

func.func @product(%a: tensor<40x20xf32>, %b: tensor<30x20xf32>) -> tensor<40x30xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<40x30xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<40x30xf32>) -> tensor<40x30xf32>
  %c = linalg.generic {indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%a, %b : tensor<40x20xf32>, tensor<30x20xf32>) outs(%z : tensor<40x30xf32>) {
  ^bb0(%l: f32, %r: f32, %s: f32):
    %p = arith.mulf %l, %r : f32
    %t = arith.addf %s, %p : f32
    linalg.yield %t : f32
  } -> tensor<40x30xf32>
  func.return %c : tensor<40x30xf32>
}

// Batches are shared among threads where each product is small. Two batch dimensions that follow each other are one, and
// a batch that only one operand has makes that operand taller.

func.func @batches(%a: tensor<2x16x40x20xf64>, %b: tensor<2x16x20x30xf64>, %w: tensor<30x50xf64>) -> tensor<2x16x40x50xf64> {
  %zero = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<2x16x40x30xf64>
  %z = linalg.fill ins(%zero : f64) outs(%e : tensor<2x16x40x30xf64>) -> tensor<2x16x40x30xf64>
  %c = linalg.generic {indexing_maps = [affine_map<(x, y, m, n, k) -> (x, y, m, k)>, affine_map<(x, y, m, n, k) -> (x, y, k, n)>, affine_map<(x, y, m, n, k) -> (x, y, m, n)>], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction"]} ins(%a, %b : tensor<2x16x40x20xf64>, tensor<2x16x20x30xf64>) outs(%z : tensor<2x16x40x30xf64>) {
  ^bb0(%l: f64, %r: f64, %s: f64):
    %p = arith.mulf %l, %r : f64
    %t = arith.addf %s, %p : f64
    linalg.yield %t : f64
  } -> tensor<2x16x40x30xf64>
  %e1 = tensor.empty() : tensor<2x16x40x50xf64>
  %z1 = linalg.fill ins(%zero : f64) outs(%e1 : tensor<2x16x40x50xf64>) -> tensor<2x16x40x50xf64>
  %d = linalg.generic {indexing_maps = [affine_map<(x, y, m, n, k) -> (x, y, m, k)>, affine_map<(x, y, m, n, k) -> (k, n)>, affine_map<(x, y, m, n, k) -> (x, y, m, n)>], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction"]} ins(%c, %w : tensor<2x16x40x30xf64>, tensor<30x50xf64>) outs(%z1 : tensor<2x16x40x50xf64>) {
  ^bb0(%l1: f64, %r1: f64, %s1: f64):
    %p1 = arith.mulf %l1, %r1 : f64
    %t1 = arith.addf %s1, %p1 : f64
    linalg.yield %t1 : f64
  } -> tensor<2x16x40x50xf64>
  func.return %d : tensor<2x16x40x50xf64>
}

// CHECK:      func.func private @cblas_sgemm(i32, i32, i32, i32, i32, i32, f32, memref<?xf32, strided<[1], offset: ?>>, i32, memref<?xf32, strided<[1], offset: ?>>, i32, f32, memref<?xf32, strided<[1], offset: ?>>, i32) -> ()
// CHECK:      func.func private @cblas_dgemm(i32, i32, i32, i32, i32, i32, f64, memref<?xf64, strided<[1], offset: ?>>, i32, memref<?xf64, strided<[1], offset: ?>>, i32, f64, memref<?xf64, strided<[1], offset: ?>>, i32) -> ()

// CHECK:      func.func @product(%a: memref<40x20xf32>, %b: memref<30x20xf32>, %out0: memref<40x30xf32>, %arena: memref<?xi8>, %threads: index) {
// CHECK:        %a_1 = memref.reinterpret_cast %a to offset: [%c0], sizes: [%c800], strides: [1] : memref<40x20xf32> to memref<?xf32, strided<[1], offset: ?>>
// CHECK-NEXT:   %b_1 = memref.reinterpret_cast %b to offset: [%c0], sizes: [%c600], strides: [1] : memref<30x20xf32> to memref<?xf32, strided<[1], offset: ?>>
// CHECK-NEXT:   %out0_1 = memref.reinterpret_cast %out0 to offset: [%c0], sizes: [%c1200], strides: [1] : memref<40x30xf32> to memref<?xf32, strided<[1], offset: ?>>
// CHECK-NEXT:   func.call @cblas_sgemm(%c101_i32, %c111_i32, %c112_i32, %c40_i32, %c30_i32, %c20_i32, %one, %a_1, %c20_i32, %b_1, %c20_i32, %zero, %out0_1, %c30_i32) : (i32, i32, i32, i32, i32, i32, f32, memref<?xf32, strided<[1], offset: ?>>, i32, memref<?xf32, strided<[1], offset: ?>>, i32, f32, memref<?xf32, strided<[1], offset: ?>>, i32) -> ()
// CHECK-NEXT:   func.return
// CHECK-NEXT: }

// CHECK:      func.func @product.plan(%a: memref<40x20xf32>, %b: memref<30x20xf32>, %threads: index, %plan: memref<?xindex>) {
// CHECK:        memref.store %c0, %plan[%c0] : memref<?xindex>
// CHECK-NEXT:   memref.store %c40, %plan[%c1] : memref<?xindex>
// CHECK-NEXT:   memref.store %c30, %plan[%c2] : memref<?xindex>
// CHECK-NEXT:   func.return
// CHECK-NEXT: }

// CHECK:      func.func @batches(%a: memref<2x16x40x20xf64>, %b: memref<2x16x20x30xf64>, %w: memref<30x50xf64>, %out0: memref<2x16x40x50xf64>, %arena: memref<?xi8>, %threads: index) {
// CHECK:        %0 = arith.minsi %c2, %threads : index
// CHECK-NEXT:   %used = arith.maxsi %0, %c1 : index
// CHECK-NEXT:   %c = memref.view %arena[%c0][%c38400] : memref<?xi8> to memref<?xf64>
// CHECK-NEXT:   "scf.parallel"(%c0, %used, %c1) <{operandSegmentSizes = array<i32: 1, 1, 1, 0>}> ({
// CHECK-NEXT:   ^bb0(%thread: index):
// CHECK-NEXT:     %1 = arith.muli %thread, %c32 : index
// CHECK-NEXT:     %begin = arith.divui %1, %used : index
// CHECK-NEXT:     %2 = arith.addi %thread, %c1 : index
// CHECK-NEXT:     %3 = arith.muli %2, %c32 : index
// CHECK-NEXT:     %end = arith.divui %3, %used : index
// CHECK-NEXT:     scf.for %batch = %begin to %end step %c1 {
// CHECK-NEXT:       %4 = arith.muli %batch, %c800 : index
// CHECK-NEXT:       %a_1 = memref.reinterpret_cast %a to offset: [%4], sizes: [%c25600], strides: [1] : memref<2x16x40x20xf64> to memref<?xf64, strided<[1], offset: ?>>
// CHECK-NEXT:       %5 = arith.muli %batch, %c600 : index
// CHECK-NEXT:       %b_1 = memref.reinterpret_cast %b to offset: [%5], sizes: [%c19200], strides: [1] : memref<2x16x20x30xf64> to memref<?xf64, strided<[1], offset: ?>>
// CHECK-NEXT:       %6 = arith.muli %batch, %c1200 : index
// CHECK-NEXT:       %c_1 = memref.reinterpret_cast %c to offset: [%6], sizes: [%c38400], strides: [1] : memref<?xf64> to memref<?xf64, strided<[1], offset: ?>>
// CHECK-NEXT:       func.call @cblas_dgemm(%c101_i32, %c111_i32, %c111_i32, %c40_i32, %c30_i32, %c20_i32, %one, %a_1, %c20_i32, %b_1, %c30_i32, %zero, %c_1, %c30_i32) : (i32, i32, i32, i32, i32, i32, f64, memref<?xf64, strided<[1], offset: ?>>, i32, memref<?xf64, strided<[1], offset: ?>>, i32, f64, memref<?xf64, strided<[1], offset: ?>>, i32) -> ()
// CHECK-NEXT:     }
// CHECK-NEXT:     scf.reduce
// CHECK-NEXT:   }) : (index, index, index) -> ()
// CHECK-NEXT:   %c_2 = memref.reinterpret_cast %c to offset: [%c0], sizes: [%c38400], strides: [1] : memref<?xf64> to memref<?xf64, strided<[1], offset: ?>>
// CHECK-NEXT:   %w_1 = memref.reinterpret_cast %w to offset: [%c0], sizes: [%c1500], strides: [1] : memref<30x50xf64> to memref<?xf64, strided<[1], offset: ?>>
// CHECK-NEXT:   %out0_1 = memref.reinterpret_cast %out0 to offset: [%c0], sizes: [%c64000], strides: [1] : memref<2x16x40x50xf64> to memref<?xf64, strided<[1], offset: ?>>
// CHECK-NEXT:   func.call @cblas_dgemm(%c101_i32, %c111_i32, %c111_i32, %c1280_i32, %c50_i32, %c30_i32, %one, %c_2, %c30_i32, %w_1, %c50_i32, %zero, %out0_1, %c50_i32) : (i32, i32, i32, i32, i32, i32, f64, memref<?xf64, strided<[1], offset: ?>>, i32, memref<?xf64, strided<[1], offset: ?>>, i32, f64, memref<?xf64, strided<[1], offset: ?>>, i32) -> ()
// CHECK-NEXT:   func.return
// CHECK-NEXT: }

// CHECK:      func.func @batches.plan(%a: memref<2x16x40x20xf64>, %b: memref<2x16x20x30xf64>, %w: memref<30x50xf64>, %threads: index, %plan: memref<?xindex>) {
// CHECK:        memref.store %c307200, %plan[%c0] : memref<?xindex>
// CHECK-NEXT:   memref.store %c2, %plan[%c1] : memref<?xindex>
// CHECK-NEXT:   memref.store %c16, %plan[%c2] : memref<?xindex>
// CHECK-NEXT:   memref.store %c40, %plan[%c3] : memref<?xindex>
// CHECK-NEXT:   memref.store %c50, %plan[%c4] : memref<?xindex>
// CHECK-NEXT:   func.return
// CHECK-NEXT: }
