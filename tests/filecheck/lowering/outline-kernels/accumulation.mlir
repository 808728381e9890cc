// RUN: adjoint-opt %s -p outline-kernels | filecheck %s
// The sum of two large products, transposed: both GEMMs write in the order in which it is read, and the second one
// adds to what the first one gave. No kernel is left.

#row_column = affine_map<(i, j) -> (i, j)>
#column_row = affine_map<(i, j) -> (j, i)>

func.func @f(%x: tensor<64x48xf32>, %y: tensor<64x56xf32>) -> tensor<56x48xf32> {
  %zero = arith.constant 0.0 : f32
  %empty = tensor.empty() : tensor<48x56xf32>
  %start = linalg.fill ins(%zero : f32) outs(%empty : tensor<48x56xf32>) -> tensor<48x56xf32>
  %a = linalg.generic {
    indexing_maps = [
      affine_map<(i, j, k) -> (k, i)>, affine_map<(i, j, k) -> (k, j)>, affine_map<(i, j, k) -> (i, j)>
    ],
    iterator_types = ["parallel", "parallel", "reduction"]
  } ins(%x, %y : tensor<64x48xf32>, tensor<64x56xf32>) outs(%start : tensor<48x56xf32>) {
  ^bb0(%u: f32, %v: f32, %so_far: f32):
    %m = arith.mulf %u, %v : f32
    %r = arith.addf %so_far, %m fastmath<reassoc,nsz,contract> : f32
    linalg.yield %r : f32
  } -> tensor<48x56xf32>
  %other_empty = tensor.empty() : tensor<56x48xf32>
  %other_start = linalg.fill ins(%zero : f32) outs(%other_empty : tensor<56x48xf32>) -> tensor<56x48xf32>
  %b = linalg.generic {
    indexing_maps = [
      affine_map<(i, j, k) -> (k, i)>, affine_map<(i, j, k) -> (k, j)>, affine_map<(i, j, k) -> (i, j)>
    ],
    iterator_types = ["parallel", "parallel", "reduction"]
  } ins(%y, %x : tensor<64x56xf32>, tensor<64x48xf32>) outs(%other_start : tensor<56x48xf32>) {
  ^bb0(%u: f32, %v: f32, %so_far: f32):
    %m = arith.mulf %u, %v : f32
    %r = arith.addf %so_far, %m fastmath<reassoc,nsz,contract> : f32
    linalg.yield %r : f32
  } -> tensor<56x48xf32>
  %sum = linalg.generic {indexing_maps = [#column_row, #row_column, #row_column], iterator_types = ["parallel", "parallel"]}
    ins(%a, %b : tensor<48x56xf32>, tensor<56x48xf32>) outs(%other_empty : tensor<56x48xf32>) {
  ^bb0(%u: f32, %v: f32, %unused: f32):
    %r = arith.addf %u, %v : f32
    linalg.yield %r : f32
  } -> tensor<56x48xf32>
  func.return %sum : tensor<56x48xf32>
}

// CHECK:        func.func @f(%x: tensor<64x48xf32>, %y: tensor<64x56xf32>) -> tensor<56x48xf32> {
// CHECK-NEXT:     %zero = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:     %0 = tensor.empty() : tensor<56x48xf32>
// CHECK-NEXT:     %1 = linalg.fill ins(%zero : f32) outs(%0 : tensor<56x48xf32>) -> tensor<56x48xf32>
// CHECK-NEXT:     %a = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d2, d0)>, affine_map<(d0, d1, d2) -> (d2, d1)>, affine_map<(d0, d1, d2) -> (d1, d0)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%x, %y : tensor<64x48xf32>, tensor<64x56xf32>) outs(%1 : tensor<56x48xf32>) {
// CHECK-NEXT:     ^bb0(%u: f32, %v: f32, %so_far: f32):
// CHECK-NEXT:       %m = arith.mulf %u, %v : f32
// CHECK-NEXT:       %r = arith.addf %so_far, %m fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:       linalg.yield %r : f32
// CHECK-NEXT:     } -> tensor<56x48xf32>
// CHECK-NEXT:     %sum = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d2, d0)>, affine_map<(d0, d1, d2) -> (d2, d1)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%y, %x : tensor<64x56xf32>, tensor<64x48xf32>) outs(%a : tensor<56x48xf32>) {
// CHECK-NEXT:     ^bb0(%u_1: f32, %v_1: f32, %so_far_1: f32):
// CHECK-NEXT:       %m_1 = arith.mulf %u_1, %v_1 : f32
// CHECK-NEXT:       %r_1 = arith.addf %so_far_1, %m_1 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:       linalg.yield %r_1 : f32
// CHECK-NEXT:     } -> tensor<56x48xf32>
// CHECK-NEXT:     func.return %sum : tensor<56x48xf32>
// CHECK-NEXT:   }
