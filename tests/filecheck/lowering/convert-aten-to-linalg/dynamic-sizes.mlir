// RUN: adjoint-opt %s -p convert-aten-to-linalg | filecheck %s

// Two sizes that are unknown and meet in a broadcast are taken to be equal, and an assert checks that when the program
// is called. Equal sizes are one value from then on. A `?` against a static size greater than 1 is that size.

func.func @f(%x: tensor<?x?xf32>, %y: tensor<?x?xf32>, %z: tensor<?x4xf32>) -> tensor<?x4xf32> {
  %0 = aten.add %x, %y : tensor<?x?xf32>, tensor<?x?xf32> -> tensor<?x?xf32>
  %1 = aten.mul %0, %z : tensor<?x?xf32>, tensor<?x4xf32> -> tensor<?x4xf32>
  return %1 : tensor<?x4xf32>
}

// CHECK:      func.func @f(%x: tensor<?x?xf32>, %y: tensor<?x?xf32>, %z: tensor<?x4xf32>) -> tensor<?x4xf32> {
// CHECK-NEXT:   %0 = arith.constant 0 : index
// CHECK-NEXT:   %1 = tensor.dim %x, %0 : tensor<?x?xf32>
// CHECK-NEXT:   %2 = tensor.dim %y, %0 : tensor<?x?xf32>
// CHECK-NEXT:   %3 = arith.cmpi eq, %1, %2 : index
// CHECK-NEXT:   cf.assert %3, "{{.*}}.mlir:{{[0-9]+:[0-9]+}}: error: 'aten.add': the shapes cannot broadcast: sizes at dimension 0 differ and neither is 1"
// CHECK-NEXT:   %4 = arith.constant 1 : index
// CHECK-NEXT:   %5 = tensor.dim %x, %4 : tensor<?x?xf32>
// CHECK-NEXT:   %6 = tensor.dim %y, %4 : tensor<?x?xf32>
// CHECK-NEXT:   %7 = arith.cmpi eq, %5, %6 : index
// CHECK-NEXT:   cf.assert %7, "{{.*}}.mlir:{{[0-9]+:[0-9]+}}: error: 'aten.add': the shapes cannot broadcast: sizes at dimension 1 differ and neither is 1"
// CHECK-NEXT:   %8 = tensor.dim %z, %0 : tensor<?x4xf32>
// CHECK-NEXT:   %9 = arith.cmpi eq, %1, %8 : index
// CHECK-NEXT:   cf.assert %9, "{{.*}}.mlir:{{[0-9]+:[0-9]+}}: error: 'aten.mul': the shapes cannot broadcast: sizes at dimension 0 differ and neither is 1"
// CHECK-NEXT:   %10 = arith.constant 4 : index
// CHECK-NEXT:   %11 = arith.cmpi eq, %5, %10 : index
// CHECK-NEXT:   cf.assert %11, "{{.*}}.mlir:{{[0-9]+:[0-9]+}}: error: 'aten.mul': the shapes cannot broadcast: sizes at dimension 1 differ and neither is 1"
// CHECK-NEXT:   %12 = tensor.cast %x : tensor<?x?xf32> to tensor<?x4xf32>
// CHECK-NEXT:   %13 = tensor.cast %y : tensor<?x?xf32> to tensor<?x4xf32>
// CHECK-NEXT:   %14 = tensor.empty(%1) : tensor<?x4xf32>
// CHECK-NEXT:   %15 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%12, %13 : tensor<?x4xf32>, tensor<?x4xf32>) outs(%14 : tensor<?x4xf32>) {
// CHECK-NEXT:   ^bb0(%16: f32, %17: f32, %18: f32):
// CHECK-NEXT:     %19 = arith.addf %16, %17 : f32
// CHECK-NEXT:     linalg.yield %19 : f32
// CHECK-NEXT:   } -> tensor<?x4xf32>
// CHECK-NEXT:   %20 = tensor.empty(%1) : tensor<?x4xf32>
// CHECK-NEXT:   %21 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%15, %z : tensor<?x4xf32>, tensor<?x4xf32>) outs(%20 : tensor<?x4xf32>) {
// CHECK-NEXT:   ^bb0(%22: f32, %23: f32, %24: f32):
// CHECK-NEXT:     %25 = arith.mulf %22, %23 : f32
// CHECK-NEXT:     linalg.yield %25 : f32
// CHECK-NEXT:   } -> tensor<?x4xf32>
// CHECK-NEXT:   func.return %21 : tensor<?x4xf32>
// CHECK-NEXT: }
