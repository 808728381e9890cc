// RUN: adjoint-opt %s -p bufferize | filecheck %s

// The rows of a gradient are added to the rows of an embedding's weight gradient: the loop carries it in place, and the
// sum is computed in the row itself.

func.func @scatter(%indices: tensor<?xi64>, %g: tensor<?x16xf32>) -> tensor<100x16xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  %n = tensor.dim %indices, %c0 : tensor<?xi64>
  %e = tensor.empty() : tensor<100x16xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<100x16xf32>) -> tensor<100x16xf32>
  %sum = scf.for %k = %c0 to %n step %c1 iter_args(%sofar = %z) -> (tensor<100x16xf32>) {
    %index = tensor.extract %indices[%k] : tensor<?xi64>
    %row = arith.index_cast %index : i64 to index
    %old = tensor.extract_slice %sofar[%row, 0] [1, 16] [1, 1] : tensor<100x16xf32> to tensor<16xf32>
    %new = tensor.extract_slice %g[%k, 0] [1, 16] [1, 1] : tensor<?x16xf32> to tensor<16xf32>
    %er = tensor.empty() : tensor<16xf32>
    %both = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%old, %new : tensor<16xf32>, tensor<16xf32>) outs(%er : tensor<16xf32>) {
    ^bb0(%l: f32, %r: f32, %o: f32):
      %t = arith.addf %l, %r : f32
      linalg.yield %t : f32
    } -> tensor<16xf32>
    %next = tensor.insert_slice %both into %sofar[%row, 0] [1, 16] [1, 1] : tensor<16xf32> into tensor<100x16xf32>
    scf.yield %next : tensor<100x16xf32>
  }
  func.return %sum : tensor<100x16xf32>
}

// CHECK:      func.func @scatter(%indices: memref<?xi64>, %g: memref<?x16xf32>, %out0: memref<100x16xf32>, %arena: memref<?xi8>, %threads: index) {
// CHECK:        %out0_flat = memref.reinterpret_cast %out0 to offset: [0], sizes: [%c1600], strides: [1] : memref<100x16xf32> to memref<?xf32>
// CHECK-NEXT:   scf.for %0 = %c0 to %c1600 step %c1 {
// CHECK-NEXT:     memref.store %zero, %out0_flat[%0] : memref<?xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   %n = memref.dim %indices, %c0 : memref<?xi64>
// CHECK-NEXT:   %1 = memref.dim %g, %c0 : memref<?x16xf32>
// CHECK-NEXT:   %2 = arith.muli %1, %c16 : index
// CHECK-NEXT:   %g_flat = memref.reinterpret_cast %g to offset: [0], sizes: [%2], strides: [1] : memref<?x16xf32> to memref<?xf32>
// CHECK-NEXT:   scf.for %3 = %c0 to %n step %c1 {
// CHECK-NEXT:     %4 = memref.load %indices[%3] : memref<?xi64>
// CHECK-NEXT:     %row = arith.index_cast %4 : i64 to index
// CHECK-NEXT:     %5 = arith.muli %row, %c16 : index
// CHECK-NEXT:     %6 = arith.muli %3, %c16 : index
// CHECK-NEXT:     scf.for %7 = %c0 to %c16 step %c1 {
// CHECK-NEXT:       %8 = arith.addi %5, %7 : index
// CHECK-NEXT:       %9 = memref.load %out0_flat[%8] : memref<?xf32>
// CHECK-NEXT:       %10 = arith.addi %6, %7 : index
// CHECK-NEXT:       %11 = memref.load %g_flat[%10] : memref<?xf32>
// CHECK-NEXT:       %t = arith.addf %9, %11 : f32
// CHECK-NEXT:       memref.store %t, %out0_flat[%8] : memref<?xf32>
// CHECK-NEXT:     }
// CHECK-NEXT:   }
// CHECK-NEXT:   func.return
// CHECK-NEXT: }

// CHECK:      func.func @scatter.plan(%indices: memref<?xi64>, %g: memref<?x16xf32>, %threads: index, %plan: memref<?xindex>) {
// CHECK:        memref.store %c0, %plan[%c0] : memref<?xindex>
// CHECK-NEXT:   memref.store %c100, %plan[%c1] : memref<?xindex>
// CHECK-NEXT:   memref.store %c16, %plan[%c2] : memref<?xindex>
// CHECK-NEXT:   func.return
// CHECK-NEXT: }
