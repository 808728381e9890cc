// RUN: adjoint-opt %s -p bufferize | filecheck %s

// Sizes that are elements of an argument (the captured sizes of a reverse function): the plan reads them and says so.

func.func private @kernel_0(%x: tensor<f32>, %n: index, %m: index) -> tensor<?x?xf32> attributes {kernel.rows = [0 : index]} {
  %e = tensor.empty(%n, %m) : tensor<?x?xf32>
  func.return %e : tensor<?x?xf32>
}

func.func @expand(%g: tensor<f32>, %sizes: tensor<2xindex>) -> tensor<?x?xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n = tensor.extract %sizes[%c0] : tensor<2xindex>
  %m = tensor.extract %sizes[%c1] : tensor<2xindex>
  %e = func.call @kernel_0(%g, %n, %m) : (tensor<f32>, index, index) -> tensor<?x?xf32>
  func.return %e : tensor<?x?xf32>
}

// CHECK:      func.func private @kernel_0(index, index, index, index, memref<?xf32>, memref<?xf32>) -> ()

// CHECK:      func.func @expand(%g: memref<f32>, %sizes: memref<2xindex>, %out0: memref<?x?xf32>, %arena: memref<?xi8>, %threads: index) {
// CHECK:        %0 = memref.load %sizes[%c0] : memref<2xindex>
// CHECK-NEXT:   %1 = memref.load %sizes[%c1] : memref<2xindex>
// CHECK-NEXT:   %g_flat = memref.reinterpret_cast %g to offset: [0], sizes: [%c1], strides: [1] : memref<f32> to memref<?xf32>
// CHECK-NEXT:   %2 = arith.muli %0, %1 : index
// CHECK-NEXT:   %out0_flat = memref.reinterpret_cast %out0 to offset: [0], sizes: [%2], strides: [1] : memref<?x?xf32> to memref<?xf32>
// CHECK-NEXT:   func.call @kernel_0(%c0, %0, %0, %1, %g_flat, %out0_flat) : (index, index, index, index, memref<?xf32>, memref<?xf32>) -> ()
// CHECK-NEXT:   func.return
// CHECK-NEXT: }

// CHECK:      func.func @expand.plan(%g: memref<f32>, %sizes: memref<2xindex>, %threads: index, %plan: memref<?xindex>) attributes {adjoint.plan_reads_elements} {
// CHECK:        %0 = memref.load %sizes[%c0] : memref<2xindex>
// CHECK-NEXT:   %1 = memref.load %sizes[%c1] : memref<2xindex>
// CHECK-NEXT:   memref.store %c0, %plan[%c0] : memref<?xindex>
// CHECK-NEXT:   memref.store %0, %plan[%c1] : memref<?xindex>
// CHECK-NEXT:   memref.store %1, %plan[%c2] : memref<?xindex>
// CHECK-NEXT:   func.return
// CHECK-NEXT: }
