// RUN: adjoint-opt %s -p outline-kernels | filecheck %s
// A value, what it is multiplied with in the reverse, and the gradient of the bias, which is summed across rows: one
// kernel, with one accumulated result.

#row_column = affine_map<(i, j) -> (i, j)>
#column = affine_map<(i, j) -> (j)>

func.func @f(%z: tensor<?x64xf32>, %b: tensor<64xf32>, %g: tensor<?x64xf32>) -> (tensor<?x64xf32>, tensor<?x64xf32>, tensor<64xf32>) {
  %c0 = arith.constant 0 : index
  %zero = arith.constant 0.0 : f32
  %n = tensor.dim %z, %c0 : tensor<?x64xf32>
  %empty = tensor.empty(%n) : tensor<?x64xf32>
  %y = linalg.generic {indexing_maps = [#row_column, #column, #row_column], iterator_types = ["parallel", "parallel"]}
    ins(%z, %b : tensor<?x64xf32>, tensor<64xf32>) outs(%empty : tensor<?x64xf32>) {
  ^bb0(%x: f32, %bias: f32, %unused: f32):
    %s = arith.addf %x, %bias : f32
    %r = math.tanh %s : f32
    linalg.yield %r : f32
  } -> tensor<?x64xf32>
  %dz = linalg.generic {indexing_maps = [#row_column, #row_column, #row_column], iterator_types = ["parallel", "parallel"]}
    ins(%y, %g : tensor<?x64xf32>, tensor<?x64xf32>) outs(%empty : tensor<?x64xf32>) {
  ^bb0(%t: f32, %cotangent: f32, %unused: f32):
    %one = arith.constant 1.0 : f32
    %square = arith.mulf %t, %t : f32
    %derivative = arith.subf %one, %square : f32
    %r = arith.mulf %derivative, %cotangent : f32
    linalg.yield %r : f32
  } -> tensor<?x64xf32>
  %per_column = tensor.empty() : tensor<64xf32>
  %db0 = linalg.fill ins(%zero : f32) outs(%per_column : tensor<64xf32>) -> tensor<64xf32>
  %db = linalg.generic {indexing_maps = [#row_column, #column], iterator_types = ["reduction", "parallel"]}
    ins(%dz : tensor<?x64xf32>) outs(%db0 : tensor<64xf32>) {
  ^bb0(%x: f32, %so_far: f32):
    %r = arith.addf %so_far, %x fastmath<reassoc,nsz,contract> : f32
    linalg.yield %r : f32
  } -> tensor<64xf32>
  func.return %y, %dz, %db : tensor<?x64xf32>, tensor<?x64xf32>, tensor<64xf32>
}

// CHECK:        func.func private @kernel_0(%z: tensor<?x64xf32>, %b: tensor<64xf32>, %g: tensor<?x64xf32>, %n: index) -> (tensor<?x64xf32>, tensor<?x64xf32>, tensor<64xf32>) attributes {kernel.rows = [0 : index], kernel.row_rank = 1 : i64, kernel.input_sizes = {{\[\[}}0 : index, 64 : i64], [64 : i64], [0 : index, 64 : i64]], kernel.accumulated = array<i64: 2>} {
// CHECK:          %y = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%z, %b : tensor<?x64xf32>, tensor<64xf32>) outs(%0 : tensor<?x64xf32>) {
// CHECK:            %s = arith.addf %x, %bias : f32
// CHECK-NEXT:       %r = math.tanh %s : f32
// CHECK:          %dz = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%y, %g : tensor<?x64xf32>, tensor<?x64xf32>) outs(%0 : tensor<?x64xf32>) {
// CHECK:            %square = arith.mulf %t, %t : f32
// CHECK-NEXT:       %derivative = arith.subf %one, %square : f32
// CHECK-NEXT:       %r_1 = arith.mulf %derivative, %cotangent : f32
// CHECK:          %db = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>], iterator_types = ["reduction", "parallel"]} ins(%dz : tensor<?x64xf32>) outs(%db0 : tensor<64xf32>) {
// CHECK:            %r_2 = arith.addf %so_far, %x_1 fastmath<reassoc,nsz,contract> : f32
// CHECK:          func.return %y, %dz, %db : tensor<?x64xf32>, tensor<?x64xf32>, tensor<64xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.func @f(%z: tensor<?x64xf32>, %b: tensor<64xf32>, %g: tensor<?x64xf32>) -> (tensor<?x64xf32>, tensor<?x64xf32>, tensor<64xf32>) {
// CHECK:          %y, %dz, %db = func.call @kernel_0(%z, %b, %g, %n) : (tensor<?x64xf32>, tensor<64xf32>, tensor<?x64xf32>, index) -> (tensor<?x64xf32>, tensor<?x64xf32>, tensor<64xf32>)
// CHECK-NEXT:     func.return %y, %dz, %db : tensor<?x64xf32>, tensor<?x64xf32>, tensor<64xf32>
// CHECK-NEXT:   }
