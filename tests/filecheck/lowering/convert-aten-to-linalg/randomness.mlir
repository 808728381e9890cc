// RUN: adjoint-opt %s -p convert-aten-to-linalg | filecheck %s

// A mask is a function of the seed, the offset and the place of each element: Philox4x32-10, ten rounds of two products.
// 0.25 of 2^32 words drop an element, the others scale it by 4/3.

func.func @mask(%x: tensor<2x?xf32>, %seed: tensor<i64>) -> tensor<2x?xf32> {
  %mask = aten.dropout_mask %x, %seed p = 0.25 offset = 7 : tensor<2x?xf32>, tensor<i64> -> tensor<2x?xf32>
  func.return %mask : tensor<2x?xf32>
}

// CHECK:        %mask = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> ()>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%seed : tensor<i64>) outs(%{{.*}} : tensor<2x?xf32>) {
// CHECK-NEXT:   ^bb0([[SEED:%.*]]: i64, %{{.*}}: f32):
// CHECK-NEXT:     [[ROW:%.*]] = linalg.index 0 : index
// CHECK-NEXT:     [[COLUMN:%.*]] = linalg.index 1 : index
// CHECK-NEXT:     [[OUTER:%.*]] = arith.muli [[ROW]], [[WIDTH:%.*]] : index
// CHECK-NEXT:     [[PLACE:%.*]] = arith.addi [[OUTER]], [[COLUMN]] : index
// CHECK-NEXT:     arith.index_cast [[PLACE]] : index to i64
// CHECK:          arith.constant 1073741824 : i64
// CHECK:          [[KEPT:%.*]] = arith.cmpi sge, %{{.*}}, %{{.*}} : i64
// CHECK-NEXT:     [[SCALE:%.*]] = arith.constant 1.33333337 : f32
// CHECK-NEXT:     [[ZERO:%.*]] = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:     [[ELEMENT:%.*]] = arith.select [[KEPT]], [[SCALE]], [[ZERO]] : f32
// CHECK-NEXT:     linalg.yield [[ELEMENT]] : f32
