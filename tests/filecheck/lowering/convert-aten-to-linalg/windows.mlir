// RUN: adjoint-opt %s -p convert-aten-to-linalg --split-input-file | filecheck %s

// Windows read places; their reverse adds up, for each place, what the windows that have it give.

func.func @unfold(%x: tensor<7xf32>) -> tensor<3x3xf32> {
  %y = aten.unfold %x dimension = 0 window_size = 3 step = 2 : tensor<7xf32> -> tensor<3x3xf32>
  func.return %y : tensor<3x3xf32>
}

// CHECK:      func.func @unfold(%x: tensor<7xf32>) -> tensor<3x3xf32> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<3x3xf32>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%0 : tensor<3x3xf32>) {
// CHECK-NEXT:   ^bb0(%1: f32):
// CHECK-NEXT:     %2 = linalg.index 0 : index
// CHECK-NEXT:     %3 = linalg.index 1 : index
// CHECK-NEXT:     %4 = arith.constant 2 : index
// CHECK-NEXT:     %5 = arith.muli %2, %4 : index
// CHECK-NEXT:     %6 = arith.addi %5, %3 : index
// CHECK-NEXT:     %7 = tensor.extract %x[%6] : tensor<7xf32>
// CHECK-NEXT:     linalg.yield %7 : f32
// CHECK-NEXT:   } -> tensor<3x3xf32>
// CHECK-NEXT:   func.return %y : tensor<3x3xf32>
// CHECK-NEXT: }

// -----

// Windows that overlap: the sum over the places that a place may be in one.
func.func @overlapping(%g: tensor<3x3xf32>) -> tensor<7xf32> {
  %y = aten.unfold_backward %g size = [7] dimension = 0 window_size = 3 step = 2 : tensor<3x3xf32> -> tensor<7xf32>
  func.return %y : tensor<7xf32>
}

// CHECK:      func.func @overlapping(%g: tensor<3x3xf32>) -> tensor<7xf32> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<7x3xf32>
// CHECK-NEXT:   %1 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%0 : tensor<7x3xf32>) {
// CHECK-NEXT:   ^bb0(%2: f32):
// CHECK-NEXT:     %3 = linalg.index 0 : index
// CHECK-NEXT:     %4 = linalg.index 1 : index
// CHECK-NEXT:     %5 = arith.subi %3, %4 : index
// CHECK-NEXT:     %6 = arith.constant 0 : index
// CHECK-NEXT:     %7 = arith.cmpi sge, %5, %6 : index
// CHECK-NEXT:     %8 = arith.constant 0 : index
// CHECK-NEXT:     %9 = arith.maxsi %5, %8 : index
// CHECK-NEXT:     %10 = arith.constant 2 : index
// CHECK-NEXT:     %11 = arith.divui %9, %10 : index
// CHECK-NEXT:     %12 = arith.constant 2 : index
// CHECK-NEXT:     %13 = arith.muli %11, %12 : index
// CHECK-NEXT:     %14 = arith.cmpi eq, %9, %13 : index
// CHECK-NEXT:     %15 = arith.andi %7, %14 : i1
// CHECK-NEXT:     %16 = arith.constant 2 : index
// CHECK-NEXT:     %17 = arith.minsi %11, %16 : index
// CHECK-NEXT:     %18 = arith.cmpi sle, %11, %16 : index
// CHECK-NEXT:     %19 = arith.andi %15, %18 : i1
// CHECK-NEXT:     %20 = tensor.extract %g[%17, %4] : tensor<3x3xf32>
// CHECK-NEXT:     %21 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:     %22 = arith.select %19, %20, %21 : f32
// CHECK-NEXT:     linalg.yield %22 : f32
// CHECK-NEXT:   } -> tensor<7x3xf32>
// CHECK-NEXT:   %23 = tensor.empty() : tensor<7xf32>
// CHECK-NEXT:   %24 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:   %25 = linalg.fill ins(%24 : f32) outs(%23 : tensor<7xf32>) -> tensor<7xf32>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%1 : tensor<7x3xf32>) outs(%25 : tensor<7xf32>) {
// CHECK-NEXT:   ^bb0(%26: f32, %27: f32):
// CHECK-NEXT:     %28 = arith.addf %27, %26 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:     linalg.yield %28 : f32
// CHECK-NEXT:   } -> tensor<7xf32>
// CHECK-NEXT:   func.return %y : tensor<7xf32>
// CHECK-NEXT: }

// -----

// Windows that do not: each place is in one window at most.
func.func @apart(%g: tensor<3x1xf32>) -> tensor<7xf32> {
  %y = aten.unfold_backward %g size = [7] dimension = 0 window_size = 1 step = 3 : tensor<3x1xf32> -> tensor<7xf32>
  func.return %y : tensor<7xf32>
}

// CHECK:      func.func @apart(%g: tensor<3x1xf32>) -> tensor<7xf32> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<7xf32>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} outs(%0 : tensor<7xf32>) {
// CHECK-NEXT:   ^bb0(%1: f32):
// CHECK-NEXT:     %2 = linalg.index 0 : index
// CHECK-NEXT:     %3 = arith.constant 2 : index
// CHECK-NEXT:     %4 = arith.constant 3 : index
// CHECK-NEXT:     %5 = arith.divui %2, %4 : index
// CHECK-NEXT:     %6 = arith.constant 3 : index
// CHECK-NEXT:     %7 = arith.muli %5, %6 : index
// CHECK-NEXT:     %8 = arith.subi %2, %7 : index
// CHECK-NEXT:     %9 = arith.constant 1 : index
// CHECK-NEXT:     %10 = arith.cmpi slt, %8, %9 : index
// CHECK-NEXT:     %11 = arith.cmpi sle, %5, %3 : index
// CHECK-NEXT:     %12 = arith.andi %10, %11 : i1
// CHECK-NEXT:     %13 = arith.minsi %5, %3 : index
// CHECK-NEXT:     %14 = arith.constant 0 : index
// CHECK-NEXT:     %15 = arith.minsi %8, %14 : index
// CHECK-NEXT:     %16 = tensor.extract %g[%13, %15] : tensor<3x1xf32>
// CHECK-NEXT:     %17 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:     %18 = arith.select %12, %16, %17 : f32
// CHECK-NEXT:     linalg.yield %18 : f32
// CHECK-NEXT:   } -> tensor<7xf32>
// CHECK-NEXT:   func.return %y : tensor<7xf32>
// CHECK-NEXT: }
