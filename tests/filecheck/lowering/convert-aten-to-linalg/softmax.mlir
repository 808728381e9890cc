// RUN: adjoint-opt %s -p convert-aten-to-linalg | filecheck %s

// A row: its maximum, the exponentials, their sum, the quotients.

func.func @f(%x: tensor<?x8xf32>) -> tensor<?x8xf32> {
  %0 = aten.softmax %x dim = 1 : tensor<?x8xf32> -> tensor<?x8xf32>
  func.return %0 : tensor<?x8xf32>
}

// CHECK:      func.func @f(%x: tensor<?x8xf32>) -> tensor<?x8xf32> {
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %0 = tensor.dim %x, %c0 : tensor<?x8xf32>
// CHECK-NEXT:   %1 = tensor.empty(%0) : tensor<?xf32>
// CHECK-NEXT:   %2 = arith.constant 0xff800000 : f32
// CHECK-NEXT:   %3 = linalg.fill ins(%2 : f32) outs(%1 : tensor<?xf32>) -> tensor<?xf32>
// CHECK-NEXT:   %4 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<?x8xf32>) outs(%3 : tensor<?xf32>) {
// CHECK-NEXT:   ^bb0(%5: f32, %6: f32):
// CHECK-NEXT:     %7 = arith.maximumf %6, %5 : f32
// CHECK-NEXT:     linalg.yield %7 : f32
// CHECK-NEXT:   } -> tensor<?xf32>
// CHECK-NEXT:   %8 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:   %9 = tensor.empty(%0) : tensor<?x8xf32>
// CHECK-NEXT:   %10 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%x, %4 : tensor<?x8xf32>, tensor<?xf32>) outs(%9 : tensor<?x8xf32>) {
// CHECK-NEXT:   ^bb0(%11: f32, %12: f32, %13: f32):
// CHECK-NEXT:     %14 = arith.subf %11, %12 : f32
// CHECK-NEXT:     linalg.yield %14 : f32
// CHECK-NEXT:   } -> tensor<?x8xf32>
// CHECK-NEXT:   %15 = tensor.empty(%0) : tensor<?x8xf32>
// CHECK-NEXT:   %16 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%10 : tensor<?x8xf32>) outs(%15 : tensor<?x8xf32>) {
// CHECK-NEXT:   ^bb0(%17: f32, %18: f32):
// CHECK-NEXT:     %19 = math.exp %17 : f32
// CHECK-NEXT:     linalg.yield %19 : f32
// CHECK-NEXT:   } -> tensor<?x8xf32>
// CHECK-NEXT:   %20 = tensor.empty(%0) : tensor<?xf32>
// CHECK-NEXT:   %21 = linalg.fill ins(%8 : f32) outs(%20 : tensor<?xf32>) -> tensor<?xf32>
// CHECK-NEXT:   %22 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%16 : tensor<?x8xf32>) outs(%21 : tensor<?xf32>) {
// CHECK-NEXT:   ^bb0(%23: f32, %24: f32):
// CHECK-NEXT:     %25 = arith.addf %24, %23 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:     linalg.yield %25 : f32
// CHECK-NEXT:   } -> tensor<?xf32>
// CHECK-NEXT:   %26 = tensor.empty(%0) : tensor<?x8xf32>
// CHECK-NEXT:   %27 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%16, %22 : tensor<?x8xf32>, tensor<?xf32>) outs(%26 : tensor<?x8xf32>) {
// CHECK-NEXT:   ^bb0(%28: f32, %29: f32, %30: f32):
// CHECK-NEXT:     %31 = arith.divf %28, %29 : f32
// CHECK-NEXT:     linalg.yield %31 : f32
// CHECK-NEXT:   } -> tensor<?x8xf32>
// CHECK-NEXT:   func.return %27 : tensor<?x8xf32>
// CHECK-NEXT: }
