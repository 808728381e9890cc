// RUN: adjoint-opt %s -p convert-aten-to-linalg | filecheck %s

// A product of matrices is a generic that multiplies and adds. A transposed operand is a transposed map, never a copy.

func.func @f(%x: tensor<?x8xf32>, %w: tensor<4x8xf32>, %b: tensor<4xf32>) -> tensor<?x4xf32> {
  %0 = aten.linear %x, %w, %b : tensor<?x8xf32>, tensor<4x8xf32>, tensor<4xf32> -> tensor<?x4xf32>
  return %0 : tensor<?x4xf32>
}

// CHECK:      func.func @f(%x: tensor<?x8xf32>, %w: tensor<4x8xf32>, %b: tensor<4xf32>) -> tensor<?x4xf32> {
// CHECK-NEXT:   %0 = arith.constant 0 : index
// CHECK-NEXT:   %1 = tensor.dim %x, %0 : tensor<?x8xf32>
// CHECK-NEXT:   %2 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:   %3 = tensor.empty(%1) : tensor<?x4xf32>
// CHECK-NEXT:   %4 = linalg.fill ins(%2 : f32) outs(%3 : tensor<?x4xf32>) -> tensor<?x4xf32>
// CHECK-NEXT:   %5 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%x, %w : tensor<?x8xf32>, tensor<4x8xf32>) outs(%4 : tensor<?x4xf32>) {
// CHECK-NEXT:   ^bb0(%6: f32, %7: f32, %8: f32):
// CHECK-NEXT:     %9 = arith.mulf %6, %7 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:     %10 = arith.addf %8, %9 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:     linalg.yield %10 : f32
// CHECK-NEXT:   } -> tensor<?x4xf32>
// CHECK-NEXT:   %11 = tensor.empty(%1) : tensor<?x4xf32>
// CHECK-NEXT:   %12 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%5, %b : tensor<?x4xf32>, tensor<4xf32>) outs(%11 : tensor<?x4xf32>) {
// CHECK-NEXT:   ^bb0(%13: f32, %14: f32, %15: f32):
// CHECK-NEXT:     %16 = arith.addf %13, %14 : f32
// CHECK-NEXT:     linalg.yield %16 : f32
// CHECK-NEXT:   } -> tensor<?x4xf32>
// CHECK-NEXT:   func.return %12 : tensor<?x4xf32>
// CHECK-NEXT: }
