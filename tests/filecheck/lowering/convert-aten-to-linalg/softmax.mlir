// RUN: adjoint-opt %s -p convert-aten-to-linalg | filecheck %s

// A row: its maximum, the exponentials, their sum, the quotients.

func.func @f(%x: tensor<?x8xf32>) -> tensor<?x8xf32> {
  %0 = aten.softmax %x dim = 1 : tensor<?x8xf32> -> tensor<?x8xf32>
  return %0 : tensor<?x8xf32>
}

// CHECK:      func.func @f(%x: tensor<?x8xf32>) -> tensor<?x8xf32> {
// CHECK-NEXT:   %0 = arith.constant 0 : index
// CHECK-NEXT:   %1 = tensor.dim %x, %0 : tensor<?x8xf32>
// CHECK-NEXT:   %2 = tensor.empty(%1) : tensor<?xf32>
// CHECK-NEXT:   %3 = arith.constant 0xff800000 : f32
// CHECK-NEXT:   %4 = linalg.fill ins(%3 : f32) outs(%2 : tensor<?xf32>) -> tensor<?xf32>
// CHECK-NEXT:   %5 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<?x8xf32>) outs(%4 : tensor<?xf32>) {
// CHECK-NEXT:   ^bb0(%6: f32, %7: f32):
// CHECK-NEXT:     %8 = arith.maximumf %7, %6 : f32
// CHECK-NEXT:     linalg.yield %8 : f32
// CHECK-NEXT:   } -> tensor<?xf32>
// CHECK-NEXT:   %9 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:   %10 = tensor.empty(%1) : tensor<?x8xf32>
// CHECK-NEXT:   %11 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%x, %5 : tensor<?x8xf32>, tensor<?xf32>) outs(%10 : tensor<?x8xf32>) {
// CHECK-NEXT:   ^bb0(%12: f32, %13: f32, %14: f32):
// CHECK-NEXT:     %15 = arith.subf %12, %13 : f32
// CHECK-NEXT:     linalg.yield %15 : f32
// CHECK-NEXT:   } -> tensor<?x8xf32>
// CHECK-NEXT:   %16 = tensor.empty(%1) : tensor<?x8xf32>
// CHECK-NEXT:   %17 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%11 : tensor<?x8xf32>) outs(%16 : tensor<?x8xf32>) {
// CHECK-NEXT:   ^bb0(%18: f32, %19: f32):
// CHECK-NEXT:     %20 = math.exp %18 : f32
// CHECK-NEXT:     linalg.yield %20 : f32
// CHECK-NEXT:   } -> tensor<?x8xf32>
// CHECK-NEXT:   %21 = tensor.empty(%1) : tensor<?xf32>
// CHECK-NEXT:   %22 = linalg.fill ins(%9 : f32) outs(%21 : tensor<?xf32>) -> tensor<?xf32>
// CHECK-NEXT:   %23 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%17 : tensor<?x8xf32>) outs(%22 : tensor<?xf32>) {
// CHECK-NEXT:   ^bb0(%24: f32, %25: f32):
// CHECK-NEXT:     %26 = arith.addf %25, %24 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:     linalg.yield %26 : f32
// CHECK-NEXT:   } -> tensor<?xf32>
// CHECK-NEXT:   %27 = tensor.empty(%1) : tensor<?x8xf32>
// CHECK-NEXT:   %28 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%17, %23 : tensor<?x8xf32>, tensor<?xf32>) outs(%27 : tensor<?x8xf32>) {
// CHECK-NEXT:   ^bb0(%29: f32, %30: f32, %31: f32):
// CHECK-NEXT:     %32 = arith.divf %29, %30 : f32
// CHECK-NEXT:     linalg.yield %32 : f32
// CHECK-NEXT:   } -> tensor<?x8xf32>
// CHECK-NEXT:   func.return %28 : tensor<?x8xf32>
// CHECK-NEXT: }
