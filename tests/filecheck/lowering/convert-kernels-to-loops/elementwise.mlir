// RUN: adjoint-opt %s -p convert-kernels-to-loops | filecheck %s
// Where all memory is walked in one piece, the loop over rows is the only one, however many dimensions there are.

#all = affine_map<(i, j, k) -> (i, j, k)>

func.func private @kernel_0(%x: tensor<?x8x8xf32>, %n: index) -> tensor<?x8x8xf32> attributes {
  kernel.rows = [0 : index, 8 : i64, 8 : i64], kernel.row_rank = 3 : i64,
  kernel.input_sizes = [[0 : index, 8 : i64, 8 : i64]]
} {
  %empty = tensor.empty(%n) : tensor<?x8x8xf32>
  %y = linalg.generic {indexing_maps = [#all, #all], iterator_types = ["parallel", "parallel", "parallel"]}
    ins(%x : tensor<?x8x8xf32>) outs(%empty : tensor<?x8x8xf32>) {
  ^bb0(%a: f32, %unused: f32):
    %r = math.exp %a : f32
    linalg.yield %r : f32
  } -> tensor<?x8x8xf32>
  func.return %y : tensor<?x8x8xf32>
}

// CHECK:        func.func private @kernel_0(%begin: index, %end: index, %n: index, %x: memref<?xf32>, %y: memref<?xf32>) {
// CHECK-NEXT:     %0 = arith.constant 1 : index
// CHECK-NEXT:     scf.for %row = %begin to %end step %0 {
// CHECK-NEXT:       %1 = memref.load %x[%row] : memref<?xf32>
// CHECK-NEXT:       %2 = math.exp %1 : f32
// CHECK-NEXT:       memref.store %2, %y[%row] : memref<?xf32>
// CHECK-NEXT:     }
// CHECK-NEXT:     func.return
// CHECK-NEXT:   }
