// RUN: adjoint-opt %s -p outline-kernels | filecheck %s
// Reductions along a row and what uses them are one kernel over the rows.

#row_column = affine_map<(i, j) -> (i, j)>
#row = affine_map<(i, j) -> (i)>

func.func @softmax(%x: tensor<?x64xf32>) -> tensor<?x64xf32> {
  %c0 = arith.constant 0 : index
  %lowest = arith.constant 0xFF800000 : f32
  %zero = arith.constant 0.0 : f32
  %n = tensor.dim %x, %c0 : tensor<?x64xf32>
  %per_row = tensor.empty(%n) : tensor<?xf32>
  %per_element = tensor.empty(%n) : tensor<?x64xf32>
  %m0 = linalg.fill ins(%lowest : f32) outs(%per_row : tensor<?xf32>) -> tensor<?xf32>
  %m = linalg.generic {indexing_maps = [#row_column, #row], iterator_types = ["parallel", "reduction"]}
    ins(%x : tensor<?x64xf32>) outs(%m0 : tensor<?xf32>) {
  ^bb0(%a: f32, %so_far: f32):
    %r = arith.maximumf %so_far, %a : f32
    linalg.yield %r : f32
  } -> tensor<?xf32>
  %e = linalg.generic {indexing_maps = [#row_column, #row, #row_column], iterator_types = ["parallel", "parallel"]}
    ins(%x, %m : tensor<?x64xf32>, tensor<?xf32>) outs(%per_element : tensor<?x64xf32>) {
  ^bb0(%a: f32, %b: f32, %unused: f32):
    %d = arith.subf %a, %b : f32
    %r = math.exp %d : f32
    linalg.yield %r : f32
  } -> tensor<?x64xf32>
  %s0 = linalg.fill ins(%zero : f32) outs(%per_row : tensor<?xf32>) -> tensor<?xf32>
  %s = linalg.generic {indexing_maps = [#row_column, #row], iterator_types = ["parallel", "reduction"]}
    ins(%e : tensor<?x64xf32>) outs(%s0 : tensor<?xf32>) {
  ^bb0(%a: f32, %so_far: f32):
    %r = arith.addf %so_far, %a fastmath<reassoc,nsz,contract> : f32
    linalg.yield %r : f32
  } -> tensor<?xf32>
  %y = linalg.generic {indexing_maps = [#row_column, #row, #row_column], iterator_types = ["parallel", "parallel"]}
    ins(%e, %s : tensor<?x64xf32>, tensor<?xf32>) outs(%per_element : tensor<?x64xf32>) {
  ^bb0(%a: f32, %b: f32, %unused: f32):
    %r = arith.divf %a, %b : f32
    linalg.yield %r : f32
  } -> tensor<?x64xf32>
  func.return %y : tensor<?x64xf32>
}

// CHECK:        func.func private @kernel_0(%x: tensor<?x64xf32>, %n: index) -> tensor<?x64xf32> attributes {kernel.rows = [0 : index], kernel.row_rank = 1 : i64, kernel.input_sizes = {{\[\[}}0 : index, 64 : i64]], kernel.scratch = {{\[\[}}f32, [64 : i64]]]} {
// CHECK:          %m = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<?x64xf32>) outs(%m0 : tensor<?xf32>) {
// CHECK:            %r = arith.maximumf %so_far, %a : f32
// CHECK:          %e = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%x, %m : tensor<?x64xf32>, tensor<?xf32>) outs(%1 : tensor<?x64xf32>) {
// CHECK:            %d = arith.subf %a_1, %b : f32
// CHECK-NEXT:       %r_1 = math.exp %d : f32
// CHECK:          %s = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%e : tensor<?x64xf32>) outs(%s0 : tensor<?xf32>) {
// CHECK:            %r_2 = arith.addf %so_far_1, %a_2 fastmath<reassoc,nsz,contract> : f32
// CHECK:          %y = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%e, %s : tensor<?x64xf32>, tensor<?xf32>) outs(%1 : tensor<?x64xf32>) {
// CHECK:            %r_3 = arith.divf %a_3, %b_1 : f32
// CHECK:          func.return %y : tensor<?x64xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.func @softmax(%x: tensor<?x64xf32>) -> tensor<?x64xf32> {
// CHECK:          %y = func.call @kernel_0(%x, %n) : (tensor<?x64xf32>, index) -> tensor<?x64xf32>
// CHECK-NEXT:     func.return %y : tensor<?x64xf32>
// CHECK-NEXT:   }
