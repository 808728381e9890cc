// RUN: adjoint-opt %s -p outline-kernels | filecheck %s
// A large product of matrices stays for a GEMM. What comes after it is another kernel than what comes before it, also
// where both read the same; here they compute the same, so they are one function.

#row_column = affine_map<(i, j) -> (i, j)>

func.func @f(%x: tensor<64x64xf32>, %w: tensor<64x64xf32>) -> tensor<64x64xf32> {
  %zero = arith.constant 0.0 : f32
  %empty = tensor.empty() : tensor<64x64xf32>
  %a = linalg.generic {indexing_maps = [#row_column, #row_column, #row_column], iterator_types = ["parallel", "parallel"]}
    ins(%x, %w : tensor<64x64xf32>, tensor<64x64xf32>) outs(%empty : tensor<64x64xf32>) {
  ^bb0(%u: f32, %v: f32, %unused: f32):
    %r = arith.divf %u, %v : f32
    linalg.yield %r : f32
  } -> tensor<64x64xf32>
  %product0 = linalg.fill ins(%zero : f32) outs(%empty : tensor<64x64xf32>) -> tensor<64x64xf32>
  %product = linalg.generic {
    indexing_maps = [
      affine_map<(i, j, k) -> (i, k)>, affine_map<(i, j, k) -> (k, j)>, affine_map<(i, j, k) -> (i, j)>
    ],
    iterator_types = ["parallel", "parallel", "reduction"]
  } ins(%a, %w : tensor<64x64xf32>, tensor<64x64xf32>) outs(%product0 : tensor<64x64xf32>) {
  ^bb0(%u: f32, %v: f32, %so_far: f32):
    %m = arith.mulf %u, %v : f32
    %r = arith.addf %so_far, %m fastmath<reassoc,nsz,contract> : f32
    linalg.yield %r : f32
  } -> tensor<64x64xf32>
  %b = linalg.generic {indexing_maps = [#row_column, #row_column, #row_column], iterator_types = ["parallel", "parallel"]}
    ins(%product, %w : tensor<64x64xf32>, tensor<64x64xf32>) outs(%empty : tensor<64x64xf32>) {
  ^bb0(%u: f32, %v: f32, %unused: f32):
    %r = arith.divf %u, %v : f32
    linalg.yield %r : f32
  } -> tensor<64x64xf32>
  func.return %b : tensor<64x64xf32>
}

// CHECK:        func.func private @kernel_0(%x: tensor<64x64xf32>, %w: tensor<64x64xf32>) -> tensor<64x64xf32> attributes {kernel.rows = [64 : i64, 64 : i64], kernel.row_rank = 2 : i64, kernel.input_sizes = {{\[\[}}64 : i64, 64 : i64], [64 : i64, 64 : i64]]} {
// CHECK:          %a = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%x, %w : tensor<64x64xf32>, tensor<64x64xf32>) outs(%0 : tensor<64x64xf32>) {
// CHECK:            %r = arith.divf %u, %v : f32
// CHECK:          func.return %a : tensor<64x64xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.func @f(%x: tensor<64x64xf32>, %w: tensor<64x64xf32>) -> tensor<64x64xf32> {
// CHECK:          %a = func.call @kernel_0(%x, %w) : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
// CHECK:          %product = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d2, d1)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%a, %w : tensor<64x64xf32>, tensor<64x64xf32>) outs(%product0 : tensor<64x64xf32>) {
// CHECK:            %m = arith.mulf %u, %v : f32
// CHECK-NEXT:       %r = arith.addf %so_far, %m fastmath<reassoc,nsz,contract> : f32
// CHECK:          %b = func.call @kernel_0(%product, %w) : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
// CHECK-NEXT:     func.return %b : tensor<64x64xf32>
// CHECK-NEXT:   }
