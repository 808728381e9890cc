// RUN: adjoint-opt %s -p convert-aten-to-linalg | filecheck %s

// A lookup clamps its index, so that it never reads out of bounds, and an assert on all indices stands before it.

func.func @f(%weight: tensor<10x4xf32>, %i: tensor<?xi64>) -> tensor<?x4xf32> {
  %0 = aten.embedding %weight, %i : tensor<10x4xf32>, tensor<?xi64> -> tensor<?x4xf32>
  return %0 : tensor<?x4xf32>
}

// CHECK:      func.func @f(%weight: tensor<10x4xf32>, %i: tensor<?xi64>) -> tensor<?x4xf32> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<i1>
// CHECK-NEXT:   %1 = arith.constant true
// CHECK-NEXT:   %2 = linalg.fill ins(%1 : i1) outs(%0 : tensor<i1>) -> tensor<i1>
// CHECK-NEXT:   %3 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> ()>], iterator_types = ["reduction"]} ins(%i : tensor<?xi64>) outs(%2 : tensor<i1>) {
// CHECK-NEXT:   ^bb0(%4: i64, %5: i1):
// CHECK-NEXT:     %6 = arith.index_cast %4 : i64 to index
// CHECK-NEXT:     %7 = arith.constant 10 : index
// CHECK-NEXT:     %8 = arith.cmpi ult, %6, %7 : index
// CHECK-NEXT:     %9 = arith.andi %5, %8 : i1
// CHECK-NEXT:     linalg.yield %9 : i1
// CHECK-NEXT:   } -> tensor<i1>
// CHECK-NEXT:   %10 = tensor.extract %3[] : tensor<i1>
// CHECK-NEXT:   cf.assert %10, "{{.*}}.mlir:{{[0-9]+:[0-9]+}}: error: 'aten.embedding': an index is out of range: it must be at least 0 and less than 10"
// CHECK-NEXT:   %11 = arith.constant 0 : index
// CHECK-NEXT:   %12 = tensor.dim %i, %11 : tensor<?xi64>
// CHECK-NEXT:   %13 = tensor.empty(%12) : tensor<?x4xf32>
// CHECK-NEXT:   %14 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%i : tensor<?xi64>) outs(%13 : tensor<?x4xf32>) {
// CHECK-NEXT:   ^bb0(%15: i64, %16: f32):
// CHECK-NEXT:     %17 = arith.index_cast %15 : i64 to index
// CHECK-NEXT:     %18 = arith.constant 0 : index
// CHECK-NEXT:     %19 = arith.maxsi %17, %18 : index
// CHECK-NEXT:     %20 = arith.constant 9 : index
// CHECK-NEXT:     %21 = arith.minsi %19, %20 : index
// CHECK-NEXT:     %22 = linalg.index 1 : index
// CHECK-NEXT:     %23 = tensor.extract %weight[%21, %22] : tensor<10x4xf32>
// CHECK-NEXT:     linalg.yield %23 : f32
// CHECK-NEXT:   } -> tensor<?x4xf32>
// CHECK-NEXT:   func.return %14 : tensor<?x4xf32>
// CHECK-NEXT: }
