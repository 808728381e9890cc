// RUN: adjoint-opt %s -p convert-aten-to-linalg | filecheck %s

// Elementwise ops: one generic each, operands broadcast by their maps, numbers inside of the body.
// 0-d constants and promotion to the element type of the result are part of the body too.

func.func @f(%x: tensor<?x4xf32>, %b: tensor<4xf32>, %n: tensor<4xi64>) -> (tensor<?x4xf32>, tensor<?x4xi1>) {
  %two = aten.constant dense<2.0> : tensor<f32>
  %0 = aten.mul %x, %two : tensor<?x4xf32>, tensor<f32> -> tensor<?x4xf32>
  %1 = aten.add %0, %b : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xf32>
  %2 = aten.gt %1, %n : tensor<?x4xf32>, tensor<4xi64> -> tensor<?x4xi1>
  return %1, %2 : tensor<?x4xf32>, tensor<?x4xi1>
}

// CHECK:      func.func @f(%x: tensor<?x4xf32>, %b: tensor<4xf32>, %n: tensor<4xi64>) -> (tensor<?x4xf32>, tensor<?x4xi1>) {
// CHECK-NEXT:   %0 = arith.constant 0 : index
// CHECK-NEXT:   %1 = tensor.dim %x, %0 : tensor<?x4xf32>
// CHECK-NEXT:   %2 = tensor.empty(%1) : tensor<?x4xf32>
// CHECK-NEXT:   %3 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%x : tensor<?x4xf32>) outs(%2 : tensor<?x4xf32>) {
// CHECK-NEXT:   ^bb0(%4: f32, %5: f32):
// CHECK-NEXT:     %6 = arith.constant 2.000000e+00 : f32
// CHECK-NEXT:     %7 = arith.mulf %4, %6 : f32
// CHECK-NEXT:     linalg.yield %7 : f32
// CHECK-NEXT:   } -> tensor<?x4xf32>
// CHECK-NEXT:   %8 = tensor.empty(%1) : tensor<?x4xf32>
// CHECK-NEXT:   %9 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%3, %b : tensor<?x4xf32>, tensor<4xf32>) outs(%8 : tensor<?x4xf32>) {
// CHECK-NEXT:   ^bb0(%10: f32, %11: f32, %12: f32):
// CHECK-NEXT:     %13 = arith.addf %10, %11 : f32
// CHECK-NEXT:     linalg.yield %13 : f32
// CHECK-NEXT:   } -> tensor<?x4xf32>
// CHECK-NEXT:   %14 = tensor.empty(%1) : tensor<?x4xi1>
// CHECK-NEXT:   %15 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%9, %n : tensor<?x4xf32>, tensor<4xi64>) outs(%14 : tensor<?x4xi1>) {
// CHECK-NEXT:   ^bb0(%16: f32, %17: i64, %18: i1):
// CHECK-NEXT:     %19 = arith.sitofp %17 : i64 to f32
// CHECK-NEXT:     %20 = arith.cmpf ogt, %16, %19 : f32
// CHECK-NEXT:     linalg.yield %20 : i1
// CHECK-NEXT:   } -> tensor<?x4xi1>
// CHECK-NEXT:   func.return %9, %15 : tensor<?x4xf32>, tensor<?x4xi1>
// CHECK-NEXT: }
