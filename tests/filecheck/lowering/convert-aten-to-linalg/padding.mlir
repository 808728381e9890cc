// RUN: adjoint-opt %s -p convert-aten-to-linalg --split-input-file | filecheck %s

// A place of the input, clamped to it, or the value; other modes find the place that is repeated.

func.func @constant(%x: tensor<?x4xf32>) -> tensor<?x7xf32> {
  %y = aten.pad %x pad = [1, 2] value = 2.0 : tensor<?x4xf32> -> tensor<?x7xf32>
  func.return %y : tensor<?x7xf32>
}

// CHECK:      func.func @constant(%x: tensor<?x4xf32>) -> tensor<?x7xf32> {
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %0 = tensor.dim %x, %c0 : tensor<?x4xf32>
// CHECK-NEXT:   %1 = tensor.empty(%0) : tensor<?x7xf32>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%1 : tensor<?x7xf32>) {
// CHECK-NEXT:   ^bb0(%2: f32):
// CHECK-NEXT:     %3 = linalg.index 0 : index
// CHECK-NEXT:     %4 = linalg.index 1 : index
// CHECK-NEXT:     %5 = arith.constant -1 : index
// CHECK-NEXT:     %6 = arith.addi %4, %5 : index
// CHECK-NEXT:     %7 = arith.constant 3 : index
// CHECK-NEXT:     %8 = arith.constant 0 : index
// CHECK-NEXT:     %9 = arith.cmpi sge, %6, %8 : index
// CHECK-NEXT:     %10 = arith.cmpi sle, %6, %7 : index
// CHECK-NEXT:     %11 = arith.andi %9, %10 : i1
// CHECK-NEXT:     %12 = arith.constant 0 : index
// CHECK-NEXT:     %13 = arith.maxsi %6, %12 : index
// CHECK-NEXT:     %14 = arith.minsi %13, %7 : index
// CHECK-NEXT:     %15 = tensor.extract %x[%3, %14] : tensor<?x4xf32>
// CHECK-NEXT:     %16 = arith.constant 2.000000e+00 : f32
// CHECK-NEXT:     %17 = arith.select %11, %15, %16 : f32
// CHECK-NEXT:     linalg.yield %17 : f32
// CHECK-NEXT:   } -> tensor<?x7xf32>
// CHECK-NEXT:   func.return %y : tensor<?x7xf32>
// CHECK-NEXT: }

// -----

// A dimension that may be empty has no place to clamp to: what there is is inserted.
func.func @maybe_empty(%x: tensor<?xf32>) -> tensor<?xf32> {
  %y = aten.pad %x pad = [1, 0] : tensor<?xf32> -> tensor<?xf32>
  func.return %y : tensor<?xf32>
}

// CHECK:      func.func @maybe_empty(%x: tensor<?xf32>) -> tensor<?xf32> {
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %0 = tensor.dim %x, %c0 : tensor<?xf32>
// CHECK-NEXT:   %c1 = arith.constant 1 : index
// CHECK-NEXT:   %1 = arith.addi %c1, %0 : index
// CHECK-NEXT:   %2 = tensor.empty(%1) : tensor<?xf32>
// CHECK-NEXT:   %3 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:   %4 = linalg.fill ins(%3 : f32) outs(%2 : tensor<?xf32>) -> tensor<?xf32>
// CHECK-NEXT:   %y = tensor.insert_slice %x into %4[1] [%0] [1] : tensor<?xf32> into tensor<?xf32>
// CHECK-NEXT:   func.return %y : tensor<?xf32>
// CHECK-NEXT: }

// -----

// The mirror image must be long enough, which run time tells.
func.func @reflect(%x: tensor<?xf32>) -> tensor<?xf32> {
  %y = aten.pad %x pad = [2, 1] mode = "reflect" : tensor<?xf32> -> tensor<?xf32>
  func.return %y : tensor<?xf32>
}

// CHECK:      func.func @reflect(%x: tensor<?xf32>) -> tensor<?xf32> {
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %0 = tensor.dim %x, %c0 : tensor<?xf32>
// CHECK-NEXT:   %c1 = arith.constant 1 : index
// CHECK-NEXT:   %1 = arith.subi %0, %c1 : index
// CHECK-NEXT:   %c2 = arith.constant 2 : index
// CHECK-NEXT:   %2 = arith.cmpi sge, %1, %c2 : index
// CHECK-NEXT:   cf.assert %2, "{{.*}}.mlir:{{[0-9]+:[0-9]+}}: error: 'aten.pad': padding is too long for mode \22reflect\22 along dim 0"
// CHECK-NEXT:   %c3 = arith.constant 3 : index
// CHECK-NEXT:   %3 = arith.addi %c3, %0 : index
// CHECK-NEXT:   %4 = tensor.empty(%3) : tensor<?xf32>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} outs(%4 : tensor<?xf32>) {
// CHECK-NEXT:   ^bb0(%5: f32):
// CHECK-NEXT:     %6 = linalg.index 0 : index
// CHECK-NEXT:     %7 = arith.constant -2 : index
// CHECK-NEXT:     %8 = arith.addi %6, %7 : index
// CHECK-NEXT:     %9 = arith.constant 0 : index
// CHECK-NEXT:     %10 = arith.subi %9, %8 : index
// CHECK-NEXT:     %11 = arith.maxsi %8, %10 : index
// CHECK-NEXT:     %12 = arith.subi %1, %11 : index
// CHECK-NEXT:     %13 = arith.constant 0 : index
// CHECK-NEXT:     %14 = arith.subi %13, %12 : index
// CHECK-NEXT:     %15 = arith.maxsi %12, %14 : index
// CHECK-NEXT:     %16 = arith.subi %1, %15 : index
// CHECK-NEXT:     %17 = tensor.extract %x[%16] : tensor<?xf32>
// CHECK-NEXT:     linalg.yield %17 : f32
// CHECK-NEXT:   } -> tensor<?xf32>
// CHECK-NEXT:   func.return %y : tensor<?xf32>
// CHECK-NEXT: }

// -----

func.func @replicate(%x: tensor<4xf32>) -> tensor<5xf32> {
  %y = aten.pad %x pad = [2, -1] mode = "replicate" : tensor<4xf32> -> tensor<5xf32>
  func.return %y : tensor<5xf32>
}

// CHECK:      func.func @replicate(%x: tensor<4xf32>) -> tensor<5xf32> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<5xf32>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} outs(%0 : tensor<5xf32>) {
// CHECK-NEXT:   ^bb0(%1: f32):
// CHECK-NEXT:     %2 = linalg.index 0 : index
// CHECK-NEXT:     %3 = arith.constant -2 : index
// CHECK-NEXT:     %4 = arith.addi %2, %3 : index
// CHECK-NEXT:     %5 = arith.constant 0 : index
// CHECK-NEXT:     %6 = arith.maxsi %4, %5 : index
// CHECK-NEXT:     %7 = tensor.extract %x[%6] : tensor<4xf32>
// CHECK-NEXT:     linalg.yield %7 : f32
// CHECK-NEXT:   } -> tensor<5xf32>
// CHECK-NEXT:   func.return %y : tensor<5xf32>
// CHECK-NEXT: }

// -----

func.func @circular(%x: tensor<4xf32>) -> tensor<6xf32> {
  %y = aten.pad %x pad = [0, 2] mode = "circular" : tensor<4xf32> -> tensor<6xf32>
  func.return %y : tensor<6xf32>
}

// CHECK:      func.func @circular(%x: tensor<4xf32>) -> tensor<6xf32> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<6xf32>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} outs(%0 : tensor<6xf32>) {
// CHECK-NEXT:   ^bb0(%1: f32):
// CHECK-NEXT:     %2 = linalg.index 0 : index
// CHECK-NEXT:     %3 = arith.constant 4 : index
// CHECK-NEXT:     %4 = arith.cmpi sge, %2, %3 : index
// CHECK-NEXT:     %5 = arith.subi %2, %3 : index
// CHECK-NEXT:     %6 = arith.select %4, %5, %2 : index
// CHECK-NEXT:     %7 = tensor.extract %x[%6] : tensor<4xf32>
// CHECK-NEXT:     linalg.yield %7 : f32
// CHECK-NEXT:   } -> tensor<6xf32>
// CHECK-NEXT:   func.return %y : tensor<6xf32>
// CHECK-NEXT: }
