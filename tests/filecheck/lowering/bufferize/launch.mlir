// RUN: adjoint-opt %s -p bufferize | filecheck %s

// A kernel is launched on as many threads as its rows and its work are worth; each has an equal share of the rows. Its
// result is computed where the caller wants it. The plan tells the bytes of the arena and the sizes of the result.

func.func private @kernel_0(%x: tensor<?x64xf32>, %n: index) -> tensor<?x64xf32> attributes {kernel.rows = [0 : index]} {
  %e = tensor.empty(%n) : tensor<?x64xf32>
  %y = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%x : tensor<?x64xf32>) outs(%e : tensor<?x64xf32>) {
  ^bb0(%a: f32, %o: f32):
    %b = math.exp %a : f32
    linalg.yield %b : f32
  } -> tensor<?x64xf32>
  func.return %y : tensor<?x64xf32>
}

func.func @f(%x: tensor<?x64xf32>) -> tensor<?x64xf32> {
  %c0 = arith.constant 0 : index
  %n = tensor.dim %x, %c0 : tensor<?x64xf32>
  %y = func.call @kernel_0(%x, %n) : (tensor<?x64xf32>, index) -> tensor<?x64xf32>
  func.return %y : tensor<?x64xf32>
}

// CHECK:      func.func private @kernel_0(index, index, index, memref<?xf32>, memref<?xf32>) -> ()

// CHECK:      func.func @f(%x: memref<?x64xf32>, %out0: memref<?x64xf32>, %arena: memref<?xi8>, %threads: index) {
// CHECK:        %n = memref.dim %x, %c0 : memref<?x64xf32>
// CHECK-NEXT:   %0 = arith.muli %n, %c64 : index
// CHECK-NEXT:   %x_flat = memref.reinterpret_cast %x to offset: [0], sizes: [%0], strides: [1] : memref<?x64xf32> to memref<?xf32>
// CHECK-NEXT:   %out0_flat = memref.reinterpret_cast %out0 to offset: [0], sizes: [%0], strides: [1] : memref<?x64xf32> to memref<?xf32>
// CHECK-NEXT:   %1 = arith.muli %n, %c1152 : index
// CHECK-NEXT:   %2 = arith.divui %1, %c524288 : index
// CHECK-NEXT:   %3 = arith.minsi %n, %2 : index
// CHECK-NEXT:   %4 = arith.minsi %3, %threads : index
// CHECK-NEXT:   %used = arith.maxsi %4, %c1 : index
// CHECK-NEXT:   "scf.parallel"(%c0, %used, %c1) <{operandSegmentSizes = array<i32: 1, 1, 1, 0>}> ({
// CHECK-NEXT:   ^bb0(%thread: index):
// CHECK-NEXT:     %5 = arith.muli %thread, %n : index
// CHECK-NEXT:     %begin = arith.divui %5, %used : index
// CHECK-NEXT:     %6 = arith.addi %thread, %c1 : index
// CHECK-NEXT:     %7 = arith.muli %6, %n : index
// CHECK-NEXT:     %end = arith.divui %7, %used : index
// CHECK-NEXT:     func.call @kernel_0(%begin, %end, %n, %x_flat, %out0_flat) : (index, index, index, memref<?xf32>, memref<?xf32>) -> ()
// CHECK-NEXT:     scf.reduce
// CHECK-NEXT:   }) : (index, index, index) -> ()
// CHECK-NEXT:   func.return
// CHECK-NEXT: }

// CHECK:      func.func @f.plan(%x: memref<?x64xf32>, %threads: index, %plan: memref<?xindex>) {
// CHECK:        %n = memref.dim %x, %c0 : memref<?x64xf32>
// CHECK-NEXT:   memref.store %c0, %plan[%c0] : memref<?xindex>
// CHECK-NEXT:   memref.store %n, %plan[%c1] : memref<?xindex>
// CHECK-NEXT:   memref.store %c64, %plan[%c2] : memref<?xindex>
// CHECK-NEXT:   func.return
// CHECK-NEXT: }
