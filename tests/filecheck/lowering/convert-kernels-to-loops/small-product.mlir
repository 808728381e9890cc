// RUN: adjoint-opt %s -p convert-kernels-to-loops | filecheck %s
// A product of small matrices: the innermost loop is the one in which no access jumps, so the sums are in memory.

func.func private @kernel_0(%a: tensor<?x8xf32>, %b: tensor<8x16xf32>, %n: index) -> tensor<?x16xf32> attributes {
  kernel.rows = [0 : index], kernel.row_rank = 1 : i64,
  kernel.input_sizes = [[0 : index, 8 : i64], [8 : i64, 16 : i64]]
} {
  %zero = arith.constant 0.0 : f32
  %empty = tensor.empty(%n) : tensor<?x16xf32>
  %c0 = linalg.fill ins(%zero : f32) outs(%empty : tensor<?x16xf32>) -> tensor<?x16xf32>
  %c = linalg.generic {
    indexing_maps = [
      affine_map<(i, j, k) -> (i, k)>, affine_map<(i, j, k) -> (k, j)>, affine_map<(i, j, k) -> (i, j)>
    ],
    iterator_types = ["parallel", "parallel", "reduction"]
  } ins(%a, %b : tensor<?x8xf32>, tensor<8x16xf32>) outs(%c0 : tensor<?x16xf32>) {
  ^bb0(%x: f32, %y: f32, %so_far: f32):
    %m = arith.mulf %x, %y : f32
    %r = arith.addf %so_far, %m fastmath<reassoc,nsz,contract> : f32
    linalg.yield %r : f32
  } -> tensor<?x16xf32>
  func.return %c : tensor<?x16xf32>
}

// CHECK:        func.func private @kernel_0(%begin: index, %end: index, %n: index, %a: memref<?xf32>, %b: memref<?xf32>, %c: memref<?xf32>) {
// CHECK-NEXT:     %0 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:     %1 = arith.constant 16 : index
// CHECK-NEXT:     %2 = arith.constant 0 : index
// CHECK-NEXT:     %3 = arith.constant 1 : index
// CHECK-NEXT:     %4 = arith.constant 8 : index
// CHECK-NEXT:     scf.for %row = %begin to %end step %3 {
// CHECK-NEXT:       %5 = arith.muli %row, %1 : index
// CHECK-NEXT:       scf.for %column = %2 to %1 step %3 {
// CHECK-NEXT:         %6 = arith.addi %5, %column : index
// CHECK-NEXT:         memref.store %0, %c[%6] : memref<?xf32>
// CHECK-NEXT:       }
// CHECK-NEXT:       %7 = arith.muli %row, %4 : index
// CHECK-NEXT:       scf.for %column_1 = %2 to %4 step %3 {
// CHECK-NEXT:         %8 = arith.addi %7, %column_1 : index
// CHECK-NEXT:         %9 = memref.load %a[%8] : memref<?xf32>
// CHECK-NEXT:         %10 = arith.muli %column_1, %1 : index
// CHECK-NEXT:         scf.for %column_2 = %2 to %1 step %3 {
// CHECK-NEXT:           %11 = arith.addi %5, %column_2 : index
// CHECK-NEXT:           %12 = memref.load %c[%11] : memref<?xf32>
// CHECK-NEXT:           %13 = arith.addi %10, %column_2 : index
// CHECK-NEXT:           %14 = memref.load %b[%13] : memref<?xf32>
// CHECK-NEXT:           %15 = arith.mulf %9, %14 : f32
// CHECK-NEXT:           %16 = arith.addf %12, %15 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:           memref.store %16, %c[%11] : memref<?xf32>
// CHECK-NEXT:         }
// CHECK-NEXT:       }
// CHECK-NEXT:     }
// CHECK-NEXT:     func.return
// CHECK-NEXT:   }
