// RUN: adjoint-opt %s -p convert-aten-to-linalg --split-input-file | filecheck %s

// Pooling in the window form: a reduction over the places of a window, whose extents a tensor gives that nothing reads.

// The window never leaves the input: nothing is clamped.

func.func @mean(%x: tensor<?x3x8x8xf32>) -> tensor<?x3x4x4xf32> {
  %y = aten.avg_pool2d %x kernel_size = [2] count_include_pad : tensor<?x3x8x8xf32> -> tensor<?x3x4x4xf32>
  func.return %y : tensor<?x3x4x4xf32>
}

// CHECK:      func.func @mean(%x: tensor<?x3x8x8xf32>) -> tensor<?x3x4x4xf32> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<2x2xf32>
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %1 = tensor.dim %x, %c0 : tensor<?x3x8x8xf32>
// CHECK-NEXT:   %2 = tensor.empty(%1) : tensor<?x3x4x4xf32>
// CHECK-NEXT:   %3 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:   %4 = linalg.fill ins(%3 : f32) outs(%2 : tensor<?x3x4x4xf32>) -> tensor<?x3x4x4xf32>
// CHECK-NEXT:   %5 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3, d4, d5) -> (d4, d5)>, affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1, d2, d3)>], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction"]} ins(%0 : tensor<2x2xf32>) outs(%4 : tensor<?x3x4x4xf32>) {
// CHECK-NEXT:   ^bb0(%6: f32, %7: f32):
// CHECK-NEXT:     %8 = linalg.index 0 : index
// CHECK-NEXT:     %9 = linalg.index 1 : index
// CHECK-NEXT:     %10 = linalg.index 2 : index
// CHECK-NEXT:     %11 = linalg.index 3 : index
// CHECK-NEXT:     %12 = linalg.index 4 : index
// CHECK-NEXT:     %13 = arith.constant 2 : index
// CHECK-NEXT:     %14 = arith.muli %10, %13 : index
// CHECK-NEXT:     %15 = arith.addi %14, %12 : index
// CHECK-NEXT:     %16 = linalg.index 5 : index
// CHECK-NEXT:     %17 = arith.constant 2 : index
// CHECK-NEXT:     %18 = arith.muli %11, %17 : index
// CHECK-NEXT:     %19 = arith.addi %18, %16 : index
// CHECK-NEXT:     %20 = tensor.extract %x[%8, %9, %15, %19] : tensor<?x3x8x8xf32>
// CHECK-NEXT:     %21 = arith.addf %7, %20 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:     linalg.yield %21 : f32
// CHECK-NEXT:   } -> tensor<?x3x4x4xf32>
// CHECK-NEXT:   %22 = tensor.empty(%1) : tensor<?x3x4x4xf32>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%5 : tensor<?x3x4x4xf32>) outs(%22 : tensor<?x3x4x4xf32>) {
// CHECK-NEXT:   ^bb0(%23: f32, %24: f32):
// CHECK-NEXT:     %25 = arith.constant 4.000000e+00 : f32
// CHECK-NEXT:     %26 = arith.divf %23, %25 : f32
// CHECK-NEXT:     linalg.yield %26 : f32
// CHECK-NEXT:   } -> tensor<?x3x4x4xf32>
// CHECK-NEXT:   func.return %y : tensor<?x3x4x4xf32>
// CHECK-NEXT: }

// -----

// In the padding a place is clamped, and does not count.

func.func @largest(%x: tensor<3x8xf32>) -> tensor<3x4xf32> {
  %y = aten.max_pool1d %x kernel_size = [3] stride = [2] padding = [1] : tensor<3x8xf32> -> tensor<3x4xf32>
  func.return %y : tensor<3x4xf32>
}

// CHECK:      func.func @largest(%x: tensor<3x8xf32>) -> tensor<3x4xf32> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<3xf32>
// CHECK-NEXT:   %1 = tensor.empty() : tensor<3x4xf32>
// CHECK-NEXT:   %2 = arith.constant 0xff800000 : f32
// CHECK-NEXT:   %3 = linalg.fill ins(%2 : f32) outs(%1 : tensor<3x4xf32>) -> tensor<3x4xf32>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d2)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%0 : tensor<3xf32>) outs(%3 : tensor<3x4xf32>) {
// CHECK-NEXT:   ^bb0(%4: f32, %5: f32):
// CHECK-NEXT:     %6 = linalg.index 0 : index
// CHECK-NEXT:     %7 = linalg.index 1 : index
// CHECK-NEXT:     %8 = linalg.index 2 : index
// CHECK-NEXT:     %9 = arith.constant 2 : index
// CHECK-NEXT:     %10 = arith.muli %7, %9 : index
// CHECK-NEXT:     %11 = arith.addi %10, %8 : index
// CHECK-NEXT:     %12 = arith.constant 1 : index
// CHECK-NEXT:     %13 = arith.subi %11, %12 : index
// CHECK-NEXT:     %14 = arith.constant 0 : index
// CHECK-NEXT:     %15 = arith.cmpi sge, %13, %14 : index
// CHECK-NEXT:     %16 = arith.constant 0 : index
// CHECK-NEXT:     %17 = arith.maxsi %13, %16 : index
// CHECK-NEXT:     %18 = tensor.extract %x[%6, %17] : tensor<3x8xf32>
// CHECK-NEXT:     %19 = arith.constant 0xff800000 : f32
// CHECK-NEXT:     %20 = arith.select %15, %18, %19 : f32
// CHECK-NEXT:     %21 = arith.maximumf %5, %20 : f32
// CHECK-NEXT:     linalg.yield %21 : f32
// CHECK-NEXT:   } -> tensor<3x4xf32>
// CHECK-NEXT:   func.return %y : tensor<3x4xf32>
// CHECK-NEXT: }

// -----

// The reverse: every place is in one window, and compares the index of its maximum with itself.

func.func @reverse(%g: tensor<3x4xf32>, %i: tensor<3x4xi64>) -> tensor<3x8xf32> {
  %y = aten.max_pool1d_with_indices_backward %g, %i size = [3, 8] kernel_size = [2] : tensor<3x4xf32>, tensor<3x4xi64> -> tensor<3x8xf32>
  func.return %y : tensor<3x8xf32>
}

// CHECK:      func.func @reverse(%g: tensor<3x4xf32>, %i: tensor<3x4xi64>) -> tensor<3x8xf32> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<3x8xf32>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%0 : tensor<3x8xf32>) {
// CHECK-NEXT:   ^bb0(%1: f32):
// CHECK-NEXT:     %2 = linalg.index 0 : index
// CHECK-NEXT:     %3 = linalg.index 1 : index
// CHECK-NEXT:     %4 = arith.constant 2 : index
// CHECK-NEXT:     %5 = arith.divui %3, %4 : index
// CHECK-NEXT:     %6 = tensor.extract %i[%2, %5] : tensor<3x4xi64>
// CHECK-NEXT:     %7 = arith.index_cast %3 : index to i64
// CHECK-NEXT:     %8 = arith.cmpi eq, %6, %7 : i64
// CHECK-NEXT:     %9 = tensor.extract %g[%2, %5] : tensor<3x4xf32>
// CHECK-NEXT:     %10 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:     %11 = arith.select %8, %9, %10 : f32
// CHECK-NEXT:     linalg.yield %11 : f32
// CHECK-NEXT:   } -> tensor<3x8xf32>
// CHECK-NEXT:   func.return %y : tensor<3x8xf32>
// CHECK-NEXT: }

// -----

// A window for all places is an ordinary reduction.

func.func @adaptive(%x: tensor<3x?xf32>) -> tensor<3x1xf32> {
  %y = aten.adaptive_avg_pool1d %x output_size = [1] : tensor<3x?xf32> -> tensor<3x1xf32>
  func.return %y : tensor<3x1xf32>
}

// CHECK:      func.func @adaptive(%x: tensor<3x?xf32>) -> tensor<3x1xf32> {
// CHECK-NEXT:   %c1 = arith.constant 1 : index
// CHECK-NEXT:   %0 = tensor.dim %x, %c1 : tensor<3x?xf32>
// CHECK-NEXT:   %1 = arith.cmpi sge, %0, %c1 : index
// CHECK-NEXT:   cf.assert %1, "{{.*}}: error: 'aten.adaptive_avg_pool1d': a dimension that windows share has size 0"
// CHECK-NEXT:   %2 = tensor.empty(%0) : tensor<?xf32>
// CHECK-NEXT:   %3 = tensor.empty() : tensor<3x1xf32>
// CHECK-NEXT:   %4 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:   %5 = linalg.fill ins(%4 : f32) outs(%3 : tensor<3x1xf32>) -> tensor<3x1xf32>
// CHECK-NEXT:   %6 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d2)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%2 : tensor<?xf32>) outs(%5 : tensor<3x1xf32>) {
// CHECK-NEXT:   ^bb0(%7: f32, %8: f32):
// CHECK-NEXT:     %9 = linalg.index 0 : index
// CHECK-NEXT:     %10 = linalg.index 1 : index
// CHECK-NEXT:     %11 = linalg.index 2 : index
// CHECK-NEXT:     %12 = tensor.extract %x[%9, %11] : tensor<3x?xf32>
// CHECK-NEXT:     %13 = arith.addf %8, %12 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:     linalg.yield %13 : f32
// CHECK-NEXT:   } -> tensor<3x1xf32>
// CHECK-NEXT:   %14 = tensor.empty() : tensor<3x1xf32>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%6 : tensor<3x1xf32>) outs(%14 : tensor<3x1xf32>) {
// CHECK-NEXT:   ^bb0(%15: f32, %16: f32):
// CHECK-NEXT:     %17 = arith.index_cast %0 : index to i64
// CHECK-NEXT:     %18 = arith.sitofp %17 : i64 to f32
// CHECK-NEXT:     %19 = arith.divf %15, %18 : f32
// CHECK-NEXT:     linalg.yield %19 : f32
// CHECK-NEXT:   } -> tensor<3x1xf32>
// CHECK-NEXT:   func.return %y : tensor<3x1xf32>
// CHECK-NEXT: }
