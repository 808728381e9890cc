// RUN: adjoint-opt %s -p lower-to-kernels,bufferize --split-input-file | filecheck %s

// Threads share a scatter. Each writes columns of its own, for all indices in order; 16 of f32 are a cache line.

func.func @rows(%x: tensor<100x64xf32>, %indices: tensor<?xi64>, %g: tensor<?x64xf32>) -> tensor<100x64xf32> {
  %y = aten.index_add %x, %indices, %g dim = 0 : tensor<100x64xf32>, tensor<?xi64>, tensor<?x64xf32> -> tensor<100x64xf32>
  func.return %y : tensor<100x64xf32>
}

// CHECK:        "memref.copy"(%x_flat, %out0_flat) : (memref<?xf32>, memref<?xf32>) -> ()
// CHECK-NEXT:   %17 = arith.muli %2, %c64 : index
// CHECK-NEXT:   %18 = arith.divui %17, %c32768 : index
// CHECK-NEXT:   %19 = arith.minsi %c4, %18 : index
// CHECK-NEXT:   %20 = arith.minsi %19, %threads : index
// CHECK-NEXT:   %used_1 = arith.maxsi %20, %c1 : index
// CHECK-NEXT:   %g_flat = memref.reinterpret_cast %g to offset: [0], sizes: [%17], strides: [1] : memref<?x64xf32> to memref<?xf32>
// CHECK-NEXT:   "scf.parallel"(%c0, %used_1, %c1) <{operandSegmentSizes = array<i32: 1, 1, 1, 0>}> ({
// CHECK-NEXT:   ^bb0(%thread_1: index):
// CHECK-NEXT:     %21 = arith.muli %thread_1, %c4 : index
// CHECK-NEXT:     %begin_1 = arith.divui %21, %used_1 : index
// CHECK-NEXT:     %22 = arith.addi %thread_1, %c1 : index
// CHECK-NEXT:     %23 = arith.muli %22, %c4 : index
// CHECK-NEXT:     %end_1 = arith.divui %23, %used_1 : index
// CHECK-NEXT:     %24 = arith.muli %end_1, %c16 : index
// CHECK-NEXT:     %25 = arith.minsi %24, %c64 : index
// CHECK-NEXT:     %26 = arith.muli %begin_1, %c16 : index
// CHECK-NEXT:     scf.for %27 = %c0 to %2 step %c1 {
// CHECK-NEXT:       %28 = memref.load %indices[%27] : memref<?xi64>
// CHECK-NEXT:       %29 = arith.muli %27, %c64 : index
// CHECK-NEXT:       %30 = arith.index_cast %28 : i64 to index
// CHECK-NEXT:       %31 = arith.maxsi %30, %c0 : index
// CHECK-NEXT:       %32 = arith.minsi %31, %c99 : index
// CHECK-NEXT:       %33 = arith.muli %32, %c64 : index
// CHECK-NEXT:       scf.for %34 = %26 to %25 step %c1 {
// CHECK-NEXT:         %35 = arith.addi %29, %34 : index
// CHECK-NEXT:         %36 = memref.load %g_flat[%35] : memref<?xf32>
// CHECK-NEXT:         %37 = arith.addi %33, %34 : index
// CHECK-NEXT:         %38 = memref.load %out0_flat[%37] : memref<?xf32>
// CHECK-NEXT:         %39 = arith.addf %38, %36 : f32
// CHECK-NEXT:         memref.store %39, %out0_flat[%37] : memref<?xf32>
// CHECK-NEXT:       }
// CHECK-NEXT:     }
// CHECK-NEXT:     scf.reduce
// CHECK-NEXT:   }) : (index, index, index) -> ()
// CHECK-NEXT:   func.return

// -----

// Where every step looks for its place by an index, one thread writes them all.

func.func @elements(%x: tensor<100xf32>, %indices: tensor<?xi64>, %g: tensor<?xf32>) -> tensor<100xf32> {
  %y = aten.scatter_add %x, %indices, %g dim = 0 : tensor<100xf32>, tensor<?xi64>, tensor<?xf32> -> tensor<100xf32>
  func.return %y : tensor<100xf32>
}

// CHECK-LABEL: func.func @elements
// CHECK:         "memref.copy"(%x_flat, %out0_flat)
// CHECK-NEXT:    scf.for %{{.*}} = %c0 to %{{.*}} step %c1 {
// CHECK-NEXT:      memref.load %indices
// CHECK-NEXT:      memref.load %g
// CHECK-NEXT:      arith.index_cast
// CHECK-NEXT:      arith.maxsi
// CHECK-NEXT:      arith.minsi
// CHECK-NEXT:      memref.load %out0_flat
// CHECK-NEXT:      arith.addf
// CHECK-NEXT:      memref.store
// CHECK-NEXT:    }
