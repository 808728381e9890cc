// RUN: adjoint-opt %s -p convert-kernels-to-loops | filecheck %s
// Columns that every access has next to each other are one loop; a value that lacks one of the row dimensions costs a
// division in every row.

#all = affine_map<(i, j, k, l) -> (i, j, k, l)>
#channel = affine_map<(i, j, k, l) -> (j)>

func.func private @kernel_0(%x: tensor<?x3x32x32xf32>, %b: tensor<3xf32>, %n: index) -> tensor<?x3x32x32xf32> attributes {
  kernel.rows = [0 : index, 3 : i64], kernel.row_rank = 2 : i64,
  kernel.input_sizes = [[0 : index, 3 : i64, 32 : i64, 32 : i64], [3 : i64]]
} {
  %empty = tensor.empty(%n) : tensor<?x3x32x32xf32>
  %y = linalg.generic {
    indexing_maps = [#all, #channel, #all], iterator_types = ["parallel", "parallel", "parallel", "parallel"]
  } ins(%x, %b : tensor<?x3x32x32xf32>, tensor<3xf32>) outs(%empty : tensor<?x3x32x32xf32>) {
  ^bb0(%a: f32, %c: f32, %unused: f32):
    %r = arith.addf %a, %c : f32
    linalg.yield %r : f32
  } -> tensor<?x3x32x32xf32>
  func.return %y : tensor<?x3x32x32xf32>
}

// CHECK:        func.func private @kernel_0(%begin: index, %end: index, %n: index, %x: memref<?xf32>, %b: memref<?xf32>, %y: memref<?xf32>) {
// CHECK-NEXT:     %0 = arith.constant 1024 : index
// CHECK-NEXT:     %1 = arith.constant 3 : index
// CHECK-NEXT:     %2 = arith.constant 0 : index
// CHECK-NEXT:     %3 = arith.constant 1 : index
// CHECK-NEXT:     scf.for %row = %begin to %end step %3 {
// CHECK-NEXT:       %4 = arith.muli %row, %0 : index
// CHECK-NEXT:       %5 = arith.remui %row, %1 : index
// CHECK-NEXT:       %6 = memref.load %b[%5] : memref<?xf32>
// CHECK-NEXT:       scf.for %column = %2 to %0 step %3 {
// CHECK-NEXT:         %7 = arith.addi %4, %column : index
// CHECK-NEXT:         %8 = memref.load %x[%7] : memref<?xf32>
// CHECK-NEXT:         %9 = arith.addf %8, %6 : f32
// CHECK-NEXT:         memref.store %9, %y[%7] : memref<?xf32>
// CHECK-NEXT:       }
// CHECK-NEXT:     }
// CHECK-NEXT:     func.return
// CHECK-NEXT:   }
