// RUN: adjoint-opt %s -p convert-aten-to-linalg --split-input-file | filecheck %s

// A reduction starts from the neutral element; float sums may be reordered. What keepdim keeps is no dimension of the
// tensor: the one that uses it repeats it by its map.

func.func @center(%x: tensor<?x4xf32>) -> tensor<?x4xf32> {
  %largest = aten.amax %x dim = [1] keepdim : tensor<?x4xf32> -> tensor<?x1xf32>
  %y = aten.sub %x, %largest : tensor<?x4xf32>, tensor<?x1xf32> -> tensor<?x4xf32>
  func.return %y : tensor<?x4xf32>
}

// CHECK:      func.func @center(%x: tensor<?x4xf32>) -> tensor<?x4xf32> {
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %0 = tensor.dim %x, %c0 : tensor<?x4xf32>
// CHECK-NEXT:   %1 = tensor.empty(%0) : tensor<?xf32>
// CHECK-NEXT:   %2 = arith.constant 0xff800000 : f32
// CHECK-NEXT:   %3 = linalg.fill ins(%2 : f32) outs(%1 : tensor<?xf32>) -> tensor<?xf32>
// CHECK-NEXT:   %largest = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<?x4xf32>) outs(%3 : tensor<?xf32>) {
// CHECK-NEXT:   ^bb0(%4: f32, %5: f32):
// CHECK-NEXT:     %6 = arith.maximumf %5, %4 : f32
// CHECK-NEXT:     linalg.yield %6 : f32
// CHECK-NEXT:   } -> tensor<?xf32>
// CHECK-NEXT:   %7 = tensor.empty(%0) : tensor<?x4xf32>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%x, %largest : tensor<?x4xf32>, tensor<?xf32>) outs(%7 : tensor<?x4xf32>) {
// CHECK-NEXT:   ^bb0(%8: f32, %9: f32, %10: f32):
// CHECK-NEXT:     %11 = arith.subf %8, %9 : f32
// CHECK-NEXT:     linalg.yield %11 : f32
// CHECK-NEXT:   } -> tensor<?x4xf32>
// CHECK-NEXT:   func.return %y : tensor<?x4xf32>
// CHECK-NEXT: }

// -----

// Bools are summed as i64.

func.func @count(%x: tensor<2x3xi1>) -> tensor<i64> {
  %n = aten.sum %x : tensor<2x3xi1> -> tensor<i64>
  func.return %n : tensor<i64>
}

// CHECK:      func.func @count(%x: tensor<2x3xi1>) -> tensor<i64> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<i64>
// CHECK-NEXT:   %1 = arith.constant 0 : i64
// CHECK-NEXT:   %2 = linalg.fill ins(%1 : i64) outs(%0 : tensor<i64>) -> tensor<i64>
// CHECK-NEXT:   %n = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> ()>], iterator_types = ["reduction", "reduction"]} ins(%x : tensor<2x3xi1>) outs(%2 : tensor<i64>) {
// CHECK-NEXT:   ^bb0(%3: i1, %4: i64):
// CHECK-NEXT:     %5 = arith.extui %3 : i1 to i64
// CHECK-NEXT:     %6 = arith.addi %4, %5 : i64
// CHECK-NEXT:     linalg.yield %6 : i64
// CHECK-NEXT:   } -> tensor<i64>
// CHECK-NEXT:   func.return %n : tensor<i64>
// CHECK-NEXT: }

// -----

// A mean divides by the number of elements, which is a value of the program where it is known only at run time.

func.func @mean(%x: tensor<?x4xf64>) -> tensor<f64> {
  %m = aten.mean %x : tensor<?x4xf64> -> tensor<f64>
  func.return %m : tensor<f64>
}

// CHECK:      func.func @mean(%x: tensor<?x4xf64>) -> tensor<f64> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<f64>
// CHECK-NEXT:   %1 = arith.constant 0.000000e+00 : f64
// CHECK-NEXT:   %2 = linalg.fill ins(%1 : f64) outs(%0 : tensor<f64>) -> tensor<f64>
// CHECK-NEXT:   %3 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> ()>], iterator_types = ["reduction", "reduction"]} ins(%x : tensor<?x4xf64>) outs(%2 : tensor<f64>) {
// CHECK-NEXT:   ^bb0(%4: f64, %5: f64):
// CHECK-NEXT:     %6 = arith.addf %5, %4 fastmath<reassoc,nsz,contract> : f64
// CHECK-NEXT:     linalg.yield %6 : f64
// CHECK-NEXT:   } -> tensor<f64>
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %7 = tensor.dim %x, %c0 : tensor<?x4xf64>
// CHECK-NEXT:   %c4 = arith.constant 4 : index
// CHECK-NEXT:   %8 = arith.muli %7, %c4 : index
// CHECK-NEXT:   %9 = tensor.empty() : tensor<f64>
// CHECK-NEXT:   %m = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%3 : tensor<f64>) outs(%9 : tensor<f64>) {
// CHECK-NEXT:   ^bb0(%10: f64, %11: f64):
// CHECK-NEXT:     %12 = arith.index_cast %8 : index to i64
// CHECK-NEXT:     %13 = arith.sitofp %12 : i64 to f64
// CHECK-NEXT:     %14 = arith.divf %10, %13 : f64
// CHECK-NEXT:     linalg.yield %14 : f64
// CHECK-NEXT:   } -> tensor<f64>
// CHECK-NEXT:   func.return %m : tensor<f64>
// CHECK-NEXT: }

// -----

// There is no largest one of no elements.

func.func @largest(%x: tensor<?x?xf32>) -> tensor<?xf32> {
  %y = aten.amax %x dim = [0] : tensor<?x?xf32> -> tensor<?xf32>
  func.return %y : tensor<?xf32>
}

// CHECK:      func.func @largest(%x: tensor<?x?xf32>) -> tensor<?xf32> {
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %0 = tensor.dim %x, %c0 : tensor<?x?xf32>
// CHECK-NEXT:   %c1 = arith.constant 1 : index
// CHECK-NEXT:   %1 = arith.cmpi sge, %0, %c1 : index
// CHECK-NEXT:   cf.assert %1, "{{.*}}.mlir:{{[0-9]+:[0-9]+}}: error: 'aten.amax': dim 0 has size 0: there is no element to choose"
// CHECK-NEXT:   %2 = tensor.dim %x, %c1 : tensor<?x?xf32>
// CHECK-NEXT:   %3 = tensor.empty(%2) : tensor<?xf32>
// CHECK-NEXT:   %4 = arith.constant 0xff800000 : f32
// CHECK-NEXT:   %5 = linalg.fill ins(%4 : f32) outs(%3 : tensor<?xf32>) -> tensor<?xf32>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>], iterator_types = ["reduction", "parallel"]} ins(%x : tensor<?x?xf32>) outs(%5 : tensor<?xf32>) {
// CHECK-NEXT:   ^bb0(%6: f32, %7: f32):
// CHECK-NEXT:     %8 = arith.maximumf %7, %6 : f32
// CHECK-NEXT:     linalg.yield %8 : f32
// CHECK-NEXT:   } -> tensor<?xf32>
// CHECK-NEXT:   func.return %y : tensor<?xf32>
// CHECK-NEXT: }

// -----

// Dimensions of size 1 need no reduction.

func.func @nothing_to_sum(%x: tensor<3x1xf32>) -> tensor<3xf32> {
  %y = aten.sum %x dim = [1] : tensor<3x1xf32> -> tensor<3xf32>
  %z = aten.neg %y : tensor<3xf32> -> tensor<3xf32>
  func.return %z : tensor<3xf32>
}

// CHECK:      func.func @nothing_to_sum(%x: tensor<3x1xf32>) -> tensor<3xf32> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<3xf32>
// CHECK-NEXT:   %z = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0, 0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%x : tensor<3x1xf32>) outs(%0 : tensor<3xf32>) {
// CHECK-NEXT:   ^bb0(%1: f32, %2: f32):
// CHECK-NEXT:     %3 = arith.negf %1 : f32
// CHECK-NEXT:     linalg.yield %3 : f32
// CHECK-NEXT:   } -> tensor<3xf32>
// CHECK-NEXT:   func.return %z : tensor<3xf32>
// CHECK-NEXT: }
