// RUN: adjoint-opt %s -p convert-aten-to-linalg --split-input-file | filecheck %s

// A transposed operand is a transposed map.

func.func @transposed(%x: tensor<?x64xf32>, %w: tensor<10x64xf32>) -> tensor<?x10xf32> {
  %wt = aten.t %w : tensor<10x64xf32> -> tensor<64x10xf32>
  %y = aten.mm %x, %wt : tensor<?x64xf32>, tensor<64x10xf32> -> tensor<?x10xf32>
  func.return %y : tensor<?x10xf32>
}

// CHECK:      func.func @transposed(%x: tensor<?x64xf32>, %w: tensor<10x64xf32>) -> tensor<?x10xf32> {
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %0 = tensor.dim %x, %c0 : tensor<?x64xf32>
// CHECK-NEXT:   %1 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:   %2 = tensor.empty(%0) : tensor<?x10xf32>
// CHECK-NEXT:   %3 = linalg.fill ins(%1 : f32) outs(%2 : tensor<?x10xf32>) -> tensor<?x10xf32>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%x, %w : tensor<?x64xf32>, tensor<10x64xf32>) outs(%3 : tensor<?x10xf32>) {
// CHECK-NEXT:   ^bb0(%4: f32, %5: f32, %6: f32):
// CHECK-NEXT:     %7 = arith.mulf %4, %5 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:     %8 = arith.addf %6, %7 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:     linalg.yield %8 : f32
// CHECK-NEXT:   } -> tensor<?x10xf32>
// CHECK-NEXT:   func.return %y : tensor<?x10xf32>
// CHECK-NEXT: }

// -----

// A batch on the left only is merged into the rows.

func.func @merged(%x: tensor<2x3x4xf64>, %w: tensor<4x5xf64>) -> tensor<2x3x5xf64> {
  %y = aten.matmul %x, %w : tensor<2x3x4xf64>, tensor<4x5xf64> -> tensor<2x3x5xf64>
  func.return %y : tensor<2x3x5xf64>
}

// CHECK:      func.func @merged(%x: tensor<2x3x4xf64>, %w: tensor<4x5xf64>) -> tensor<2x3x5xf64> {
// CHECK-NEXT:   %0 = tensor.collapse_shape %x {{\[\[}}0 : i64, 1 : i64], [2 : i64]] : tensor<2x3x4xf64> into tensor<6x4xf64>
// CHECK-NEXT:   %1 = tensor.empty() : tensor<6x5xf64>
// CHECK-NEXT:   %2 = arith.constant 0.000000e+00 : f64
// CHECK-NEXT:   %3 = linalg.fill ins(%2 : f64) outs(%1 : tensor<6x5xf64>) -> tensor<6x5xf64>
// CHECK-NEXT:   %4 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d2, d1)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%0, %w : tensor<6x4xf64>, tensor<4x5xf64>) outs(%3 : tensor<6x5xf64>) {
// CHECK-NEXT:   ^bb0(%5: f64, %6: f64, %7: f64):
// CHECK-NEXT:     %8 = arith.mulf %5, %6 fastmath<reassoc,nsz,contract> : f64
// CHECK-NEXT:     %9 = arith.addf %7, %8 fastmath<reassoc,nsz,contract> : f64
// CHECK-NEXT:     linalg.yield %9 : f64
// CHECK-NEXT:   } -> tensor<6x5xf64>
// CHECK-NEXT:   %y = tensor.expand_shape %4 {{\[\[}}0 : i64, 1 : i64], [2 : i64]] output_shape [2, 3, 5] : tensor<6x5xf64> into tensor<2x3x5xf64>
// CHECK-NEXT:   func.return %y : tensor<2x3x5xf64>
// CHECK-NEXT: }

// -----

// Leading dimensions broadcast.

func.func @batches(%x: tensor<7x1x3x4xf32>, %y: tensor<2x4x5xf32>) -> tensor<7x2x3x5xf32> {
  %z = aten.matmul %x, %y : tensor<7x1x3x4xf32>, tensor<2x4x5xf32> -> tensor<7x2x3x5xf32>
  func.return %z : tensor<7x2x3x5xf32>
}

// CHECK:      func.func @batches(%x: tensor<7x1x3x4xf32>, %y: tensor<2x4x5xf32>) -> tensor<7x2x3x5xf32> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<7x2x3x5xf32>
// CHECK-NEXT:   %1 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:   %2 = linalg.fill ins(%1 : f32) outs(%0 : tensor<7x2x3x5xf32>) -> tensor<7x2x3x5xf32>
// CHECK-NEXT:   %z = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3, d4) -> (d0, 0, d2, d4)>, affine_map<(d0, d1, d2, d3, d4) -> (d1, d4, d3)>, affine_map<(d0, d1, d2, d3, d4) -> (d0, d1, d2, d3)>], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction"]} ins(%x, %y : tensor<7x1x3x4xf32>, tensor<2x4x5xf32>) outs(%2 : tensor<7x2x3x5xf32>) {
// CHECK-NEXT:   ^bb0(%3: f32, %4: f32, %5: f32):
// CHECK-NEXT:     %6 = arith.mulf %3, %4 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:     %7 = arith.addf %5, %6 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:     linalg.yield %7 : f32
// CHECK-NEXT:   } -> tensor<7x2x3x5xf32>
// CHECK-NEXT:   func.return %z : tensor<7x2x3x5xf32>
// CHECK-NEXT: }

// -----

func.func @vectors(%a: tensor<3x4xf32>, %x: tensor<4xf32>, %y: tensor<3xf32>) -> tensor<f32> {
  %ax = aten.matmul %a, %x : tensor<3x4xf32>, tensor<4xf32> -> tensor<3xf32>
  %d = aten.dot %ax, %y : tensor<3xf32>, tensor<3xf32> -> tensor<f32>
  func.return %d : tensor<f32>
}

// CHECK:      func.func @vectors(%a: tensor<3x4xf32>, %x: tensor<4xf32>, %y: tensor<3xf32>) -> tensor<f32> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<3xf32>
// CHECK-NEXT:   %1 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:   %2 = linalg.fill ins(%1 : f32) outs(%0 : tensor<3xf32>) -> tensor<3xf32>
// CHECK-NEXT:   %ax = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%a, %x : tensor<3x4xf32>, tensor<4xf32>) outs(%2 : tensor<3xf32>) {
// CHECK-NEXT:   ^bb0(%3: f32, %4: f32, %5: f32):
// CHECK-NEXT:     %6 = arith.mulf %3, %4 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:     %7 = arith.addf %5, %6 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:     linalg.yield %7 : f32
// CHECK-NEXT:   } -> tensor<3xf32>
// CHECK-NEXT:   %8 = tensor.empty() : tensor<f32>
// CHECK-NEXT:   %9 = linalg.fill ins(%1 : f32) outs(%8 : tensor<f32>) -> tensor<f32>
// CHECK-NEXT:   %d = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>, affine_map<(d0) -> ()>], iterator_types = ["reduction"]} ins(%ax, %y : tensor<3xf32>, tensor<3xf32>) outs(%9 : tensor<f32>) {
// CHECK-NEXT:   ^bb0(%10: f32, %11: f32, %12: f32):
// CHECK-NEXT:     %13 = arith.mulf %10, %11 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:     %14 = arith.addf %12, %13 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:     linalg.yield %14 : f32
// CHECK-NEXT:   } -> tensor<f32>
// CHECK-NEXT:   func.return %d : tensor<f32>
// CHECK-NEXT: }

// -----

// With a factor that is one number everywhere, the rows of a product are equal, and computed once: a sum.

func.func @repeated(%w: tensor<10x64xf32>) -> tensor<5x64xf32> {
  %x = aten.full size = [5, 10] fill_value = 2.0 : f32 : tensor<5x10xf32>
  %y = aten.mm %x, %w : tensor<5x10xf32>, tensor<10x64xf32> -> tensor<5x64xf32>
  func.return %y : tensor<5x64xf32>
}

// CHECK:      func.func @repeated(%w: tensor<10x64xf32>) -> tensor<5x64xf32> {
// CHECK-NEXT:   %0 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:   %1 = tensor.empty() : tensor<64xf32>
// CHECK-NEXT:   %2 = linalg.fill ins(%0 : f32) outs(%1 : tensor<64xf32>) -> tensor<64xf32>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>], iterator_types = ["reduction", "parallel"]} ins(%w : tensor<10x64xf32>) outs(%2 : tensor<64xf32>) {
// CHECK-NEXT:   ^bb0(%3: f32, %4: f32):
// CHECK-NEXT:     %5 = arith.constant 2.000000e+00 : f32
// CHECK-NEXT:     %6 = arith.mulf %3, %5 : f32
// CHECK-NEXT:     %7 = arith.addf %4, %6 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:     linalg.yield %7 : f32
// CHECK-NEXT:   } -> tensor<64xf32>
// CHECK-NEXT:   %8 = tensor.empty() : tensor<5x64xf32>
// CHECK-NEXT:   %9 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%y : tensor<64xf32>) outs(%8 : tensor<5x64xf32>) {
// CHECK-NEXT:   ^bb0(%10: f32, %11: f32):
// CHECK-NEXT:     linalg.yield %10 : f32
// CHECK-NEXT:   } -> tensor<5x64xf32>
// CHECK-NEXT:   func.return %9 : tensor<5x64xf32>
// CHECK-NEXT: }
