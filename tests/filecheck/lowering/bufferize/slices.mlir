// RUN: adjoint-opt %s -p bufferize | filecheck %s

// A slice is seen where it is; inserting it copies it, into memory that starts as whatever it is, since all of it is
// written, or as zeros.

func.func @cat(%x: tensor<2x3xf32>, %y: tensor<2x5xf32>) -> tensor<2x8xf32> {
  %e = tensor.empty() : tensor<2x8xf32>
  %a = tensor.insert_slice %x into %e[0, 0] [2, 3] [1, 1] : tensor<2x3xf32> into tensor<2x8xf32>
  %b = tensor.insert_slice %y into %a[0, 3] [2, 5] [1, 1] : tensor<2x5xf32> into tensor<2x8xf32>
  func.return %b : tensor<2x8xf32>
}

func.func @reverse_of_slice(%g: tensor<2x8xf32>) -> tensor<4x8xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<4x8xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
  %r = tensor.insert_slice %g into %z[1, 0] [2, 8] [1, 1] : tensor<2x8xf32> into tensor<4x8xf32>
  func.return %r : tensor<4x8xf32>
}

// CHECK:      func.func @cat(%x: memref<2x3xf32>, %y: memref<2x5xf32>, %out0: memref<2x8xf32>, %arena: memref<?xi8>, %threads: index) {
// CHECK:        %x_flat = memref.reinterpret_cast %x to offset: [0], sizes: [%c6], strides: [1] : memref<2x3xf32> to memref<?xf32>
// CHECK-NEXT:   %out0_flat = memref.reinterpret_cast %out0 to offset: [0], sizes: [%c16], strides: [1] : memref<2x8xf32> to memref<?xf32>
// CHECK-NEXT:   scf.for %0 = %c0 to %c2 step %c1 {
// CHECK-NEXT:     %1 = arith.muli %0, %c3 : index
// CHECK-NEXT:     %2 = arith.muli %0, %c8 : index
// CHECK-NEXT:     scf.for %3 = %c0 to %c3 step %c1 {
// CHECK-NEXT:       %4 = arith.addi %1, %3 : index
// CHECK-NEXT:       %5 = memref.load %x_flat[%4] : memref<?xf32>
// CHECK-NEXT:       %6 = arith.addi %2, %3 : index
// CHECK-NEXT:       memref.store %5, %out0_flat[%6] : memref<?xf32>
// CHECK-NEXT:     }
// CHECK-NEXT:   }
// CHECK-NEXT:   %y_flat = memref.reinterpret_cast %y to offset: [0], sizes: [%c10], strides: [1] : memref<2x5xf32> to memref<?xf32>
// CHECK-NEXT:   scf.for %7 = %c0 to %c2 step %c1 {
// CHECK-NEXT:     %8 = arith.muli %7, %c5 : index
// CHECK-NEXT:     %9 = arith.muli %7, %c8 : index
// CHECK-NEXT:     %10 = arith.addi %c3, %9 : index
// CHECK-NEXT:     scf.for %11 = %c0 to %c5 step %c1 {
// CHECK-NEXT:       %12 = arith.addi %8, %11 : index
// CHECK-NEXT:       %13 = memref.load %y_flat[%12] : memref<?xf32>
// CHECK-NEXT:       %14 = arith.addi %10, %11 : index
// CHECK-NEXT:       memref.store %13, %out0_flat[%14] : memref<?xf32>
// CHECK-NEXT:     }
// CHECK-NEXT:   }
// CHECK-NEXT:   func.return
// CHECK-NEXT: }

// CHECK:      func.func @cat.plan(%x: memref<2x3xf32>, %y: memref<2x5xf32>, %threads: index, %plan: memref<?xindex>) {
// CHECK:        memref.store %c0, %plan[%c0] : memref<?xindex>
// CHECK-NEXT:   memref.store %c2, %plan[%c1] : memref<?xindex>
// CHECK-NEXT:   memref.store %c8, %plan[%c2] : memref<?xindex>
// CHECK-NEXT:   func.return
// CHECK-NEXT: }

// CHECK:      func.func @reverse_of_slice(%g: memref<2x8xf32>, %out0: memref<4x8xf32>, %arena: memref<?xi8>, %threads: index) {
// CHECK:        %out0_flat = memref.reinterpret_cast %out0 to offset: [0], sizes: [%c32], strides: [1] : memref<4x8xf32> to memref<?xf32>
// CHECK-NEXT:   scf.for %0 = %c0 to %c32 step %c1 {
// CHECK-NEXT:     memref.store %zero, %out0_flat[%0] : memref<?xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   %g_flat = memref.reinterpret_cast %g to offset: [0], sizes: [%c16], strides: [1] : memref<2x8xf32> to memref<?xf32>
// CHECK-NEXT:   scf.for %1 = %c0 to %c16 step %c1 {
// CHECK-NEXT:     %2 = memref.load %g_flat[%1] : memref<?xf32>
// CHECK-NEXT:     %3 = arith.addi %c8, %1 : index
// CHECK-NEXT:     memref.store %2, %out0_flat[%3] : memref<?xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.return
// CHECK-NEXT: }

// CHECK:      func.func @reverse_of_slice.plan(%g: memref<2x8xf32>, %threads: index, %plan: memref<?xindex>) {
// CHECK:        memref.store %c0, %plan[%c0] : memref<?xindex>
// CHECK-NEXT:   memref.store %c4, %plan[%c1] : memref<?xindex>
// CHECK-NEXT:   memref.store %c8, %plan[%c2] : memref<?xindex>
// CHECK-NEXT:   func.return
// CHECK-NEXT: }
