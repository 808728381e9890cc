// RUN: adjoint-opt %s -p convert-aten-to-linalg --split-input-file | filecheck %s

// Bottom-up merge sort of each row: the dimension that is sorted along comes last, and goes back to its place.

func.func @sort(%x: tensor<4x?xf32>) -> (tensor<4x?xf32>, tensor<4x?xi64>) {
  %y, %i = aten.sort %x dim = 0 : tensor<4x?xf32> -> tensor<4x?xf32>, tensor<4x?xi64>
  func.return %y, %i : tensor<4x?xf32>, tensor<4x?xi64>
}

// CHECK:      func.func private @sort_f32(%x: tensor<?xf32>, %rows: index, %n: index) -> (tensor<?xf32>, tensor<?xi64>) attributes {kernel.rows = [0 : index], kernel.work = [1 : index, 1024 : i64], kernel.scratch = {{\[\[}}f32, [1 : index]], [i64, [1 : index]]]} {
// CHECK:      func.func @sort(%x: tensor<4x?xf32>) -> (tensor<4x?xf32>, tensor<4x?xi64>) {
// CHECK-NEXT:   %c1 = arith.constant 1 : index
// CHECK-NEXT:   %0 = tensor.dim %x, %c1 : tensor<4x?xf32>
// CHECK-NEXT:   %1 = tensor.empty(%0) : tensor<?x4xf32>
// CHECK-NEXT:   %2 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d1, d0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%x : tensor<4x?xf32>) outs(%1 : tensor<?x4xf32>) {
// CHECK-NEXT:   ^bb0(%3: f32, %4: f32):
// CHECK-NEXT:     linalg.yield %3 : f32
// CHECK-NEXT:   } -> tensor<?x4xf32>
// CHECK-NEXT:   %5 = tensor.collapse_shape %2 {{\[\[}}0 : i64, 1 : i64]] : tensor<?x4xf32> into tensor<?xf32>
// CHECK-NEXT:   %c4 = arith.constant 4 : index
// CHECK-NEXT:   %6, %7 = func.call @sort_f32(%5, %0, %c4) : (tensor<?xf32>, index, index) -> (tensor<?xf32>, tensor<?xi64>)
// CHECK-NEXT:   %y = tensor.expand_shape %6 {{\[\[}}0 : i64, 1 : i64]] output_shape [%0, 4] : tensor<?xf32> into tensor<?x4xf32>
// CHECK-NEXT:   %i = tensor.expand_shape %7 {{\[\[}}0 : i64, 1 : i64]] output_shape [%0, 4] : tensor<?xi64> into tensor<?x4xi64>
// CHECK-NEXT:   %8 = tensor.empty(%0) : tensor<4x?xf32>
// CHECK-NEXT:   %9 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d1, d0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%y : tensor<?x4xf32>) outs(%8 : tensor<4x?xf32>) {
// CHECK-NEXT:   ^bb0(%10: f32, %11: f32):
// CHECK-NEXT:     linalg.yield %10 : f32
// CHECK-NEXT:   } -> tensor<4x?xf32>
// CHECK-NEXT:   %12 = tensor.empty(%0) : tensor<4x?xi64>
// CHECK-NEXT:   %13 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d1, d0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%i : tensor<?x4xi64>) outs(%12 : tensor<4x?xi64>) {
// CHECK-NEXT:   ^bb0(%14: i64, %15: i64):
// CHECK-NEXT:     linalg.yield %14 : i64
// CHECK-NEXT:   } -> tensor<4x?xi64>
// CHECK-NEXT:   func.return %9, %13 : tensor<4x?xf32>, tensor<4x?xi64>
// CHECK-NEXT: }

// -----

// A few of the largest: one pass over the row, which keeps the best so far in order.

func.func @topk(%x: tensor<?x8xi32>) -> (tensor<?x2xi32>, tensor<?x2xi64>) {
  %y, %i = aten.topk %x k = 2 : tensor<?x8xi32> -> tensor<?x2xi32>, tensor<?x2xi64>
  func.return %y, %i : tensor<?x2xi32>, tensor<?x2xi64>
}

// CHECK:      func.func private @largest_i32(%x: tensor<?xi32>, %rows: index, %n: index, %k: index) -> (tensor<?xi32>, tensor<?xi64>) attributes {kernel.rows = [0 : index], kernel.work = [1 : index, 64 : i64]} {
// CHECK:      func.func @topk(%x: tensor<?x8xi32>) -> (tensor<?x2xi32>, tensor<?x2xi64>) {
// CHECK-NEXT:   %0 = tensor.collapse_shape %x {{\[\[}}0 : i64, 1 : i64]] : tensor<?x8xi32> into tensor<?xi32>
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %1 = tensor.dim %x, %c0 : tensor<?x8xi32>
// CHECK-NEXT:   %c8 = arith.constant 8 : index
// CHECK-NEXT:   %c2 = arith.constant 2 : index
// CHECK-NEXT:   %2, %3 = func.call @largest_i32(%0, %1, %c8, %c2) : (tensor<?xi32>, index, index, index) -> (tensor<?xi32>, tensor<?xi64>)
// CHECK-NEXT:   %y = tensor.expand_shape %2 {{\[\[}}0 : i64, 1 : i64]] output_shape [%1, 2] : tensor<?xi32> into tensor<?x2xi32>
// CHECK-NEXT:   %i = tensor.expand_shape %3 {{\[\[}}0 : i64, 1 : i64]] output_shape [%1, 2] : tensor<?xi64> into tensor<?x2xi64>
// CHECK-NEXT:   func.return %y, %i : tensor<?x2xi32>, tensor<?x2xi64>
// CHECK-NEXT: }

// -----

// The bits of a median are found one by one, in a scratch row of integers of the same order as the elements.

func.func @median(%x: tensor<?x8xf32>) -> (tensor<?x1xf32>, tensor<?x1xi64>) {
  %y, %i = aten.median.dim %x dim = 1 keepdim : tensor<?x8xf32> -> tensor<?x1xf32>, tensor<?x1xi64>
  func.return %y, %i : tensor<?x1xf32>, tensor<?x1xi64>
}

// CHECK:      func.func private @median_f32(%x: tensor<?xf32>, %rows: index, %n: index) -> (tensor<?xf32>, tensor<?xi64>) attributes {kernel.rows = [0 : index], kernel.work = [1 : index, 64 : i64], kernel.scratch = {{\[\[}}i32, [1 : index]]]} {
// CHECK:      func.func @median(%x: tensor<?x8xf32>) -> (tensor<?x1xf32>, tensor<?x1xi64>) {
// CHECK-NEXT:   %0 = tensor.collapse_shape %x {{\[\[}}0 : i64, 1 : i64]] : tensor<?x8xf32> into tensor<?xf32>
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %1 = tensor.dim %x, %c0 : tensor<?x8xf32>
// CHECK-NEXT:   %c8 = arith.constant 8 : index
// CHECK-NEXT:   %y, %i = func.call @median_f32(%0, %1, %c8) : (tensor<?xf32>, index, index) -> (tensor<?xf32>, tensor<?xi64>)
// CHECK-NEXT:   %2 = tensor.expand_shape %y {{\[\[}}0 : i64, 1 : i64]] output_shape [%1, 1] : tensor<?xf32> into tensor<?x1xf32>
// CHECK-NEXT:   %3 = tensor.expand_shape %i {{\[\[}}0 : i64, 1 : i64]] output_shape [%1, 1] : tensor<?xi64> into tensor<?x1xi64>
// CHECK-NEXT:   func.return %2, %3 : tensor<?x1xf32>, tensor<?x1xi64>
// CHECK-NEXT: }
