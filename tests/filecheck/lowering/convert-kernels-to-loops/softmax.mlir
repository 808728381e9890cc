// RUN: adjoint-opt %s -p convert-kernels-to-loops | filecheck %s
// Three loops along every row: each ends where a reduction must be complete before its users go on. What the third one
// would have to compute again is kept in a scratch row.

#row_column = affine_map<(i, j) -> (i, j)>
#row = affine_map<(i, j) -> (i)>

func.func private @kernel_0(%x: tensor<?x64xf32>, %n: index) -> tensor<?x64xf32> attributes {
  kernel.rows = [0 : index], kernel.row_rank = 1 : i64, kernel.input_sizes = [[0 : index, 64 : i64]],
  kernel.scratch = [[f32, [64 : i64]]]
} {
  %lowest = arith.constant 0xFF800000 : f32
  %zero = arith.constant 0.0 : f32
  %per_row = tensor.empty(%n) : tensor<?xf32>
  %per_element = tensor.empty(%n) : tensor<?x64xf32>
  %m0 = linalg.fill ins(%lowest : f32) outs(%per_row : tensor<?xf32>) -> tensor<?xf32>
  %m = linalg.generic {indexing_maps = [#row_column, #row], iterator_types = ["parallel", "reduction"]}
    ins(%x : tensor<?x64xf32>) outs(%m0 : tensor<?xf32>) {
  ^bb0(%a: f32, %so_far: f32):
    %r = arith.maximumf %so_far, %a : f32
    linalg.yield %r : f32
  } -> tensor<?xf32>
  %e = linalg.generic {indexing_maps = [#row_column, #row, #row_column], iterator_types = ["parallel", "parallel"]}
    ins(%x, %m : tensor<?x64xf32>, tensor<?xf32>) outs(%per_element : tensor<?x64xf32>) {
  ^bb0(%a: f32, %b: f32, %unused: f32):
    %d = arith.subf %a, %b : f32
    %r = math.exp %d : f32
    linalg.yield %r : f32
  } -> tensor<?x64xf32>
  %s0 = linalg.fill ins(%zero : f32) outs(%per_row : tensor<?xf32>) -> tensor<?xf32>
  %s = linalg.generic {indexing_maps = [#row_column, #row], iterator_types = ["parallel", "reduction"]}
    ins(%e : tensor<?x64xf32>) outs(%s0 : tensor<?xf32>) {
  ^bb0(%a: f32, %so_far: f32):
    %r = arith.addf %so_far, %a fastmath<reassoc,nsz,contract> : f32
    linalg.yield %r : f32
  } -> tensor<?xf32>
  %y = linalg.generic {indexing_maps = [#row_column, #row, #row_column], iterator_types = ["parallel", "parallel"]}
    ins(%e, %s : tensor<?x64xf32>, tensor<?xf32>) outs(%per_element : tensor<?x64xf32>) {
  ^bb0(%a: f32, %b: f32, %unused: f32):
    %r = arith.divf %a, %b : f32
    linalg.yield %r : f32
  } -> tensor<?x64xf32>
  func.return %y : tensor<?x64xf32>
}

// CHECK:        func.func private @kernel_0(%begin: index, %end: index, %n: index, %x: memref<?xf32>, %y: memref<?xf32>, %scratch: memref<?xf32>) {
// CHECK-NEXT:     %0 = arith.constant 0xff800000 : f32
// CHECK-NEXT:     %1 = arith.constant 64 : index
// CHECK-NEXT:     %2 = arith.constant 0 : index
// CHECK-NEXT:     %3 = arith.constant 1 : index
// CHECK-NEXT:     %4 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:     scf.for %row = %begin to %end step %3 {
// CHECK-NEXT:       %5 = arith.muli %row, %1 : index
// CHECK-NEXT:       %6 = scf.for %column = %2 to %1 step %3 iter_args(%7 = %0) -> (f32) {
// CHECK-NEXT:         %8 = arith.addi %5, %column : index
// CHECK-NEXT:         %9 = memref.load %x[%8] : memref<?xf32>
// CHECK-NEXT:         %10 = arith.maximumf %7, %9 : f32
// CHECK-NEXT:         scf.yield %10 : f32
// CHECK-NEXT:       }
// CHECK-NEXT:       %11 = scf.for %column_1 = %2 to %1 step %3 iter_args(%12 = %4) -> (f32) {
// CHECK-NEXT:         %13 = arith.addi %5, %column_1 : index
// CHECK-NEXT:         %14 = memref.load %x[%13] : memref<?xf32>
// CHECK-NEXT:         %15 = arith.subf %14, %6 : f32
// CHECK-NEXT:         %16 = math.exp %15 : f32
// CHECK-NEXT:         %17 = arith.addf %12, %16 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:         memref.store %16, %scratch[%column_1] : memref<?xf32>
// CHECK-NEXT:         scf.yield %17 : f32
// CHECK-NEXT:       }
// CHECK-NEXT:       scf.for %column_2 = %2 to %1 step %3 {
// CHECK-NEXT:         %18 = memref.load %scratch[%column_2] : memref<?xf32>
// CHECK-NEXT:         %19 = arith.divf %18, %11 : f32
// CHECK-NEXT:         %20 = arith.addi %5, %column_2 : index
// CHECK-NEXT:         memref.store %19, %y[%20] : memref<?xf32>
// CHECK-NEXT:       }
// CHECK-NEXT:     }
// CHECK-NEXT:     func.return
// CHECK-NEXT:   }
