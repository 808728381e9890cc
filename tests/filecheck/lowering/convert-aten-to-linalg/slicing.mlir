// RUN: adjoint-opt %s -p convert-aten-to-linalg --split-input-file | filecheck %s

// A slice reads at places that are within the tensor: nothing is clamped.

func.func @slice(%x: tensor<2x9xf32>) -> tensor<2x4xf32> {
  %y = aten.slice %x dim = 1 start = 1 end = 8 step = 2 : tensor<2x9xf32> -> tensor<2x4xf32>
  func.return %y : tensor<2x4xf32>
}

// CHECK:      func.func @slice(%x: tensor<2x9xf32>) -> tensor<2x4xf32> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<2x4xf32>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%0 : tensor<2x4xf32>) {
// CHECK-NEXT:   ^bb0(%1: f32):
// CHECK-NEXT:     %2 = linalg.index 0 : index
// CHECK-NEXT:     %3 = linalg.index 1 : index
// CHECK-NEXT:     %4 = arith.constant 2 : index
// CHECK-NEXT:     %5 = arith.muli %3, %4 : index
// CHECK-NEXT:     %6 = arith.constant 1 : index
// CHECK-NEXT:     %7 = arith.addi %5, %6 : index
// CHECK-NEXT:     %8 = tensor.extract %x[%2, %7] : tensor<2x9xf32>
// CHECK-NEXT:     linalg.yield %8 : f32
// CHECK-NEXT:   } -> tensor<2x4xf32>
// CHECK-NEXT:   func.return %y : tensor<2x4xf32>
// CHECK-NEXT: }

// -----

func.func @from_the_end(%x: tensor<?xf32>) -> tensor<?xf32> {
  %y = aten.slice %x start = -3 : tensor<?xf32> -> tensor<?xf32>
  func.return %y : tensor<?xf32>
}

// CHECK:      func.func @from_the_end(%x: tensor<?xf32>) -> tensor<?xf32> {
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %0 = tensor.dim %x, %c0 : tensor<?xf32>
// CHECK-NEXT:   %c3 = arith.constant 3 : index
// CHECK-NEXT:   %1 = arith.subi %0, %c3 : index
// CHECK-NEXT:   %2 = arith.maxsi %1, %c0 : index
// CHECK-NEXT:   %3 = arith.subi %0, %2 : index
// CHECK-NEXT:   %4 = arith.maxsi %c0, %3 : index
// CHECK-NEXT:   %5 = tensor.empty(%4) : tensor<?xf32>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} outs(%5 : tensor<?xf32>) {
// CHECK-NEXT:   ^bb0(%6: f32):
// CHECK-NEXT:     %7 = linalg.index 0 : index
// CHECK-NEXT:     %8 = arith.addi %7, %2 : index
// CHECK-NEXT:     %9 = tensor.extract %x[%8] : tensor<?xf32>
// CHECK-NEXT:     linalg.yield %9 : f32
// CHECK-NEXT:   } -> tensor<?xf32>
// CHECK-NEXT:   func.return %y : tensor<?xf32>
// CHECK-NEXT: }

// -----

func.func @select(%x: tensor<?x3xf32>) -> tensor<3xf32> {
  %y = aten.select %x dim = 0 index = -1 : tensor<?x3xf32> -> tensor<3xf32>
  func.return %y : tensor<3xf32>
}

// CHECK:      func.func @select(%x: tensor<?x3xf32>) -> tensor<3xf32> {
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %0 = tensor.dim %x, %c0 : tensor<?x3xf32>
// CHECK-NEXT:   %c1 = arith.constant 1 : index
// CHECK-NEXT:   %1 = arith.cmpi sge, %0, %c1 : index
// CHECK-NEXT:   cf.assert %1, "{{.*}}.mlir:{{[0-9]+:[0-9]+}}: error: 'aten.select': index -1 is out of range for dim 0"
// CHECK-NEXT:   %2 = tensor.empty() : tensor<3xf32>
// CHECK-NEXT:   %3 = arith.subi %0, %c1 : index
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} outs(%2 : tensor<3xf32>) {
// CHECK-NEXT:   ^bb0(%4: f32):
// CHECK-NEXT:     %5 = linalg.index 0 : index
// CHECK-NEXT:     %6 = tensor.extract %x[%3, %5] : tensor<?x3xf32>
// CHECK-NEXT:     linalg.yield %6 : f32
// CHECK-NEXT:   } -> tensor<3xf32>
// CHECK-NEXT:   func.return %y : tensor<3xf32>
// CHECK-NEXT: }

// -----

// Zeros with a part in them are a choice for every element.

func.func @slice_backward(%g: tensor<2x3xf32>) -> tensor<2x9xf32> {
  %dx = aten.slice_backward %g size = [2, 9] dim = 1 start = 1 end = 6 step = 2 : tensor<2x3xf32> -> tensor<2x9xf32>
  func.return %dx : tensor<2x9xf32>
}

// CHECK:      func.func @slice_backward(%g: tensor<2x3xf32>) -> tensor<2x9xf32> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<2x9xf32>
// CHECK-NEXT:   %dx = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%0 : tensor<2x9xf32>) {
// CHECK-NEXT:   ^bb0(%1: f32):
// CHECK-NEXT:     %2 = linalg.index 0 : index
// CHECK-NEXT:     %3 = linalg.index 1 : index
// CHECK-NEXT:     %4 = arith.constant 1 : index
// CHECK-NEXT:     %5 = arith.subi %3, %4 : index
// CHECK-NEXT:     %6 = arith.constant 0 : index
// CHECK-NEXT:     %7 = arith.cmpi sge, %5, %6 : index
// CHECK-NEXT:     %8 = arith.constant 0 : index
// CHECK-NEXT:     %9 = arith.maxsi %5, %8 : index
// CHECK-NEXT:     %10 = arith.constant 2 : index
// CHECK-NEXT:     %11 = arith.divui %9, %10 : index
// CHECK-NEXT:     %12 = arith.constant 2 : index
// CHECK-NEXT:     %13 = arith.muli %11, %12 : index
// CHECK-NEXT:     %14 = arith.subi %9, %13 : index
// CHECK-NEXT:     %15 = arith.constant 0 : index
// CHECK-NEXT:     %16 = arith.cmpi eq, %14, %15 : index
// CHECK-NEXT:     %17 = arith.constant 2 : index
// CHECK-NEXT:     %18 = arith.cmpi sle, %11, %17 : index
// CHECK-NEXT:     %19 = arith.constant 2 : index
// CHECK-NEXT:     %20 = arith.minsi %11, %19 : index
// CHECK-NEXT:     %21 = arith.andi %7, %16 : i1
// CHECK-NEXT:     %22 = arith.andi %21, %18 : i1
// CHECK-NEXT:     %23 = tensor.extract %g[%2, %20] : tensor<2x3xf32>
// CHECK-NEXT:     %24 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:     %25 = arith.select %22, %23, %24 : f32
// CHECK-NEXT:     linalg.yield %25 : f32
// CHECK-NEXT:   } -> tensor<2x9xf32>
// CHECK-NEXT:   func.return %dx : tensor<2x9xf32>
// CHECK-NEXT: }

// -----

func.func @select_backward(%g: tensor<3xf32>) -> tensor<3x5xf32> {
  %dx = aten.select_backward %g size = [3, 5] dim = 1 index = 2 : tensor<3xf32> -> tensor<3x5xf32>
  func.return %dx : tensor<3x5xf32>
}

// CHECK:      func.func @select_backward(%g: tensor<3xf32>) -> tensor<3x5xf32> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<3x5xf32>
// CHECK-NEXT:   %dx = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%g : tensor<3xf32>) outs(%0 : tensor<3x5xf32>) {
// CHECK-NEXT:   ^bb0(%1: f32, %2: f32):
// CHECK-NEXT:     %3 = linalg.index 1 : index
// CHECK-NEXT:     %4 = arith.constant 2 : index
// CHECK-NEXT:     %5 = arith.cmpi eq, %3, %4 : index
// CHECK-NEXT:     %6 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:     %7 = arith.select %5, %1, %6 : f32
// CHECK-NEXT:     linalg.yield %7 : f32
// CHECK-NEXT:   } -> tensor<3x5xf32>
// CHECK-NEXT:   func.return %dx : tensor<3x5xf32>
// CHECK-NEXT: }

// -----

// Of a part that may be empty no element can be read: it is inserted.

func.func @slice_backward_dynamic(%g: tensor<?xf32>, %x: tensor<?xf32>) -> tensor<?xf32> {
  %size = aten.size %x : tensor<?xf32> -> tensor<1xindex>
  %dx = aten.slice_backward %g, %size start = 1 : tensor<?xf32>, tensor<1xindex> -> tensor<?xf32>
  func.return %dx : tensor<?xf32>
}

// CHECK:      func.func @slice_backward_dynamic(%g: tensor<?xf32>, %x: tensor<?xf32>) -> tensor<?xf32> {
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %0 = tensor.dim %g, %c0 : tensor<?xf32>
// CHECK-NEXT:   %1 = tensor.dim %x, %c0 : tensor<?xf32>
// CHECK-NEXT:   %c1 = arith.constant 1 : index
// CHECK-NEXT:   %2 = arith.subi %1, %c1 : index
// CHECK-NEXT:   %3 = arith.maxsi %2, %c0 : index
// CHECK-NEXT:   %4 = arith.cmpi eq, %0, %3 : index
// CHECK-NEXT:   cf.assert %4, "{{.*}}.mlir:{{[0-9]+:[0-9]+}}: error: 'aten.slice_backward': grad_output and the slice have different sizes at dimension 0"
// CHECK-NEXT:   %5 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:   %6 = arith.minsi %c1, %1 : index
// CHECK-NEXT:   %7 = tensor.empty(%1) : tensor<?xf32>
// CHECK-NEXT:   %8 = linalg.fill ins(%5 : f32) outs(%7 : tensor<?xf32>) -> tensor<?xf32>
// CHECK-NEXT:   %dx = tensor.insert_slice %g into %8[%6] [%0] [1] : tensor<?xf32> into tensor<?xf32>
// CHECK-NEXT:   func.return %dx : tensor<?xf32>
// CHECK-NEXT: }
