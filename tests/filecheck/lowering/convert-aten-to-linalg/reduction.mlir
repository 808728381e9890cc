// RUN: adjoint-opt %s -p convert-aten-to-linalg | filecheck %s

// Reductions start from a fill of the neutral element. The count that a mean divides by is a size at run time.

func.func @f(%x: tensor<?x8xf32>) -> (tensor<8xf32>, tensor<?x1xf32>) {
  %0 = aten.mean %x dim = [0] : tensor<?x8xf32> -> tensor<8xf32>
  %1 = aten.amax %x dim = [1] keepdim : tensor<?x8xf32> -> tensor<?x1xf32>
  return %0, %1 : tensor<8xf32>, tensor<?x1xf32>
}

// CHECK:      func.func @f(%x: tensor<?x8xf32>) -> (tensor<8xf32>, tensor<?x1xf32>) {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<8xf32>
// CHECK-NEXT:   %1 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:   %2 = linalg.fill ins(%1 : f32) outs(%0 : tensor<8xf32>) -> tensor<8xf32>
// CHECK-NEXT:   %3 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>], iterator_types = ["reduction", "parallel"]} ins(%x : tensor<?x8xf32>) outs(%2 : tensor<8xf32>) {
// CHECK-NEXT:   ^bb0(%4: f32, %5: f32):
// CHECK-NEXT:     %6 = arith.addf %5, %4 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:     linalg.yield %6 : f32
// CHECK-NEXT:   } -> tensor<8xf32>
// CHECK-NEXT:   %7 = arith.constant 0 : index
// CHECK-NEXT:   %8 = tensor.dim %x, %7 : tensor<?x8xf32>
// CHECK-NEXT:   %9 = arith.constant 0xff800000 : f32
// CHECK-NEXT:   %10 = tensor.empty() : tensor<f32>
// CHECK-NEXT:   %11 = linalg.generic {indexing_maps = [affine_map<() -> ()>], iterator_types = []} outs(%10 : tensor<f32>) {
// CHECK-NEXT:   ^bb0(%12: f32):
// CHECK-NEXT:     %13 = arith.index_cast %8 : index to i64
// CHECK-NEXT:     %14 = arith.sitofp %13 : i64 to f32
// CHECK-NEXT:     linalg.yield %14 : f32
// CHECK-NEXT:   } -> tensor<f32>
// CHECK-NEXT:   %15 = tensor.empty() : tensor<8xf32>
// CHECK-NEXT:   %16 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> ()>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%3, %11 : tensor<8xf32>, tensor<f32>) outs(%15 : tensor<8xf32>) {
// CHECK-NEXT:   ^bb0(%17: f32, %18: f32, %19: f32):
// CHECK-NEXT:     %20 = arith.divf %17, %18 : f32
// CHECK-NEXT:     linalg.yield %20 : f32
// CHECK-NEXT:   } -> tensor<8xf32>
// CHECK-NEXT:   %21 = tensor.empty(%8) : tensor<?xf32>
// CHECK-NEXT:   %22 = linalg.fill ins(%9 : f32) outs(%21 : tensor<?xf32>) -> tensor<?xf32>
// CHECK-NEXT:   %23 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<?x8xf32>) outs(%22 : tensor<?xf32>) {
// CHECK-NEXT:   ^bb0(%24: f32, %25: f32):
// CHECK-NEXT:     %26 = arith.maximumf %25, %24 : f32
// CHECK-NEXT:     linalg.yield %26 : f32
// CHECK-NEXT:   } -> tensor<?xf32>
// CHECK-NEXT:   %27 = tensor.expand_shape %23 {{\[\[}}0 : i64, 1 : i64]] output_shape [%8, 1] : tensor<?xf32> into tensor<?x1xf32>
// CHECK-NEXT:   func.return %16, %27 : tensor<8xf32>, tensor<?x1xf32>
// CHECK-NEXT: }
