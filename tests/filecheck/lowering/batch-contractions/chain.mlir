// RUN: adjoint-opt %s -p batch-contractions | filecheck %s
// Two contractions with the same batches, and what is between them, run batch by batch: a kernel whose rows are the
// batches, of which there are as many as two dimensions make up. What only the second contraction reads is of one batch.

#row = affine_map<(a, b, i, j) -> (a, b, i, j)>

func.func @f(%x: tensor<?x?x40x48xf32>, %y: tensor<?x?x40x48xf32>) -> tensor<?x?x40x48xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  %n = tensor.dim %x, %c0 : tensor<?x?x40x48xf32>
  %m = tensor.dim %x, %c1 : tensor<?x?x40x48xf32>
  %scores_empty = tensor.empty(%n, %m) : tensor<?x?x40x40xf32>
  %scores_start = linalg.fill ins(%zero : f32) outs(%scores_empty : tensor<?x?x40x40xf32>) -> tensor<?x?x40x40xf32>
  %scores = linalg.generic {
    indexing_maps = [
      affine_map<(a, b, i, j, k) -> (a, b, i, k)>, affine_map<(a, b, i, j, k) -> (a, b, j, k)>,
      affine_map<(a, b, i, j, k) -> (a, b, i, j)>
    ],
    iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction"]
  } ins(%x, %y : tensor<?x?x40x48xf32>, tensor<?x?x40x48xf32>) outs(%scores_start : tensor<?x?x40x40xf32>) {
  ^bb0(%u: f32, %v: f32, %so_far: f32):
    %p = arith.mulf %u, %v : f32
    %r = arith.addf %so_far, %p fastmath<reassoc,nsz,contract> : f32
    linalg.yield %r : f32
  } -> tensor<?x?x40x40xf32>
  %e = linalg.generic {
    indexing_maps = [#row, #row], iterator_types = ["parallel", "parallel", "parallel", "parallel"]
  } ins(%scores : tensor<?x?x40x40xf32>) outs(%scores_empty : tensor<?x?x40x40xf32>) {
  ^bb0(%u: f32, %unused: f32):
    %batch = linalg.index 1 : index
    %i = arith.index_cast %batch : index to i32
    %f = arith.sitofp %i : i32 to f32
    %s = arith.addf %u, %f : f32
    %r = math.exp %s : f32
    linalg.yield %r : f32
  } -> tensor<?x?x40x40xf32>
  %z_empty = tensor.empty(%n, %m) : tensor<?x?x40x48xf32>
  %z_start = linalg.fill ins(%zero : f32) outs(%z_empty : tensor<?x?x40x48xf32>) -> tensor<?x?x40x48xf32>
  %z = linalg.generic {
    indexing_maps = [
      affine_map<(a, b, i, j, k) -> (a, b, i, k)>, affine_map<(a, b, i, j, k) -> (a, b, k, j)>,
      affine_map<(a, b, i, j, k) -> (a, b, i, j)>
    ],
    iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction"]
  } ins(%e, %y : tensor<?x?x40x40xf32>, tensor<?x?x40x48xf32>) outs(%z_start : tensor<?x?x40x48xf32>) {
  ^bb0(%u: f32, %v: f32, %so_far: f32):
    %p = arith.mulf %u, %v : f32
    %r = arith.addf %so_far, %p fastmath<reassoc,nsz,contract> : f32
    linalg.yield %r : f32
  } -> tensor<?x?x40x48xf32>
  func.return %z : tensor<?x?x40x48xf32>
}

// CHECK:        func.func private @batch_0(%x: tensor<?x?x40x48xf32>, %y: tensor<?x?x40x48xf32>, %n: index, %m: index) -> tensor<?x?x40x48xf32> attributes {kernel.rows = [0 : index, 1 : index], kernel.work = [2 : i64, 40 : i64, 40 : i64, 48 : i64], kernel.input_sizes = {{\[\[}}0 : index, 1 : index, 40 : i64, 48 : i64], [0 : index, 1 : index, 40 : i64, 48 : i64]], kernel.batches} {
// CHECK-NEXT:     %0 = arith.constant 0 : index
// CHECK-NEXT:     %1 = arith.constant 1 : index
// CHECK-NEXT:     %2 = arith.muli %n, %m : index
// CHECK-NEXT:     %zero = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:     %3 = tensor.empty(%n, %m) : tensor<?x?x40x48xf32>
// CHECK-NEXT:     %4 = scf.for %batch = %0 to %2 step %1 iter_args(%5 = %3) -> (tensor<?x?x40x48xf32>) {
// CHECK-NEXT:       %6 = arith.divui %batch, %m : index
// CHECK-NEXT:       %7 = arith.muli %6, %m : index
// CHECK-NEXT:       %batch_1 = arith.subi %batch, %7 : index
// CHECK-NEXT:       %8 = tensor.empty() : tensor<40x40xf32>
// CHECK-NEXT:       %9 = linalg.fill ins(%zero : f32) outs(%8 : tensor<40x40xf32>) -> tensor<40x40xf32>
// CHECK-NEXT:       %x_1 = tensor.extract_slice %x[%6, %batch_1, 0, 0] [1, 1, 40, 48] [1, 1, 1, 1] : tensor<?x?x40x48xf32> to tensor<40x48xf32>
// CHECK-NEXT:       %y_1 = tensor.extract_slice %y[%6, %batch_1, 0, 0] [1, 1, 40, 48] [1, 1, 1, 1] : tensor<?x?x40x48xf32> to tensor<40x48xf32>
// CHECK-NEXT:       %scores = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%x_1, %y_1 : tensor<40x48xf32>, tensor<40x48xf32>) outs(%9 : tensor<40x40xf32>) {
// CHECK-NEXT:       ^bb0(%u: f32, %v: f32, %so_far: f32):
// CHECK-NEXT:         %p = arith.mulf %u, %v : f32
// CHECK-NEXT:         %r = arith.addf %so_far, %p fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:         linalg.yield %r : f32
// CHECK-NEXT:       } -> tensor<40x40xf32>
// CHECK-NEXT:       %e = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%scores : tensor<40x40xf32>) outs(%8 : tensor<40x40xf32>) {
// CHECK-NEXT:       ^bb0(%u_1: f32, %unused: f32):
// CHECK-NEXT:         %i = arith.index_cast %batch_1 : index to i32
// CHECK-NEXT:         %f = arith.sitofp %i : i32 to f32
// CHECK-NEXT:         %s = arith.addf %u_1, %f : f32
// CHECK-NEXT:         %r_1 = math.exp %s : f32
// CHECK-NEXT:         linalg.yield %r_1 : f32
// CHECK-NEXT:       } -> tensor<40x40xf32>
// CHECK-NEXT:       %10 = tensor.empty() : tensor<40x48xf32>
// CHECK-NEXT:       %11 = linalg.fill ins(%zero : f32) outs(%10 : tensor<40x48xf32>) -> tensor<40x48xf32>
// CHECK-NEXT:       %z = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d2, d1)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%e, %y_1 : tensor<40x40xf32>, tensor<40x48xf32>) outs(%11 : tensor<40x48xf32>) {
// CHECK-NEXT:       ^bb0(%u_2: f32, %v_1: f32, %so_far_1: f32):
// CHECK-NEXT:         %p_1 = arith.mulf %u_2, %v_1 : f32
// CHECK-NEXT:         %r_2 = arith.addf %so_far_1, %p_1 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:         linalg.yield %r_2 : f32
// CHECK-NEXT:       } -> tensor<40x48xf32>
// CHECK-NEXT:       %12 = tensor.insert_slice %z into %5[%6, %batch_1, 0, 0] [1, 1, 40, 48] [1, 1, 1, 1] : tensor<40x48xf32> into tensor<?x?x40x48xf32>
// CHECK-NEXT:       scf.yield %12 : tensor<?x?x40x48xf32>
// CHECK-NEXT:     }
// CHECK-NEXT:     func.return %4 : tensor<?x?x40x48xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.func @f(%x: tensor<?x?x40x48xf32>, %y: tensor<?x?x40x48xf32>) -> tensor<?x?x40x48xf32> {
// CHECK-NEXT:     %c0 = arith.constant 0 : index
// CHECK-NEXT:     %c1 = arith.constant 1 : index
// CHECK-NEXT:     %n = tensor.dim %x, %c0 : tensor<?x?x40x48xf32>
// CHECK-NEXT:     %m = tensor.dim %x, %c1 : tensor<?x?x40x48xf32>
// CHECK-NEXT:     %z = func.call @batch_0(%x, %y, %n, %m) : (tensor<?x?x40x48xf32>, tensor<?x?x40x48xf32>, index, index) -> tensor<?x?x40x48xf32>
// CHECK-NEXT:     func.return %z : tensor<?x?x40x48xf32>
// CHECK-NEXT:   }
