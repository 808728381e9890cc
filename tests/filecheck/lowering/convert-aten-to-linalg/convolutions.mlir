// RUN: adjoint-opt %s -p convert-aten-to-linalg --split-input-file | filecheck %s

// A convolution is one contraction: a kernel walks over the input, in steps, with zeros around it.

func.func @convolution(%x: tensor<?x3x32x32xf32>, %w: tensor<16x3x3x3xf32>) -> tensor<?x16x16x16xf32> {
  %y = aten.convolution %x, %w stride = [2, 2] padding = [1, 1] dilation = [1, 1] : tensor<?x3x32x32xf32>, tensor<16x3x3x3xf32> -> tensor<?x16x16x16xf32>
  func.return %y : tensor<?x16x16x16xf32>
}

// CHECK:      func.func @convolution(%x: tensor<?x3x32x32xf32>, %w: tensor<16x3x3x3xf32>) -> tensor<?x16x16x16xf32> {
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %0 = tensor.dim %x, %c0 : tensor<?x3x32x32xf32>
// CHECK-NEXT:   %1 = tensor.empty(%0) : tensor<?x1x3x34x34xf32>
// CHECK-NEXT:   %2 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:   %3 = linalg.fill ins(%2 : f32) outs(%1 : tensor<?x1x3x34x34xf32>) -> tensor<?x1x3x34x34xf32>
// CHECK-NEXT:   %4 = tensor.expand_shape %x {{\[\[}}0 : i64], [1 : i64, 2 : i64], [3 : i64], [4 : i64]] output_shape [%0, 1, 3, 32, 32] : tensor<?x3x32x32xf32> into tensor<?x1x3x32x32xf32>
// CHECK-NEXT:   %5 = tensor.insert_slice %4 into %3[0, 0, 0, 1, 1] [%0, 1, 3, 32, 32] [1, 1, 1, 1, 1] : tensor<?x1x3x32x32xf32> into tensor<?x1x3x34x34xf32>
// CHECK-NEXT:   %6 = tensor.expand_shape %w {{\[\[}}0 : i64, 1 : i64], [2 : i64], [3 : i64], [4 : i64]] output_shape [1, 16, 3, 3, 3] : tensor<16x3x3x3xf32> into tensor<1x16x3x3x3xf32>
// CHECK-NEXT:   %7 = tensor.empty(%0) : tensor<?x1x16x16x16xf32>
// CHECK-NEXT:   %8 = linalg.fill ins(%2 : f32) outs(%7 : tensor<?x1x16x16x16xf32>) -> tensor<?x1x16x16x16xf32>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3, d4, d5, d6, d7) -> (d0, d1, d5, ((d3 * 2) + d6), ((d4 * 2) + d7))>, affine_map<(d0, d1, d2, d3, d4, d5, d6, d7) -> (d1, d2, d5, d6, d7)>, affine_map<(d0, d1, d2, d3, d4, d5, d6, d7) -> (d0, d1, d2, d3, d4)>], iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel", "reduction", "reduction", "reduction"]} ins(%5, %6 : tensor<?x1x3x34x34xf32>, tensor<1x16x3x3x3xf32>) outs(%8 : tensor<?x1x16x16x16xf32>) {
// CHECK-NEXT:   ^bb0(%9: f32, %10: f32, %11: f32):
// CHECK-NEXT:     %12 = arith.mulf %9, %10 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:     %13 = arith.addf %11, %12 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:     linalg.yield %13 : f32
// CHECK-NEXT:   } -> tensor<?x1x16x16x16xf32>
// CHECK-NEXT:   %14 = tensor.collapse_shape %y {{\[\[}}0 : i64], [1 : i64, 2 : i64], [3 : i64], [4 : i64]] : tensor<?x1x16x16x16xf32> into tensor<?x16x16x16xf32>
// CHECK-NEXT:   func.return %14 : tensor<?x16x16x16xf32>
// CHECK-NEXT: }

// -----

// Its gradient by the input is the same sum, which gives the input: what belongs to the zeros around it is cut off.

func.func @input(%g: tensor<2x4x10xf64>, %w: tensor<4x3x3xf64>) -> tensor<2x3x10xf64> {
  %y = aten.convolution_backward_input %g, %w size = [2, 3, 10] stride = [1] padding = [1] dilation = [1] : tensor<2x4x10xf64>, tensor<4x3x3xf64> -> tensor<2x3x10xf64>
  func.return %y : tensor<2x3x10xf64>
}

// CHECK:      func.func @input(%g: tensor<2x4x10xf64>, %w: tensor<4x3x3xf64>) -> tensor<2x3x10xf64> {
// CHECK-NEXT:   %0 = tensor.expand_shape %g {{\[\[}}0 : i64], [1 : i64, 2 : i64], [3 : i64]] output_shape [2, 1, 4, 10] : tensor<2x4x10xf64> into tensor<2x1x4x10xf64>
// CHECK-NEXT:   %1 = tensor.expand_shape %w {{\[\[}}0 : i64, 1 : i64], [2 : i64], [3 : i64]] output_shape [1, 4, 3, 3] : tensor<4x3x3xf64> into tensor<1x4x3x3xf64>
// CHECK-NEXT:   %2 = tensor.empty() : tensor<2x1x3x12xf64>
// CHECK-NEXT:   %3 = arith.constant 0.000000e+00 : f64
// CHECK-NEXT:   %4 = linalg.fill ins(%3 : f64) outs(%2 : tensor<2x1x3x12xf64>) -> tensor<2x1x3x12xf64>
// CHECK-NEXT:   %5 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1, d2, d3)>, affine_map<(d0, d1, d2, d3, d4, d5) -> (d1, d2, d4, d5)>, affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1, d4, (d3 + d5))>], iterator_types = ["parallel", "parallel", "reduction", "reduction", "parallel", "reduction"]} ins(%0, %1 : tensor<2x1x4x10xf64>, tensor<1x4x3x3xf64>) outs(%4 : tensor<2x1x3x12xf64>) {
// CHECK-NEXT:   ^bb0(%6: f64, %7: f64, %8: f64):
// CHECK-NEXT:     %9 = arith.mulf %6, %7 fastmath<reassoc,nsz,contract> : f64
// CHECK-NEXT:     %10 = arith.addf %8, %9 fastmath<reassoc,nsz,contract> : f64
// CHECK-NEXT:     linalg.yield %10 : f64
// CHECK-NEXT:   } -> tensor<2x1x3x12xf64>
// CHECK-NEXT:   %y = tensor.extract_slice %5[0, 0, 0, 1] [2, 1, 3, 10] [1, 1, 1, 1] : tensor<2x1x3x12xf64> to tensor<2x1x3x10xf64>
// CHECK-NEXT:   %11 = tensor.collapse_shape %y {{\[\[}}0 : i64], [1 : i64, 2 : i64], [3 : i64]] : tensor<2x1x3x10xf64> into tensor<2x3x10xf64>
// CHECK-NEXT:   func.return %11 : tensor<2x3x10xf64>
// CHECK-NEXT: }

// -----

// And that by the weight gives the weight. Groups are loops of their own; a dilation is a factor of the places in the
// kernel.

func.func @weight(%g: tensor<2x4x8xf64>, %x: tensor<2x6x10xf64>) -> tensor<4x3x2xf64> {
  %y = aten.convolution_backward_weight %g, %x size = [4, 3, 2] stride = [1] padding = [0] dilation = [2] groups = 2 : tensor<2x4x8xf64>, tensor<2x6x10xf64> -> tensor<4x3x2xf64>
  func.return %y : tensor<4x3x2xf64>
}

// CHECK:      func.func @weight(%g: tensor<2x4x8xf64>, %x: tensor<2x6x10xf64>) -> tensor<4x3x2xf64> {
// CHECK-NEXT:   %0 = tensor.expand_shape %g {{\[\[}}0 : i64], [1 : i64, 2 : i64], [3 : i64]] output_shape [2, 2, 2, 8] : tensor<2x4x8xf64> into tensor<2x2x2x8xf64>
// CHECK-NEXT:   %1 = tensor.expand_shape %x {{\[\[}}0 : i64], [1 : i64, 2 : i64], [3 : i64]] output_shape [2, 2, 3, 10] : tensor<2x6x10xf64> into tensor<2x2x3x10xf64>
// CHECK-NEXT:   %2 = tensor.empty() : tensor<2x2x3x2xf64>
// CHECK-NEXT:   %3 = arith.constant 0.000000e+00 : f64
// CHECK-NEXT:   %4 = linalg.fill ins(%3 : f64) outs(%2 : tensor<2x2x3x2xf64>) -> tensor<2x2x3x2xf64>
// CHECK-NEXT:   %5 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1, d4, (d3 + (d5 * 2)))>, affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1, d2, d3)>, affine_map<(d0, d1, d2, d3, d4, d5) -> (d1, d2, d4, d5)>], iterator_types = ["reduction", "parallel", "parallel", "reduction", "parallel", "parallel"]} ins(%1, %0 : tensor<2x2x3x10xf64>, tensor<2x2x2x8xf64>) outs(%4 : tensor<2x2x3x2xf64>) {
// CHECK-NEXT:   ^bb0(%6: f64, %7: f64, %8: f64):
// CHECK-NEXT:     %9 = arith.mulf %6, %7 fastmath<reassoc,nsz,contract> : f64
// CHECK-NEXT:     %10 = arith.addf %8, %9 fastmath<reassoc,nsz,contract> : f64
// CHECK-NEXT:     linalg.yield %10 : f64
// CHECK-NEXT:   } -> tensor<2x2x3x2xf64>
// CHECK-NEXT:   %y = tensor.collapse_shape %5 {{\[\[}}0 : i64, 1 : i64], [2 : i64], [3 : i64]] : tensor<2x2x3x2xf64> into tensor<4x3x2xf64>
// CHECK-NEXT:   func.return %y : tensor<4x3x2xf64>
// CHECK-NEXT: }

// -----

// A transposed convolution is the gradient by the input, plus a bias.

func.func @transposed(%x: tensor<2x4x5xf32>, %w: tensor<4x3x2xf32>, %b: tensor<3xf32>) -> tensor<2x3x10xf32> {
  %y = aten.conv_transpose1d %x, %w, %b stride = [2] : tensor<2x4x5xf32>, tensor<4x3x2xf32>, tensor<3xf32> -> tensor<2x3x10xf32>
  func.return %y : tensor<2x3x10xf32>
}

// CHECK:      func.func @transposed(%x: tensor<2x4x5xf32>, %w: tensor<4x3x2xf32>, %b: tensor<3xf32>) -> tensor<2x3x10xf32> {
// CHECK-NEXT:   %0 = tensor.expand_shape %x {{\[\[}}0 : i64], [1 : i64, 2 : i64], [3 : i64]] output_shape [2, 1, 4, 5] : tensor<2x4x5xf32> into tensor<2x1x4x5xf32>
// CHECK-NEXT:   %1 = tensor.expand_shape %w {{\[\[}}0 : i64, 1 : i64], [2 : i64], [3 : i64]] output_shape [1, 4, 3, 2] : tensor<4x3x2xf32> into tensor<1x4x3x2xf32>
// CHECK-NEXT:   %2 = tensor.empty() : tensor<2x1x3x10xf32>
// CHECK-NEXT:   %3 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:   %4 = linalg.fill ins(%3 : f32) outs(%2 : tensor<2x1x3x10xf32>) -> tensor<2x1x3x10xf32>
// CHECK-NEXT:   %5 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1, d2, d3)>, affine_map<(d0, d1, d2, d3, d4, d5) -> (d1, d2, d4, d5)>, affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1, d4, ((d3 * 2) + d5))>], iterator_types = ["parallel", "parallel", "reduction", "reduction", "parallel", "reduction"]} ins(%0, %1 : tensor<2x1x4x5xf32>, tensor<1x4x3x2xf32>) outs(%4 : tensor<2x1x3x10xf32>) {
// CHECK-NEXT:   ^bb0(%6: f32, %7: f32, %8: f32):
// CHECK-NEXT:     %9 = arith.mulf %6, %7 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:     %10 = arith.addf %8, %9 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:     linalg.yield %10 : f32
// CHECK-NEXT:   } -> tensor<2x1x3x10xf32>
// CHECK-NEXT:   %11 = tensor.empty() : tensor<2x3x10xf32>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, 0, d1, d2)>, affine_map<(d0, d1, d2) -> (d1)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%5, %b : tensor<2x1x3x10xf32>, tensor<3xf32>) outs(%11 : tensor<2x3x10xf32>) {
// CHECK-NEXT:   ^bb0(%12: f32, %13: f32, %14: f32):
// CHECK-NEXT:     %15 = arith.addf %12, %13 : f32
// CHECK-NEXT:     linalg.yield %15 : f32
// CHECK-NEXT:   } -> tensor<2x3x10xf32>
// CHECK-NEXT:   func.return %y : tensor<2x3x10xf32>
// CHECK-NEXT: }
