// RUN: adjoint-opt %s -p outline-kernels | filecheck %s
// A small product of matrices is a reduction like any other, and fuses with what uses it.

#row_column = affine_map<(i, j) -> (i, j)>

func.func @f(%x: tensor<4x8xf32>, %w: tensor<8x16xf32>) -> tensor<4x16xf32> {
  %zero = arith.constant 0.0 : f32
  %empty = tensor.empty() : tensor<4x16xf32>
  %product0 = linalg.fill ins(%zero : f32) outs(%empty : tensor<4x16xf32>) -> tensor<4x16xf32>
  %product = linalg.generic {
    indexing_maps = [
      affine_map<(i, j, k) -> (i, k)>, affine_map<(i, j, k) -> (k, j)>, affine_map<(i, j, k) -> (i, j)>
    ],
    iterator_types = ["parallel", "parallel", "reduction"]
  } ins(%x, %w : tensor<4x8xf32>, tensor<8x16xf32>) outs(%product0 : tensor<4x16xf32>) {
  ^bb0(%u: f32, %v: f32, %so_far: f32):
    %m = arith.mulf %u, %v : f32
    %r = arith.addf %so_far, %m fastmath<reassoc,nsz,contract> : f32
    linalg.yield %r : f32
  } -> tensor<4x16xf32>
  %y = linalg.generic {indexing_maps = [#row_column, #row_column], iterator_types = ["parallel", "parallel"]}
    ins(%product : tensor<4x16xf32>) outs(%empty : tensor<4x16xf32>) {
  ^bb0(%u: f32, %unused: f32):
    %r = math.tanh %u : f32
    linalg.yield %r : f32
  } -> tensor<4x16xf32>
  func.return %y : tensor<4x16xf32>
}

// CHECK:        func.func private @kernel_0(%x: tensor<4x8xf32>, %w: tensor<8x16xf32>) -> tensor<4x16xf32> attributes {kernel.rows = [4 : i64], kernel.row_rank = 1 : i64, kernel.input_sizes = {{\[\[}}4 : i64, 8 : i64], [8 : i64, 16 : i64]], kernel.scratch = {{\[\[}}f32, [16 : i64]]]} {
// CHECK:          %product = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d2, d1)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%x, %w : tensor<4x8xf32>, tensor<8x16xf32>) outs(%product0 : tensor<4x16xf32>) {
// CHECK:            %m = arith.mulf %u, %v : f32
// CHECK-NEXT:       %r = arith.addf %so_far, %m fastmath<reassoc,nsz,contract> : f32
// CHECK:          %y = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%product : tensor<4x16xf32>) outs(%0 : tensor<4x16xf32>) {
// CHECK:            %r_1 = math.tanh %u_1 : f32
// CHECK:          func.return %y : tensor<4x16xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.func @f(%x: tensor<4x8xf32>, %w: tensor<8x16xf32>) -> tensor<4x16xf32> {
// CHECK-NEXT:     %y = func.call @kernel_0(%x, %w) : (tensor<4x8xf32>, tensor<8x16xf32>) -> tensor<4x16xf32>
// CHECK-NEXT:     func.return %y : tensor<4x16xf32>
// CHECK-NEXT:   }
