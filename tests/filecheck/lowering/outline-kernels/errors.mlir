// RUN: adjoint-opt %s -p outline-kernels --split-input-file --verify-diagnostics | filecheck %s
// What is not of the linalg stage is refused with its place.

func.func @not_a_permutation(%x: tensor<9xf32>) -> tensor<8xf32> {
  %empty = tensor.empty() : tensor<8xf32>
  %y = linalg.generic {
    indexing_maps = [affine_map<(i) -> (i + 1)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]
  } ins(%x : tensor<9xf32>) outs(%empty : tensor<8xf32>) {
  ^bb0(%a: f32, %unused: f32):
    linalg.yield %a : f32
  } -> tensor<8xf32>
  func.return %y : tensor<8xf32>
}

// CHECK: errors.mlir:6:3: error: 'linalg.generic': indexing maps must be projected permutations with zeros, got (d0) -> ((d0 + 1))

// -----

func.func @not_filled(%x: tensor<8xf32>, %start: tensor<f32>) -> tensor<f32> {
  %y = linalg.generic {
    indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> ()>], iterator_types = ["reduction"]
  } ins(%x : tensor<8xf32>) outs(%start : tensor<f32>) {
  ^bb0(%a: f32, %so_far: f32):
    %r = arith.addf %so_far, %a : f32
    linalg.yield %r : f32
  } -> tensor<f32>
  func.return %y : tensor<f32>
}

// CHECK: error: 'linalg.generic': a reduction must start from a linalg.fill of its neutral element

// -----

func.func @not_associative(%x: tensor<8xf32>) -> tensor<f32> {
  %zero = arith.constant 0.0 : f32
  %empty = tensor.empty() : tensor<f32>
  %start = linalg.fill ins(%zero : f32) outs(%empty : tensor<f32>) -> tensor<f32>
  %y = linalg.generic {
    indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> ()>], iterator_types = ["reduction"]
  } ins(%x : tensor<8xf32>) outs(%start : tensor<f32>) {
  ^bb0(%a: f32, %so_far: f32):
    %r = arith.subf %so_far, %a : f32
    linalg.yield %r : f32
  } -> tensor<f32>
  func.return %y : tensor<f32>
}

// CHECK: error: 'linalg.generic': a reduction must yield an associative op on the accumulator and an element
