// RUN: adjoint-opt %s -p outline-kernels | filecheck %s
// A sum that two kernels need, on both sides of a product of matrices, is computed twice rather than written and read.

#row_column = affine_map<(i, j) -> (i, j)>
#column = affine_map<(i, j) -> (j)>

func.func @f(%z: tensor<?x64xf32>, %b: tensor<64xf32>, %w: tensor<64x64xf32>) -> tensor<?x64xf32> {
  %c0 = arith.constant 0 : index
  %zero = arith.constant 0.0 : f32
  %n = tensor.dim %z, %c0 : tensor<?x64xf32>
  %empty = tensor.empty(%n) : tensor<?x64xf32>
  %sum = linalg.generic {indexing_maps = [#row_column, #column, #row_column], iterator_types = ["parallel", "parallel"]}
    ins(%z, %b : tensor<?x64xf32>, tensor<64xf32>) outs(%empty : tensor<?x64xf32>) {
  ^bb0(%u: f32, %v: f32, %unused: f32):
    %r = arith.addf %u, %v : f32
    linalg.yield %r : f32
  } -> tensor<?x64xf32>
  %h = linalg.generic {indexing_maps = [#row_column, #row_column], iterator_types = ["parallel", "parallel"]}
    ins(%sum : tensor<?x64xf32>) outs(%empty : tensor<?x64xf32>) {
  ^bb0(%u: f32, %unused: f32):
    %r = math.exp %u : f32
    linalg.yield %r : f32
  } -> tensor<?x64xf32>
  %product0 = linalg.fill ins(%zero : f32) outs(%empty : tensor<?x64xf32>) -> tensor<?x64xf32>
  %product = linalg.generic {
    indexing_maps = [
      affine_map<(i, j, k) -> (i, k)>, affine_map<(i, j, k) -> (k, j)>, affine_map<(i, j, k) -> (i, j)>
    ],
    iterator_types = ["parallel", "parallel", "reduction"]
  } ins(%h, %w : tensor<?x64xf32>, tensor<64x64xf32>) outs(%product0 : tensor<?x64xf32>) {
  ^bb0(%u: f32, %v: f32, %so_far: f32):
    %m = arith.mulf %u, %v : f32
    %r = arith.addf %so_far, %m fastmath<reassoc,nsz,contract> : f32
    linalg.yield %r : f32
  } -> tensor<?x64xf32>
  %y = linalg.generic {indexing_maps = [#row_column, #row_column, #row_column], iterator_types = ["parallel", "parallel"]}
    ins(%product, %sum : tensor<?x64xf32>, tensor<?x64xf32>) outs(%empty : tensor<?x64xf32>) {
  ^bb0(%u: f32, %v: f32, %unused: f32):
    %r = arith.mulf %u, %v : f32
    linalg.yield %r : f32
  } -> tensor<?x64xf32>
  func.return %y : tensor<?x64xf32>
}

// CHECK:        func.func private @kernel_0(%z: tensor<?x64xf32>, %b: tensor<64xf32>, %n: index) -> tensor<?x64xf32> attributes {kernel.rows = [0 : index], kernel.row_rank = 1 : i64, kernel.input_sizes = {{\[\[}}0 : index, 64 : i64], [64 : i64]]} {
// CHECK:          %sum = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%z, %b : tensor<?x64xf32>, tensor<64xf32>) outs(%0 : tensor<?x64xf32>) {
// CHECK:            %r = arith.addf %u, %v : f32
// CHECK:          %h = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%sum : tensor<?x64xf32>) outs(%0 : tensor<?x64xf32>) {
// CHECK:            %r_1 = math.exp %u_1 : f32
// CHECK:          func.return %h : tensor<?x64xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.func private @kernel_1(%z: tensor<?x64xf32>, %b: tensor<64xf32>, %product: tensor<?x64xf32>, %n: index) -> tensor<?x64xf32> attributes {kernel.rows = [0 : index], kernel.row_rank = 1 : i64, kernel.input_sizes = {{\[\[}}0 : index, 64 : i64], [64 : i64], [0 : index, 64 : i64]]} {
// CHECK:          %sum = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%z, %b : tensor<?x64xf32>, tensor<64xf32>) outs(%0 : tensor<?x64xf32>) {
// CHECK:            %r = arith.addf %u, %v : f32
// CHECK:          %y = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%product, %sum : tensor<?x64xf32>, tensor<?x64xf32>) outs(%0 : tensor<?x64xf32>) {
// CHECK:            %r_1 = arith.mulf %u_1, %v_1 : f32
// CHECK:          func.return %y : tensor<?x64xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.func @f(%z: tensor<?x64xf32>, %b: tensor<64xf32>, %w: tensor<64x64xf32>) -> tensor<?x64xf32> {
// CHECK:          %h = func.call @kernel_0(%z, %b, %n) : (tensor<?x64xf32>, tensor<64xf32>, index) -> tensor<?x64xf32>
// CHECK:          %product = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d2, d1)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%h, %w : tensor<?x64xf32>, tensor<64x64xf32>) outs(%product0 : tensor<?x64xf32>) {
// CHECK:            %m = arith.mulf %u, %v : f32
// CHECK-NEXT:       %r = arith.addf %so_far, %m fastmath<reassoc,nsz,contract> : f32
// CHECK:          %y = func.call @kernel_1(%z, %b, %product, %n) : (tensor<?x64xf32>, tensor<64xf32>, tensor<?x64xf32>, index) -> tensor<?x64xf32>
// CHECK-NEXT:     func.return %y : tensor<?x64xf32>
// CHECK-NEXT:   }
