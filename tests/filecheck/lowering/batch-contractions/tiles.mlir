// RUN: adjoint-opt %s -p batch-contractions{rows=16} | filecheck %s
// Rows of a batch run tile by tile, where their number is not known to be small: what has rows is computed for those of
// a tile, what sums over rows starts from the sum of the tiles before. The caller tells how many rows are a tile.

#row = affine_map<(a, i, j) -> (a, i, j)>

func.func @f(%x: tensor<?x?x48xf32>, %y: tensor<?x48x56xf32>) -> (tensor<?x56x48xf32>, tensor<?x?x48xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  %n = tensor.dim %x, %c0 : tensor<?x?x48xf32>
  %m = tensor.dim %x, %c1 : tensor<?x?x48xf32>
  %product_empty = tensor.empty(%n, %m) : tensor<?x?x56xf32>
  %product_start = linalg.fill ins(%zero : f32) outs(%product_empty : tensor<?x?x56xf32>) -> tensor<?x?x56xf32>
  %product = linalg.generic {
    indexing_maps = [
      affine_map<(a, i, j, k) -> (a, i, k)>, affine_map<(a, i, j, k) -> (a, k, j)>, affine_map<(a, i, j, k) -> (a, i, j)>
    ],
    iterator_types = ["parallel", "parallel", "parallel", "reduction"]
  } ins(%x, %y : tensor<?x?x48xf32>, tensor<?x48x56xf32>) outs(%product_start : tensor<?x?x56xf32>) {
  ^bb0(%u: f32, %v: f32, %so_far: f32):
    %p = arith.mulf %u, %v : f32
    %r = arith.addf %so_far, %p fastmath<reassoc,nsz,contract> : f32
    linalg.yield %r : f32
  } -> tensor<?x?x56xf32>
  %e = linalg.generic {
    indexing_maps = [#row, #row], iterator_types = ["parallel", "parallel", "parallel"]
  } ins(%product : tensor<?x?x56xf32>) outs(%product_empty : tensor<?x?x56xf32>) {
  ^bb0(%u: f32, %unused: f32):
    %i = linalg.index 1 : index
    %k = arith.index_cast %i : index to i32
    %f = arith.sitofp %k : i32 to f32
    %s = arith.addf %u, %f : f32
    %r = math.exp %s : f32
    linalg.yield %r : f32
  } -> tensor<?x?x56xf32>
  %sum_empty = tensor.empty(%n) : tensor<?x56x48xf32>
  %sum_start = linalg.fill ins(%zero : f32) outs(%sum_empty : tensor<?x56x48xf32>) -> tensor<?x56x48xf32>
  %sum = linalg.generic {
    indexing_maps = [
      affine_map<(a, i, j, k) -> (a, k, i)>, affine_map<(a, i, j, k) -> (a, k, j)>, affine_map<(a, i, j, k) -> (a, i, j)>
    ],
    iterator_types = ["parallel", "parallel", "parallel", "reduction"]
  } ins(%e, %x : tensor<?x?x56xf32>, tensor<?x?x48xf32>) outs(%sum_start : tensor<?x56x48xf32>) {
  ^bb0(%u: f32, %v: f32, %so_far: f32):
    %p = arith.mulf %u, %v : f32
    %r = arith.addf %so_far, %p fastmath<reassoc,nsz,contract> : f32
    linalg.yield %r : f32
  } -> tensor<?x56x48xf32>
  %z_empty = tensor.empty(%n, %m) : tensor<?x?x48xf32>
  %z_start = linalg.fill ins(%zero : f32) outs(%z_empty : tensor<?x?x48xf32>) -> tensor<?x?x48xf32>
  %z = linalg.generic {
    indexing_maps = [
      affine_map<(a, i, j, k) -> (a, i, k)>, affine_map<(a, i, j, k) -> (a, j, k)>, affine_map<(a, i, j, k) -> (a, i, j)>
    ],
    iterator_types = ["parallel", "parallel", "parallel", "reduction"]
  } ins(%e, %y : tensor<?x?x56xf32>, tensor<?x48x56xf32>) outs(%z_start : tensor<?x?x48xf32>) {
  ^bb0(%u: f32, %v: f32, %so_far: f32):
    %p = arith.mulf %u, %v : f32
    %r = arith.addf %so_far, %p fastmath<reassoc,nsz,contract> : f32
    linalg.yield %r : f32
  } -> tensor<?x?x48xf32>
  func.return %sum, %z : tensor<?x56x48xf32>, tensor<?x?x48xf32>
}

// CHECK:        func.func private @batch_0(%x: tensor<?x?x48xf32>, %y: tensor<?x48x56xf32>, %n: index, %m: index, %0: index) -> (tensor<?x56x48xf32>, tensor<?x?x48xf32>)
// CHECK:          %5, %6 = scf.for %batch = %1 to %n step %2 iter_args(%7 = %3, %8 = %4)
// CHECK-NEXT:       %9 = tensor.empty() : tensor<56x48xf32>
// CHECK-NEXT:       %10 = linalg.fill ins(%zero : f32) outs(%9 : tensor<56x48xf32>) -> tensor<56x48xf32>
// CHECK-NEXT:       %11, %sum = scf.for %row = %1 to %m step %0 iter_args(%12 = %8, %13 = %10)
// CHECK-NEXT:         %14 = arith.subi %m, %row : index
// CHECK-NEXT:         %rows = arith.minsi %0, %14 : index
// CHECK:              %x_1 = tensor.extract_slice %x[%batch, %row, 0] [1, %rows, 48] [1, 1, 1] : tensor<?x?x48xf32> to tensor<?x48xf32>
// CHECK-NEXT:         %y_1 = tensor.extract_slice %y[%batch, 0, 0] [1, 48, 56] [1, 1, 1] : tensor<?x48x56xf32> to tensor<48x56xf32>
// CHECK:                %i = linalg.index 0 : index
// CHECK-NEXT:           %i_1 = arith.addi %i, %row : index
// CHECK:              %sum_1 = linalg.generic
// CHECK-SAME:           outs(%13 : tensor<56x48xf32>)
// CHECK:              %19 = tensor.insert_slice %z into %12[%batch, %row, 0] [1, %rows, 48] [1, 1, 1]
// CHECK-NEXT:         scf.yield %19, %sum_1
// CHECK:            %20 = tensor.insert_slice %sum into %7[%batch, 0, 0] [1, 56, 48] [1, 1, 1]
// CHECK-NEXT:       scf.yield %20, %11
// CHECK:        func.func @f
// CHECK:          %17 = arith.maxsi %15, %16 : index
// CHECK-NEXT:     %sum, %z = func.call @batch_0(%x, %y, %n, %m, %17)
