// RUN: adjoint-opt %s -p convert-aten-to-linalg --split-input-file | filecheck %s

// Upsampling in the window form: repetition reads each place several times, interpolation weighs its neighbours.

func.func @nearest(%x: tensor<2x3x4xf32>) -> tensor<2x3x8xf32> {
  %y = aten.upsample_nearest1d %x scale_factors = [2.0] : tensor<2x3x4xf32> -> tensor<2x3x8xf32>
  func.return %y : tensor<2x3x8xf32>
}

// CHECK:      func.func @nearest(%x: tensor<2x3x4xf32>) -> tensor<2x3x8xf32> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<2x3x8xf32>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} outs(%0 : tensor<2x3x8xf32>) {
// CHECK-NEXT:   ^bb0(%1: f32):
// CHECK-NEXT:     %2 = linalg.index 0 : index
// CHECK-NEXT:     %3 = linalg.index 1 : index
// CHECK-NEXT:     %4 = linalg.index 2 : index
// CHECK-NEXT:     %5 = arith.constant 2 : index
// CHECK-NEXT:     %6 = arith.divui %4, %5 : index
// CHECK-NEXT:     %7 = tensor.extract %x[%2, %3, %6] : tensor<2x3x4xf32>
// CHECK-NEXT:     linalg.yield %7 : f32
// CHECK-NEXT:   } -> tensor<2x3x8xf32>
// CHECK-NEXT:   func.return %y : tensor<2x3x8xf32>
// CHECK-NEXT: }

// -----

func.func @linear(%x: tensor<2x3x4xf32>) -> tensor<2x3x6xf32> {
  %y = aten.upsample_linear1d %x output_size = [6] align_corners : tensor<2x3x4xf32> -> tensor<2x3x6xf32>
  func.return %y : tensor<2x3x6xf32>
}

// CHECK:      func.func @linear(%x: tensor<2x3x4xf32>) -> tensor<2x3x6xf32> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<2xf32>
// CHECK-NEXT:   %1 = tensor.empty() : tensor<2x3x6xf32>
// CHECK-NEXT:   %2 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:   %3 = linalg.fill ins(%2 : f32) outs(%1 : tensor<2x3x6xf32>) -> tensor<2x3x6xf32>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%0 : tensor<2xf32>) outs(%3 : tensor<2x3x6xf32>) {
// CHECK-NEXT:   ^bb0(%4: f32, %5: f32):
// CHECK-NEXT:     %6 = linalg.index 0 : index
// CHECK-NEXT:     %7 = linalg.index 1 : index
// CHECK-NEXT:     %8 = linalg.index 2 : index
// CHECK-NEXT:     %9 = linalg.index 3 : index
// CHECK-NEXT:     %10 = arith.constant 3 : index
// CHECK-NEXT:     %11 = arith.index_cast %8 : index to i64
// CHECK-NEXT:     %12 = arith.sitofp %11 : i64 to f32
// CHECK-NEXT:     %13 = arith.constant 6.000000e-01 : f32
// CHECK-NEXT:     %14 = arith.mulf %13, %12 : f32
// CHECK-NEXT:     %15 = math.floor %14 : f32
// CHECK-NEXT:     %16 = arith.constant 3 : index
// CHECK-NEXT:     %17 = arith.index_cast %16 : index to i64
// CHECK-NEXT:     %18 = arith.sitofp %17 : i64 to f32
// CHECK-NEXT:     %19 = arith.minimumf %15, %18 : f32
// CHECK-NEXT:     %20 = arith.subf %14, %19 : f32
// CHECK-NEXT:     %21 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:     %22 = arith.maximumf %20, %21 : f32
// CHECK-NEXT:     %23 = arith.constant 1.000000e+00 : f32
// CHECK-NEXT:     %24 = arith.minimumf %22, %23 : f32
// CHECK-NEXT:     %25 = arith.fptosi %19 : f32 to i64
// CHECK-NEXT:     %26 = arith.index_cast %25 : i64 to index
// CHECK-NEXT:     %27 = arith.constant 0 : index
// CHECK-NEXT:     %28 = arith.cmpi eq, %9, %27 : index
// CHECK-NEXT:     %29 = arith.constant 1.000000e+00 : f32
// CHECK-NEXT:     %30 = arith.subf %29, %24 : f32
// CHECK-NEXT:     %31 = arith.select %28, %30, %24 : f32
// CHECK-NEXT:     %32 = arith.addi %26, %9 : index
// CHECK-NEXT:     %33 = arith.minsi %32, %10 : index
// CHECK-NEXT:     %34 = tensor.extract %x[%6, %7, %33] : tensor<2x3x4xf32>
// CHECK-NEXT:     %35 = arith.mulf %34, %31 : f32
// CHECK-NEXT:     %36 = arith.addf %5, %35 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:     linalg.yield %36 : f32
// CHECK-NEXT:   } -> tensor<2x3x6xf32>
// CHECK-NEXT:   func.return %y : tensor<2x3x6xf32>
// CHECK-NEXT: }
