// RUN: adjoint-opt %s -p batch-contractions --log 2>&1 | filecheck %s
// Why ops run batch by batch, or not. A product of what is in memory, that is needed in
// memory itself, gains nothing: the exponentials are computed from it where they are summed.

#row = affine_map<(a, i, j) -> (a, i, j)>

func.func @f(%x: tensor<4x40x40xf32>) -> (tensor<4x40x40xf32>, tensor<f32>) {
  %zero = arith.constant 0.0 : f32
  %empty = tensor.empty() : tensor<4x40x40xf32>
  %start = linalg.fill ins(%zero : f32) outs(%empty : tensor<4x40x40xf32>) -> tensor<4x40x40xf32>
  %z = linalg.generic {
    indexing_maps = [
      affine_map<(a, i, j, k) -> (a, i, k)>, affine_map<(a, i, j, k) -> (a, k, j)>, affine_map<(a, i, j, k) -> (a, i, j)>
    ],
    iterator_types = ["parallel", "parallel", "parallel", "reduction"]
  } ins(%x, %x : tensor<4x40x40xf32>, tensor<4x40x40xf32>) outs(%start : tensor<4x40x40xf32>) {
  ^bb0(%u: f32, %v: f32, %so_far: f32):
    %p = arith.mulf %u, %v : f32
    %r = arith.addf %so_far, %p fastmath<reassoc,nsz,contract> : f32
    linalg.yield %r : f32
  } -> tensor<4x40x40xf32>
  %e = linalg.generic {
    indexing_maps = [#row, #row], iterator_types = ["parallel", "parallel", "parallel"]
  } ins(%z : tensor<4x40x40xf32>) outs(%empty : tensor<4x40x40xf32>) {
  ^bb0(%u: f32, %unused: f32):
    %r = math.exp %u : f32
    linalg.yield %r : f32
  } -> tensor<4x40x40xf32>
  %scalar = tensor.empty() : tensor<f32>
  %s0 = linalg.fill ins(%zero : f32) outs(%scalar : tensor<f32>) -> tensor<f32>
  %s = linalg.generic {
    indexing_maps = [#row, affine_map<(a, i, j) -> ()>], iterator_types = ["reduction", "reduction", "reduction"]
  } ins(%e : tensor<4x40x40xf32>) outs(%s0 : tensor<f32>) {
  ^bb0(%u: f32, %so_far: f32):
    %r = arith.addf %so_far, %u fastmath<reassoc,nsz,contract> : f32
    linalg.yield %r : f32
  } -> tensor<f32>
  func.return %z, %s : tensor<4x40x40xf32>, tensor<f32>
}

// CHECK:      adjoint.lowering.batching: %z (reduction by arith.addf at {{.*}}11:3) not batch by batch: nothing is between its 1 contractions and the rest
