// RUN: adjoint-opt %s -p bufferize | filecheck %s

// What no GEMM computes and no kernel was made of becomes loops: a product of integers, whose start is filled in.

func.func @integers(%a: tensor<4x3xi64>, %b: tensor<3x5xi64>) -> tensor<4x5xi64> {
  %zero = arith.constant 0 : i64
  %e = tensor.empty() : tensor<4x5xi64>
  %z = linalg.fill ins(%zero : i64) outs(%e : tensor<4x5xi64>) -> tensor<4x5xi64>
  %c = linalg.generic {indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (m, n)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%a, %b : tensor<4x3xi64>, tensor<3x5xi64>) outs(%z : tensor<4x5xi64>) {
  ^bb0(%l: i64, %r: i64, %s: i64):
    %p = arith.muli %l, %r : i64
    %t = arith.addi %s, %p : i64
    linalg.yield %t : i64
  } -> tensor<4x5xi64>
  func.return %c : tensor<4x5xi64>
}

// CHECK:      func.func @integers(%a: memref<4x3xi64>, %b: memref<3x5xi64>, %out0: memref<4x5xi64>, %arena: memref<?xi8>, %threads: index) {
// CHECK:        %out0_flat = memref.reinterpret_cast %out0 to offset: [0], sizes: [%c20], strides: [1] : memref<4x5xi64> to memref<?xi64>
// CHECK-NEXT:   scf.for %0 = %c0 to %c20 step %c1 {
// CHECK-NEXT:     memref.store %c0_i64, %out0_flat[%0] : memref<?xi64>
// CHECK-NEXT:   }
// CHECK-NEXT:   %a_flat = memref.reinterpret_cast %a to offset: [0], sizes: [%c12], strides: [1] : memref<4x3xi64> to memref<?xi64>
// CHECK-NEXT:   %b_flat = memref.reinterpret_cast %b to offset: [0], sizes: [%c15], strides: [1] : memref<3x5xi64> to memref<?xi64>
// CHECK-NEXT:   scf.for %1 = %c0 to %c4 step %c1 {
// CHECK-NEXT:     %2 = arith.muli %1, %c3 : index
// CHECK-NEXT:     %3 = arith.muli %1, %c5 : index
// CHECK-NEXT:     scf.for %4 = %c0 to %c5 step %c1 {
// CHECK-NEXT:       %5 = arith.addi %3, %4 : index
// CHECK-NEXT:       scf.for %6 = %c0 to %c3 step %c1 {
// CHECK-NEXT:         %7 = arith.addi %2, %6 : index
// CHECK-NEXT:         %8 = memref.load %a_flat[%7] : memref<?xi64>
// CHECK-NEXT:         %9 = arith.muli %6, %c5 : index
// CHECK-NEXT:         %10 = arith.addi %9, %4 : index
// CHECK-NEXT:         %11 = memref.load %b_flat[%10] : memref<?xi64>
// CHECK-NEXT:         %12 = memref.load %out0_flat[%5] : memref<?xi64>
// CHECK-NEXT:         %p = arith.muli %8, %11 : i64
// CHECK-NEXT:         %t = arith.addi %12, %p : i64
// CHECK-NEXT:         memref.store %t, %out0_flat[%5] : memref<?xi64>
// CHECK-NEXT:       }
// CHECK-NEXT:     }
// CHECK-NEXT:   }
// CHECK-NEXT:   func.return
// CHECK-NEXT: }

// CHECK:      func.func @integers.plan(%a: memref<4x3xi64>, %b: memref<3x5xi64>, %threads: index, %plan: memref<?xindex>) {
// CHECK:        memref.store %c0, %plan[%c0] : memref<?xindex>
// CHECK-NEXT:   memref.store %c4, %plan[%c1] : memref<?xindex>
// CHECK-NEXT:   memref.store %c5, %plan[%c2] : memref<?xindex>
// CHECK-NEXT:   func.return
// CHECK-NEXT: }
