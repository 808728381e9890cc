// RUN: adjoint-opt %s -p outline-kernels | filecheck %s
// Scalars, constants and what is broadcast cheaply belong to no kernel: each that uses them has a copy. Sizes are
// arguments, and numbers that the function computes from them are computed again.

#row_column = affine_map<(i, j) -> (i, j)>
#row = affine_map<(i, j) -> (i)>
#none = affine_map<(i, j) -> ()>

func.func @f(%x: tensor<?x64xf32>, %y: tensor<?x32xf32>, %t: tensor<?xi64>) -> (tensor<?x64xf32>, tensor<?x32xf32>) {
  %c0 = arith.constant 0 : index
  %one = arith.constant 1.0 : f32
  %n = tensor.dim %x, %c0 : tensor<?x64xf32>
  %scalar = tensor.empty() : tensor<f32>
  %ones = linalg.fill ins(%one : f32) outs(%scalar : tensor<f32>) -> tensor<f32>
  %n_int = arith.index_cast %n : index to i64
  %n_float = arith.sitofp %n_int : i64 to f32
  %mean = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []}
    ins(%ones : tensor<f32>) outs(%scalar : tensor<f32>) {
  ^bb0(%u: f32, %unused: f32):
    %r = arith.divf %u, %n_float : f32
    linalg.yield %r : f32
  } -> tensor<f32>
  %wide = tensor.empty(%n) : tensor<?x64xf32>
  %a = linalg.generic {indexing_maps = [#row_column, #none, #row_column], iterator_types = ["parallel", "parallel"]}
    ins(%x, %mean : tensor<?x64xf32>, tensor<f32>) outs(%wide : tensor<?x64xf32>) {
  ^bb0(%u: f32, %v: f32, %unused: f32):
    %r = arith.mulf %u, %v : f32
    linalg.yield %r : f32
  } -> tensor<?x64xf32>
  %bits = tensor.empty(%n) : tensor<?x32xi1>
  %mask = linalg.generic {indexing_maps = [#row, #row_column], iterator_types = ["parallel", "parallel"]}
    ins(%t : tensor<?xi64>) outs(%bits : tensor<?x32xi1>) {
  ^bb0(%u: i64, %unused: i1):
    %j = linalg.index 1 : index
    %column = arith.index_cast %j : index to i64
    %r = arith.cmpi eq, %u, %column : i64
    linalg.yield %r : i1
  } -> tensor<?x32xi1>
  %narrow = tensor.empty(%n) : tensor<?x32xf32>
  %b = linalg.generic {
    indexing_maps = [#row_column, #none, #row_column, #row_column], iterator_types = ["parallel", "parallel"]
  } ins(%y, %mean, %mask : tensor<?x32xf32>, tensor<f32>, tensor<?x32xi1>) outs(%narrow : tensor<?x32xf32>) {
  ^bb0(%u: f32, %v: f32, %chosen: i1, %unused: f32):
    %r = arith.select %chosen, %u, %v : f32
    linalg.yield %r : f32
  } -> tensor<?x32xf32>
  func.return %a, %b : tensor<?x64xf32>, tensor<?x32xf32>
}

// CHECK:        func.func private @kernel_0(%x: tensor<?x64xf32>, %n: index) -> tensor<?x64xf32> attributes {kernel.rows = [0 : index, 64 : i64], kernel.row_rank = 2 : i64, kernel.input_sizes = {{\[\[}}0 : index, 64 : i64]]} {
// CHECK:          %n_int = arith.index_cast %n : index to i64
// CHECK-NEXT:     %n_float = arith.sitofp %n_int : i64 to f32
// CHECK-NEXT:     %mean = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%ones : tensor<f32>) outs(%0 : tensor<f32>) {
// CHECK:            %r = arith.divf %u, %n_float : f32
// CHECK:          %a = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> ()>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%x, %mean : tensor<?x64xf32>, tensor<f32>) outs(%1 : tensor<?x64xf32>) {
// CHECK:            %r_1 = arith.mulf %u_1, %v : f32
// CHECK:          func.return %a : tensor<?x64xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.func private @kernel_1(%t: tensor<?xi64>, %y: tensor<?x32xf32>, %n: index) -> tensor<?x32xf32> attributes {kernel.rows = [0 : index], kernel.row_rank = 1 : i64, kernel.input_sizes = {{\[\[}}0 : index], [0 : index, 32 : i64]]} {
// CHECK:          %n_int = arith.index_cast %n : index to i64
// CHECK-NEXT:     %n_float = arith.sitofp %n_int : i64 to f32
// CHECK-NEXT:     %mean = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%ones : tensor<f32>) outs(%0 : tensor<f32>) {
// CHECK:            %r = arith.divf %u, %n_float : f32
// CHECK:          %mask = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%t : tensor<?xi64>) outs(%1 : tensor<?x32xi1>) {
// CHECK:            %column = arith.index_cast %j : index to i64
// CHECK-NEXT:       %r_1 = arith.cmpi eq, %u_1, %column : i64
// CHECK:          %b = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> ()>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%y, %mean, %mask : tensor<?x32xf32>, tensor<f32>, tensor<?x32xi1>) outs(%2 : tensor<?x32xf32>) {
// CHECK:            %r_2 = arith.select %chosen, %u_2, %v : f32
// CHECK:          func.return %b : tensor<?x32xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.func @f(%x: tensor<?x64xf32>, %y: tensor<?x32xf32>, %t: tensor<?xi64>) -> (tensor<?x64xf32>, tensor<?x32xf32>) {
// CHECK:          %n_int = arith.index_cast %n : index to i64
// CHECK-NEXT:     %n_float = arith.sitofp %n_int : i64 to f32
// CHECK-NEXT:     %a = func.call @kernel_0(%x, %n) : (tensor<?x64xf32>, index) -> tensor<?x64xf32>
// CHECK-NEXT:     %b = func.call @kernel_1(%t, %y, %n) : (tensor<?xi64>, tensor<?x32xf32>, index) -> tensor<?x32xf32>
// CHECK-NEXT:     func.return %a, %b : tensor<?x64xf32>, tensor<?x32xf32>
// CHECK-NEXT:   }
