// RUN: adjoint-opt %s -p convert-aten-to-linalg | filecheck %s

// A slice reads at affine places, its reverse is zero outside of them: both are generics, and fuse.

func.func @f(%x: tensor<10x4xf32>, %g: tensor<3x4xf32>) -> (tensor<3x4xf32>, tensor<10x4xf32>) {
  %0 = aten.slice %x dim = 0 start = 2 end = 8 step = 2 : tensor<10x4xf32> -> tensor<3x4xf32>
  %1 = aten.exp %0 : tensor<3x4xf32> -> tensor<3x4xf32>
  %2 = aten.slice_backward %g size = [10, 4] dim = 0 start = 2 end = 8 step = 2 : tensor<3x4xf32> -> tensor<10x4xf32>
  return %1, %2 : tensor<3x4xf32>, tensor<10x4xf32>
}

// CHECK:      func.func @f(%x: tensor<10x4xf32>, %g: tensor<3x4xf32>) -> (tensor<3x4xf32>, tensor<10x4xf32>) {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<3x4xf32>
// CHECK-NEXT:   %1 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%0 : tensor<3x4xf32>) {
// CHECK-NEXT:   ^bb0(%2: f32):
// CHECK-NEXT:     %3 = linalg.index 0 : index
// CHECK-NEXT:     %4 = linalg.index 1 : index
// CHECK-NEXT:     %5 = arith.constant 2 : index
// CHECK-NEXT:     %6 = arith.muli %3, %5 : index
// CHECK-NEXT:     %7 = arith.constant 2 : index
// CHECK-NEXT:     %8 = arith.addi %6, %7 : index
// CHECK-NEXT:     %9 = tensor.extract %x[%8, %4] : tensor<10x4xf32>
// CHECK-NEXT:     linalg.yield %9 : f32
// CHECK-NEXT:   } -> tensor<3x4xf32>
// CHECK-NEXT:   %10 = tensor.empty() : tensor<3x4xf32>
// CHECK-NEXT:   %11 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1 : tensor<3x4xf32>) outs(%10 : tensor<3x4xf32>) {
// CHECK-NEXT:   ^bb0(%12: f32, %13: f32):
// CHECK-NEXT:     %14 = math.exp %12 : f32
// CHECK-NEXT:     linalg.yield %14 : f32
// CHECK-NEXT:   } -> tensor<3x4xf32>
// CHECK-NEXT:   %15 = tensor.empty() : tensor<10x4xf32>
// CHECK-NEXT:   %16 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%15 : tensor<10x4xf32>) {
// CHECK-NEXT:   ^bb0(%17: f32):
// CHECK-NEXT:     %18 = linalg.index 0 : index
// CHECK-NEXT:     %19 = linalg.index 1 : index
// CHECK-NEXT:     %20 = arith.constant 2 : index
// CHECK-NEXT:     %21 = arith.subi %18, %20 : index
// CHECK-NEXT:     %22 = arith.constant 0 : index
// CHECK-NEXT:     %23 = arith.cmpi sge, %21, %22 : index
// CHECK-NEXT:     %24 = arith.constant 0 : index
// CHECK-NEXT:     %25 = arith.maxsi %21, %24 : index
// CHECK-NEXT:     %26 = arith.constant 2 : index
// CHECK-NEXT:     %27 = arith.divui %25, %26 : index
// CHECK-NEXT:     %28 = arith.constant 2 : index
// CHECK-NEXT:     %29 = arith.muli %27, %28 : index
// CHECK-NEXT:     %30 = arith.subi %25, %29 : index
// CHECK-NEXT:     %31 = arith.constant 0 : index
// CHECK-NEXT:     %32 = arith.cmpi eq, %30, %31 : index
// CHECK-NEXT:     %33 = arith.constant 2 : index
// CHECK-NEXT:     %34 = arith.cmpi sle, %27, %33 : index
// CHECK-NEXT:     %35 = arith.constant 2 : index
// CHECK-NEXT:     %36 = arith.minsi %27, %35 : index
// CHECK-NEXT:     %37 = arith.andi %23, %32 : i1
// CHECK-NEXT:     %38 = arith.andi %37, %34 : i1
// CHECK-NEXT:     %39 = tensor.extract %g[%36, %19] : tensor<3x4xf32>
// CHECK-NEXT:     %40 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:     %41 = arith.select %38, %39, %40 : f32
// CHECK-NEXT:     linalg.yield %41 : f32
// CHECK-NEXT:   } -> tensor<10x4xf32>
// CHECK-NEXT:   func.return %11, %16 : tensor<3x4xf32>, tensor<10x4xf32>
// CHECK-NEXT: }
