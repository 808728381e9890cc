// RUN: adjoint-opt %s -p convert-kernels-to-loops | filecheck %s
// Rows of a table, chosen by an index: what depends on the row alone is computed outside of the loop along the row. The
// declaration that bufferize leaves makes way for the kernel.

func.func private @kernel_0(index, index, index, memref<?xf32>, memref<?xi64>, memref<?xf32>) -> ()

func.func private @kernel_0.tensors(%table: tensor<100x64xf32>, %ids: tensor<?xi64>, %n: index) -> tensor<?x64xf32> attributes {
  kernel.rows = [0 : index], kernel.row_rank = 1 : i64,
  kernel.input_sizes = [[100 : i64, 64 : i64], [0 : index]]
} {
  %empty = tensor.empty(%n) : tensor<?x64xf32>
  %rows = linalg.generic {
    indexing_maps = [affine_map<(i, j) -> (i)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]
  } ins(%ids : tensor<?xi64>) outs(%empty : tensor<?x64xf32>) {
  ^bb0(%id: i64, %unused: f32):
    %first = arith.constant 0 : index
    %last = arith.constant 99 : index
    %index = arith.index_cast %id : i64 to index
    %at_least = arith.maxsi %index, %first : index
    %at_most = arith.minsi %at_least, %last : index
    %column = linalg.index 1 : index
    %r = tensor.extract %table[%at_most, %column] : tensor<100x64xf32>
    linalg.yield %r : f32
  } -> tensor<?x64xf32>
  func.return %rows : tensor<?x64xf32>
}

// CHECK:        func.func private @kernel_0(%begin: index, %end: index, %n: index, %table: memref<?xf32>, %ids: memref<?xi64>, %rows: memref<?xf32>) {
// CHECK-NEXT:     %0 = arith.constant 0 : index
// CHECK-NEXT:     %1 = arith.constant 99 : index
// CHECK-NEXT:     %2 = arith.constant 64 : index
// CHECK-NEXT:     %3 = arith.constant 1 : index
// CHECK-NEXT:     scf.for %row = %begin to %end step %3 {
// CHECK-NEXT:       %4 = memref.load %ids[%row] : memref<?xi64>
// CHECK-NEXT:       %5 = arith.index_cast %4 : i64 to index
// CHECK-NEXT:       %6 = arith.maxsi %5, %0 : index
// CHECK-NEXT:       %7 = arith.minsi %6, %1 : index
// CHECK-NEXT:       %8 = arith.muli %7, %2 : index
// CHECK-NEXT:       %9 = arith.muli %row, %2 : index
// CHECK-NEXT:       scf.for %column = %0 to %2 step %3 {
// CHECK-NEXT:         %10 = arith.addi %8, %column : index
// CHECK-NEXT:         %11 = memref.load %table[%10] : memref<?xf32>
// CHECK-NEXT:         %12 = arith.addi %9, %column : index
// CHECK-NEXT:         memref.store %11, %rows[%12] : memref<?xf32>
// CHECK-NEXT:       }
// CHECK-NEXT:     }
// CHECK-NEXT:     func.return
// CHECK-NEXT:   }
