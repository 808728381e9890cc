// RUN: adjoint-opt %s -p convert-aten-to-linalg --split-input-file | filecheck %s

// Each place of the result reads one of the input, found by arithmetic on its indices.

func.func @flip(%x: tensor<2x?xf32>) -> tensor<2x?xf32> {
  %y = aten.flip %x dims = [1] : tensor<2x?xf32> -> tensor<2x?xf32>
  func.return %y : tensor<2x?xf32>
}

// CHECK:      func.func @flip(%x: tensor<2x?xf32>) -> tensor<2x?xf32> {
// CHECK-NEXT:   %c1 = arith.constant 1 : index
// CHECK-NEXT:   %0 = tensor.dim %x, %c1 : tensor<2x?xf32>
// CHECK-NEXT:   %1 = tensor.empty(%0) : tensor<2x?xf32>
// CHECK-NEXT:   %2 = arith.subi %0, %c1 : index
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%1 : tensor<2x?xf32>) {
// CHECK-NEXT:   ^bb0(%3: f32):
// CHECK-NEXT:     %4 = linalg.index 0 : index
// CHECK-NEXT:     %5 = linalg.index 1 : index
// CHECK-NEXT:     %6 = arith.subi %2, %5 : index
// CHECK-NEXT:     %7 = tensor.extract %x[%4, %6] : tensor<2x?xf32>
// CHECK-NEXT:     linalg.yield %7 : f32
// CHECK-NEXT:   } -> tensor<2x?xf32>
// CHECK-NEXT:   func.return %y : tensor<2x?xf32>
// CHECK-NEXT: }

// -----

func.func @roll(%x: tensor<5xf32>) -> tensor<5xf32> {
  %y = aten.roll %x shifts = [-8] dims = [0] : tensor<5xf32> -> tensor<5xf32>
  func.return %y : tensor<5xf32>
}

// CHECK:      func.func @roll(%x: tensor<5xf32>) -> tensor<5xf32> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<5xf32>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} outs(%0 : tensor<5xf32>) {
// CHECK-NEXT:   ^bb0(%1: f32):
// CHECK-NEXT:     %2 = linalg.index 0 : index
// CHECK-NEXT:     %3 = arith.constant 3 : index
// CHECK-NEXT:     %4 = arith.addi %2, %3 : index
// CHECK-NEXT:     %5 = arith.constant 5 : index
// CHECK-NEXT:     %6 = arith.cmpi sge, %4, %5 : index
// CHECK-NEXT:     %7 = arith.subi %4, %5 : index
// CHECK-NEXT:     %8 = arith.select %6, %7, %4 : index
// CHECK-NEXT:     %9 = tensor.extract %x[%8] : tensor<5xf32>
// CHECK-NEXT:     linalg.yield %9 : f32
// CHECK-NEXT:   } -> tensor<5xf32>
// CHECK-NEXT:   func.return %y : tensor<5xf32>
// CHECK-NEXT: }

// -----

// By a shift that is counted around the end at run time, once.
func.func @roll_unknown(%x: tensor<?xf32>) -> tensor<?xf32> {
  %y = aten.roll %x shifts = [8] dims = [0] : tensor<?xf32> -> tensor<?xf32>
  func.return %y : tensor<?xf32>
}

// CHECK:      func.func @roll_unknown(%x: tensor<?xf32>) -> tensor<?xf32> {
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %0 = tensor.dim %x, %c0 : tensor<?xf32>
// CHECK-NEXT:   %1 = tensor.empty(%0) : tensor<?xf32>
// CHECK-NEXT:   %c8 = arith.constant 8 : index
// CHECK-NEXT:   %c1 = arith.constant 1 : index
// CHECK-NEXT:   %2 = arith.maxsi %0, %c1 : index
// CHECK-NEXT:   %3 = arith.divui %c8, %2 : index
// CHECK-NEXT:   %4 = arith.muli %0, %3 : index
// CHECK-NEXT:   %5 = arith.addi %0, %4 : index
// CHECK-NEXT:   %6 = arith.subi %5, %c8 : index
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} outs(%1 : tensor<?xf32>) {
// CHECK-NEXT:   ^bb0(%7: f32):
// CHECK-NEXT:     %8 = linalg.index 0 : index
// CHECK-NEXT:     %9 = arith.addi %8, %6 : index
// CHECK-NEXT:     %10 = arith.cmpi sge, %9, %0 : index
// CHECK-NEXT:     %11 = arith.subi %9, %0 : index
// CHECK-NEXT:     %12 = arith.select %10, %11, %9 : index
// CHECK-NEXT:     %13 = tensor.extract %x[%12] : tensor<?xf32>
// CHECK-NEXT:     linalg.yield %13 : f32
// CHECK-NEXT:   } -> tensor<?xf32>
// CHECK-NEXT:   func.return %y : tensor<?xf32>
// CHECK-NEXT: }

// -----

// Zeros are chosen, not multiplied with.
func.func @tril(%x: tensor<3x3xf32>) -> tensor<3x3xf32> {
  %y = aten.tril %x : tensor<3x3xf32> -> tensor<3x3xf32>
  func.return %y : tensor<3x3xf32>
}

// CHECK:      func.func @tril(%x: tensor<3x3xf32>) -> tensor<3x3xf32> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<3x3xf32>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%x : tensor<3x3xf32>) outs(%0 : tensor<3x3xf32>) {
// CHECK-NEXT:   ^bb0(%1: f32, %2: f32):
// CHECK-NEXT:     %3 = linalg.index 1 : index
// CHECK-NEXT:     %4 = linalg.index 0 : index
// CHECK-NEXT:     %5 = arith.subi %3, %4 : index
// CHECK-NEXT:     %6 = arith.constant 0 : index
// CHECK-NEXT:     %7 = arith.cmpi sle, %5, %6 : index
// CHECK-NEXT:     %8 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:     %9 = arith.select %7, %1, %8 : f32
// CHECK-NEXT:     linalg.yield %9 : f32
// CHECK-NEXT:   } -> tensor<3x3xf32>
// CHECK-NEXT:   func.return %y : tensor<3x3xf32>
// CHECK-NEXT: }

// -----

func.func @diagonal(%x: tensor<3x4xf32>) -> tensor<3xf32> {
  %y = aten.diagonal %x offset = 1 : tensor<3x4xf32> -> tensor<3xf32>
  func.return %y : tensor<3xf32>
}

// CHECK:      func.func @diagonal(%x: tensor<3x4xf32>) -> tensor<3xf32> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<3xf32>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} outs(%0 : tensor<3xf32>) {
// CHECK-NEXT:   ^bb0(%1: f32):
// CHECK-NEXT:     %2 = linalg.index 0 : index
// CHECK-NEXT:     %3 = arith.constant 1 : index
// CHECK-NEXT:     %4 = arith.addi %2, %3 : index
// CHECK-NEXT:     %5 = tensor.extract %x[%2, %4] : tensor<3x4xf32>
// CHECK-NEXT:     linalg.yield %5 : f32
// CHECK-NEXT:   } -> tensor<3xf32>
// CHECK-NEXT:   func.return %y : tensor<3xf32>
// CHECK-NEXT: }

// -----

func.func @diagonal_backward(%g: tensor<3xf32>) -> tensor<3x4xf32> {
  %y = aten.diagonal_backward %g size = [3, 4] offset = 1 : tensor<3xf32> -> tensor<3x4xf32>
  func.return %y : tensor<3x4xf32>
}

// CHECK:      func.func @diagonal_backward(%g: tensor<3xf32>) -> tensor<3x4xf32> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<3x4xf32>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%0 : tensor<3x4xf32>) {
// CHECK-NEXT:   ^bb0(%1: f32):
// CHECK-NEXT:     %2 = linalg.index 0 : index
// CHECK-NEXT:     %3 = linalg.index 1 : index
// CHECK-NEXT:     %4 = arith.constant 2 : index
// CHECK-NEXT:     %5 = arith.minsi %2, %4 : index
// CHECK-NEXT:     %6 = arith.subi %3, %2 : index
// CHECK-NEXT:     %7 = arith.constant 1 : index
// CHECK-NEXT:     %8 = arith.cmpi eq, %6, %7 : index
// CHECK-NEXT:     %9 = tensor.extract %g[%5] : tensor<3xf32>
// CHECK-NEXT:     %10 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:     %11 = arith.select %8, %9, %10 : f32
// CHECK-NEXT:     linalg.yield %11 : f32
// CHECK-NEXT:   } -> tensor<3x4xf32>
// CHECK-NEXT:   func.return %y : tensor<3x4xf32>
// CHECK-NEXT: }
