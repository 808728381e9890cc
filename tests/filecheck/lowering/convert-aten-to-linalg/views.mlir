// RUN: adjoint-opt %s -p convert-aten-to-linalg --split-input-file | filecheck %s

// Permuting, expanding, inserting and leaving out dimensions emits nothing: what reads the tensor has it in its map.

func.func @views(%x: tensor<2x1x3xf32>, %y: tensor<2x5xf32>) -> tensor<3x2x5xf32> {
  %a = aten.permute %x dims = [2, 0, 1] : tensor<2x1x3xf32> -> tensor<3x2x1xf32>
  %b = aten.expand %a size = [3, 2, 5] : tensor<3x2x1xf32> -> tensor<3x2x5xf32>
  %c = aten.unsqueeze %y dim = 0 : tensor<2x5xf32> -> tensor<1x2x5xf32>
  %z = aten.mul %b, %c : tensor<3x2x5xf32>, tensor<1x2x5xf32> -> tensor<3x2x5xf32>
  func.return %z : tensor<3x2x5xf32>
}

// CHECK:      func.func @views(%x: tensor<2x1x3xf32>, %y: tensor<2x5xf32>) -> tensor<3x2x5xf32> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<3x2x5xf32>
// CHECK-NEXT:   %z = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d1, 0, d0)>, affine_map<(d0, d1, d2) -> (d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%x, %y : tensor<2x1x3xf32>, tensor<2x5xf32>) outs(%0 : tensor<3x2x5xf32>) {
// CHECK-NEXT:   ^bb0(%1: f32, %2: f32, %3: f32):
// CHECK-NEXT:     %4 = arith.mulf %1, %2 : f32
// CHECK-NEXT:     linalg.yield %4 : f32
// CHECK-NEXT:   } -> tensor<3x2x5xf32>
// CHECK-NEXT:   func.return %z : tensor<3x2x5xf32>
// CHECK-NEXT: }

// -----

// Where the tensor itself is wanted, a transposed one is copied, one with other dimensions of size 1 is not.

func.func @results(%x: tensor<?x3xf32>) -> (tensor<3x?xf32>, tensor<?x1x3xf32>) {
  %a = aten.t %x : tensor<?x3xf32> -> tensor<3x?xf32>
  %b = aten.unsqueeze %x dim = 1 : tensor<?x3xf32> -> tensor<?x1x3xf32>
  func.return %a, %b : tensor<3x?xf32>, tensor<?x1x3xf32>
}

// CHECK:      func.func @results(%x: tensor<?x3xf32>) -> (tensor<3x?xf32>, tensor<?x1x3xf32>) {
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %0 = tensor.dim %x, %c0 : tensor<?x3xf32>
// CHECK-NEXT:   %1 = tensor.empty(%0) : tensor<3x?xf32>
// CHECK-NEXT:   %2 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d1, d0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%x : tensor<?x3xf32>) outs(%1 : tensor<3x?xf32>) {
// CHECK-NEXT:   ^bb0(%3: f32, %4: f32):
// CHECK-NEXT:     linalg.yield %3 : f32
// CHECK-NEXT:   } -> tensor<3x?xf32>
// CHECK-NEXT:   %5 = tensor.expand_shape %x {{\[\[}}0 : i64], [1 : i64, 2 : i64]] output_shape [%0, 1, 3] : tensor<?x3xf32> into tensor<?x1x3xf32>
// CHECK-NEXT:   func.return %2, %5 : tensor<3x?xf32>, tensor<?x1x3xf32>
// CHECK-NEXT: }

// -----

// Dimensions are collapsed to what two shapes have in common, and expanded.

func.func @reshape(%x: tensor<?x4x6xf32>) -> tensor<?x8x3xf32> {
  %y = aten.reshape %x size = [-1, 8, 3] : tensor<?x4x6xf32> -> tensor<?x8x3xf32>
  func.return %y : tensor<?x8x3xf32>
}

// CHECK:      func.func @reshape(%x: tensor<?x4x6xf32>) -> tensor<?x8x3xf32> {
// CHECK-NEXT:   %0 = tensor.collapse_shape %x {{\[\[}}0 : i64], [1 : i64, 2 : i64]] : tensor<?x4x6xf32> into tensor<?x24xf32>
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %1 = tensor.dim %x, %c0 : tensor<?x4x6xf32>
// CHECK-NEXT:   %y = tensor.expand_shape %0 {{\[\[}}0 : i64], [1 : i64, 2 : i64]] output_shape [%1, 8, 3] : tensor<?x24xf32> into tensor<?x8x3xf32>
// CHECK-NEXT:   func.return %y : tensor<?x8x3xf32>
// CHECK-NEXT: }

// -----

func.func @flatten_and_back(%x: tensor<?x?x2xf32>) -> tensor<?x?x2xf32> {
  %size = aten.size %x : tensor<?x?x2xf32> -> tensor<3xindex>
  %y = aten.flatten %x : tensor<?x?x2xf32> -> tensor<?xf32>
  %z = aten.reshape %y, %size : tensor<?xf32>, tensor<3xindex> -> tensor<?x?x2xf32>
  func.return %z : tensor<?x?x2xf32>
}

// CHECK:      func.func @flatten_and_back(%x: tensor<?x?x2xf32>) -> tensor<?x?x2xf32> {
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %0 = tensor.dim %x, %c0 : tensor<?x?x2xf32>
// CHECK-NEXT:   %c1 = arith.constant 1 : index
// CHECK-NEXT:   %1 = tensor.dim %x, %c1 : tensor<?x?x2xf32>
// CHECK-NEXT:   %y = tensor.collapse_shape %x {{\[\[}}0 : i64, 1 : i64, 2 : i64]] : tensor<?x?x2xf32> into tensor<?xf32>
// CHECK-NEXT:   %z = tensor.expand_shape %y {{\[\[}}0 : i64, 1 : i64, 2 : i64]] output_shape [%0, %1, 2] : tensor<?xf32> into tensor<?x?x2xf32>
// CHECK-NEXT:   func.return %z : tensor<?x?x2xf32>
// CHECK-NEXT: }
