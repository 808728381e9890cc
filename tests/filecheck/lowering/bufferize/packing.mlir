// RUN: adjoint-opt %s -p bufferize | filecheck %s

// The batch is the innermost dimension of both operands, so neither has neighbours along M, N or K: they are copied into an
// order in which the batches are matrices.

func.func @f(%a: tensor<40x20x4xf32>, %b: tensor<20x30x4xf32>) -> tensor<4x40x30xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<4x40x30xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<4x40x30xf32>) -> tensor<4x40x30xf32>
  %c = linalg.generic {indexing_maps = [affine_map<(b, m, n, k) -> (m, k, b)>, affine_map<(b, m, n, k) -> (k, n, b)>, affine_map<(b, m, n, k) -> (b, m, n)>], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%a, %b : tensor<40x20x4xf32>, tensor<20x30x4xf32>) outs(%z : tensor<4x40x30xf32>) {
  ^bb0(%l: f32, %r: f32, %s: f32):
    %p = arith.mulf %l, %r : f32
    %t = arith.addf %s, %p : f32
    linalg.yield %t : f32
  } -> tensor<4x40x30xf32>
  func.return %c : tensor<4x40x30xf32>
}

// CHECK:      func.func private @cblas_sgemm(i32, i32, i32, i32, i32, i32, f32, memref<?xf32, strided<[1], offset: ?>>, i32, memref<?xf32, strided<[1], offset: ?>>, i32, f32, memref<?xf32, strided<[1], offset: ?>>, i32) -> ()

// CHECK:      func.func @f(%a: memref<40x20x4xf32>, %b: memref<20x30x4xf32>, %out0: memref<4x40x30xf32>, %arena: memref<?xi8>, %threads: index) {
// CHECK:        %a_flat = memref.reinterpret_cast %a to offset: [0], sizes: [%c3200], strides: [1] : memref<40x20x4xf32> to memref<?xf32>
// CHECK-NEXT:   %0 = memref.view %arena[%c0][%c3200] : memref<?xi8> to memref<?xf32>
// CHECK-NEXT:   scf.for %1 = %c0 to %c800 step %c1 {
// CHECK-NEXT:     %2 = arith.muli %1, %c4 : index
// CHECK-NEXT:     scf.for %3 = %c0 to %c4 step %c1 {
// CHECK-NEXT:       %4 = arith.addi %2, %3 : index
// CHECK-NEXT:       %5 = memref.load %a_flat[%4] : memref<?xf32>
// CHECK-NEXT:       %6 = arith.muli %3, %c800 : index
// CHECK-NEXT:       %7 = arith.addi %1, %6 : index
// CHECK-NEXT:       memref.store %5, %0[%7] : memref<?xf32>
// CHECK-NEXT:     }
// CHECK-NEXT:   }
// CHECK-NEXT:   %b_flat = memref.reinterpret_cast %b to offset: [0], sizes: [%c2400], strides: [1] : memref<20x30x4xf32> to memref<?xf32>
// CHECK-NEXT:   %8 = memref.view %arena[%c12800][%c2400] : memref<?xi8> to memref<?xf32>
// CHECK-NEXT:   scf.for %9 = %c0 to %c600 step %c1 {
// CHECK-NEXT:     %10 = arith.muli %9, %c4 : index
// CHECK-NEXT:     scf.for %11 = %c0 to %c4 step %c1 {
// CHECK-NEXT:       %12 = arith.addi %10, %11 : index
// CHECK-NEXT:       %13 = memref.load %b_flat[%12] : memref<?xf32>
// CHECK-NEXT:       %14 = arith.muli %11, %c600 : index
// CHECK-NEXT:       %15 = arith.addi %9, %14 : index
// CHECK-NEXT:       memref.store %13, %8[%15] : memref<?xf32>
// CHECK-NEXT:     }
// CHECK-NEXT:   }
// CHECK-NEXT:   scf.for %16 = %c0 to %c4 step %c1 {
// CHECK-NEXT:     %17 = arith.muli %16, %c800 : index
// CHECK-NEXT:     %18 = memref.reinterpret_cast %0 to offset: [%17], sizes: [%c3200], strides: [1] : memref<?xf32> to memref<?xf32, strided<[1], offset: ?>>
// CHECK-NEXT:     %19 = arith.muli %16, %c600 : index
// CHECK-NEXT:     %20 = memref.reinterpret_cast %8 to offset: [%19], sizes: [%c2400], strides: [1] : memref<?xf32> to memref<?xf32, strided<[1], offset: ?>>
// CHECK-NEXT:     %21 = arith.muli %16, %c1200 : index
// CHECK-NEXT:     %out0_1 = memref.reinterpret_cast %out0 to offset: [%21], sizes: [%c4800], strides: [1] : memref<4x40x30xf32> to memref<?xf32, strided<[1], offset: ?>>
// CHECK-NEXT:     func.call @cblas_sgemm(%c101_i32, %c111_i32, %c111_i32, %c40_i32, %c30_i32, %c20_i32, %one, %18, %c20_i32, %20, %c30_i32, %zero, %out0_1, %c30_i32) : (i32, i32, i32, i32, i32, i32, f32, memref<?xf32, strided<[1], offset: ?>>, i32, memref<?xf32, strided<[1], offset: ?>>, i32, f32, memref<?xf32, strided<[1], offset: ?>>, i32) -> ()
// CHECK-NEXT:   }
// CHECK-NEXT:   func.return
// CHECK-NEXT: }

// CHECK:      func.func @f.plan(%a: memref<40x20x4xf32>, %b: memref<20x30x4xf32>, %threads: index, %plan: memref<?xindex>) {
// CHECK:        memref.store %c22400, %plan[%c0] : memref<?xindex>
// CHECK-NEXT:   memref.store %c4, %plan[%c1] : memref<?xindex>
// CHECK-NEXT:   memref.store %c40, %plan[%c2] : memref<?xindex>
// CHECK-NEXT:   memref.store %c30, %plan[%c3] : memref<?xindex>
// CHECK-NEXT:   func.return
// CHECK-NEXT: }
