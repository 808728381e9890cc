// RUN: adjoint-opt %s -p convert-aten-to-linalg | filecheck %s

// What only reorders or renames dimensions is a map of whoever reads it, or a reshape: nothing is copied.

func.func @f(%x: tensor<?x8xf32>) -> (tensor<8x?xf32>, tensor<?x2x4xf32>) {
  %0 = aten.t %x : tensor<?x8xf32> -> tensor<8x?xf32>
  %1 = aten.exp %0 : tensor<8x?xf32> -> tensor<8x?xf32>
  %2 = aten.view %x size = [-1, 2, 4] : tensor<?x8xf32> -> tensor<?x2x4xf32>
  return %1, %2 : tensor<8x?xf32>, tensor<?x2x4xf32>
}

// CHECK:      func.func @f(%x: tensor<?x8xf32>) -> (tensor<8x?xf32>, tensor<?x2x4xf32>) {
// CHECK-NEXT:   %0 = arith.constant 0 : index
// CHECK-NEXT:   %1 = tensor.dim %x, %0 : tensor<?x8xf32>
// CHECK-NEXT:   %2 = tensor.empty(%1) : tensor<8x?xf32>
// CHECK-NEXT:   %3 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d1, d0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%x : tensor<?x8xf32>) outs(%2 : tensor<8x?xf32>) {
// CHECK-NEXT:   ^bb0(%4: f32, %5: f32):
// CHECK-NEXT:     %6 = math.exp %4 : f32
// CHECK-NEXT:     linalg.yield %6 : f32
// CHECK-NEXT:   } -> tensor<8x?xf32>
// CHECK-NEXT:   %7 = tensor.expand_shape %x {{\[\[}}0 : i64], [1 : i64, 2 : i64]] output_shape [%1, 2, 4] : tensor<?x8xf32> into tensor<?x2x4xf32>
// CHECK-NEXT:   func.return %3, %7 : tensor<8x?xf32>, tensor<?x2x4xf32>
// CHECK-NEXT: }
