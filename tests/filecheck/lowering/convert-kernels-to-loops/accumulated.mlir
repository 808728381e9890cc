// RUN: adjoint-opt %s -p convert-kernels-to-loops | filecheck %s
// Sums across rows: every thread has a slot for the sum of each column, and a register for the sum of all. The slots are
// combined in the order of the threads.

#row_column = affine_map<(i, j) -> (i, j)>
#column = affine_map<(i, j) -> (j)>
#whole = affine_map<(i, j) -> ()>

func.func private @kernel_0(%x: tensor<?x?xf32>, %n: index, %m: index) -> (tensor<?xf32>, tensor<f32>) attributes {
  kernel.rows = [0 : index], kernel.row_rank = 1 : i64, kernel.input_sizes = [[0 : index, 1 : index]],
  kernel.accumulated = array<i64: 0, 1>
} {
  %zero = arith.constant 0.0 : f32
  %per_column = tensor.empty(%m) : tensor<?xf32>
  %columns0 = linalg.fill ins(%zero : f32) outs(%per_column : tensor<?xf32>) -> tensor<?xf32>
  %columns = linalg.generic {indexing_maps = [#row_column, #column], iterator_types = ["reduction", "parallel"]}
    ins(%x : tensor<?x?xf32>) outs(%columns0 : tensor<?xf32>) {
  ^bb0(%a: f32, %so_far: f32):
    %r = arith.addf %so_far, %a fastmath<reassoc,nsz,contract> : f32
    linalg.yield %r : f32
  } -> tensor<?xf32>
  %scalar = tensor.empty() : tensor<f32>
  %total0 = linalg.fill ins(%zero : f32) outs(%scalar : tensor<f32>) -> tensor<f32>
  %total = linalg.generic {indexing_maps = [#row_column, #whole], iterator_types = ["reduction", "reduction"]}
    ins(%x : tensor<?x?xf32>) outs(%total0 : tensor<f32>) {
  ^bb0(%a: f32, %so_far: f32):
    %r = arith.addf %so_far, %a fastmath<reassoc,nsz,contract> : f32
    linalg.yield %r : f32
  } -> tensor<f32>
  func.return %columns, %total : tensor<?xf32>, tensor<f32>
}

// CHECK:        func.func private @kernel_0(%begin: index, %end: index, %n: index, %m: index, %x: memref<?xf32>, %columns: memref<?xf32>, %total: memref<?xf32>) {
// CHECK-NEXT:     %0 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:     %1 = arith.constant 0 : index
// CHECK-NEXT:     %2 = arith.constant 1 : index
// CHECK-NEXT:     scf.for %element = %1 to %m step %2 {
// CHECK-NEXT:       memref.store %0, %columns[%element] : memref<?xf32>
// CHECK-NEXT:     }
// CHECK-NEXT:     %3 = scf.for %row = %begin to %end step %2 iter_args(%4 = %0) -> (f32) {
// CHECK-NEXT:       %5 = arith.muli %row, %m : index
// CHECK-NEXT:       %6 = scf.for %column = %1 to %m step %2 iter_args(%7 = %0) -> (f32) {
// CHECK-NEXT:         %8 = memref.load %columns[%column] : memref<?xf32>
// CHECK-NEXT:         %9 = arith.addi %5, %column : index
// CHECK-NEXT:         %10 = memref.load %x[%9] : memref<?xf32>
// CHECK-NEXT:         %11 = arith.addf %8, %10 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:         memref.store %11, %columns[%column] : memref<?xf32>
// CHECK-NEXT:         %12 = arith.addf %7, %10 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:         scf.yield %12 : f32
// CHECK-NEXT:       }
// CHECK-NEXT:       %13 = arith.addf %4, %6 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:       scf.yield %13 : f32
// CHECK-NEXT:     }
// CHECK-NEXT:     memref.store %3, %total[%1] : memref<?xf32>
// CHECK-NEXT:     func.return
// CHECK-NEXT:   }
// CHECK-NEXT:   func.func private @kernel_0.combine(%count: index, %n: index, %m: index, %columns_slots: memref<?xf32>, %total_slots: memref<?xf32>, %columns: memref<?xf32>, %total: memref<?xf32>) {
// CHECK-NEXT:     %0 = arith.constant 15 : index
// CHECK-NEXT:     %1 = arith.addi %m, %0 : index
// CHECK-NEXT:     %2 = arith.constant 16 : index
// CHECK-NEXT:     %3 = arith.divui %1, %2 : index
// CHECK-NEXT:     %4 = arith.muli %3, %2 : index
// CHECK-NEXT:     %5 = arith.constant 1 : index
// CHECK-NEXT:     %6 = arith.constant 0 : index
// CHECK-NEXT:     scf.for %element = %6 to %m step %5 {
// CHECK-NEXT:       %7 = memref.load %columns_slots[%element] : memref<?xf32>
// CHECK-NEXT:       memref.store %7, %columns[%element] : memref<?xf32>
// CHECK-NEXT:     }
// CHECK-NEXT:     scf.for %slot = %5 to %count step %5 {
// CHECK-NEXT:       %8 = arith.muli %slot, %4 : index
// CHECK-NEXT:       scf.for %element_1 = %6 to %m step %5 {
// CHECK-NEXT:         %9 = memref.load %columns[%element_1] : memref<?xf32>
// CHECK-NEXT:         %10 = arith.addi %8, %element_1 : index
// CHECK-NEXT:         %11 = memref.load %columns_slots[%10] : memref<?xf32>
// CHECK-NEXT:         %12 = arith.addf %9, %11 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:         memref.store %12, %columns[%element_1] : memref<?xf32>
// CHECK-NEXT:       }
// CHECK-NEXT:     }
// CHECK-NEXT:     %13 = memref.load %total_slots[%6] : memref<?xf32>
// CHECK-NEXT:     %14 = scf.for %slot_1 = %5 to %count step %5 iter_args(%15 = %13) -> (f32) {
// CHECK-NEXT:       %16 = arith.muli %slot_1, %2 : index
// CHECK-NEXT:       %17 = memref.load %total_slots[%16] : memref<?xf32>
// CHECK-NEXT:       %18 = arith.addf %15, %17 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:       scf.yield %18 : f32
// CHECK-NEXT:     }
// CHECK-NEXT:     memref.store %14, %total[%6] : memref<?xf32>
// CHECK-NEXT:     func.return
// CHECK-NEXT:   }
