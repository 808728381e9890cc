// RUN: adjoint-opt %s -p convert-aten-to-linalg --split-input-file | filecheck %s

// Indices are checked before they are used, and clamped where they are.

func.func @gather(%x: tensor<?x3xf32>, %index: tensor<?x1xi64>) -> tensor<?x1xf32> {
  %y = aten.gather %x, %index dim = 1 : tensor<?x3xf32>, tensor<?x1xi64> -> tensor<?x1xf32>
  func.return %y : tensor<?x1xf32>
}

// CHECK:      func.func @gather(%x: tensor<?x3xf32>, %index: tensor<?x1xi64>) -> tensor<?x1xf32> {
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %0 = tensor.dim %x, %c0 : tensor<?x3xf32>
// CHECK-NEXT:   %1 = tensor.dim %index, %c0 : tensor<?x1xi64>
// CHECK-NEXT:   %2 = arith.cmpi sge, %0, %1 : index
// CHECK-NEXT:   cf.assert %2, "{{.*}}.mlir:{{[0-9]+:[0-9]+}}: error: 'aten.gather': index is longer than input at dimension 0, which is not dim 1"
// CHECK-NEXT:   %3 = tensor.empty() : tensor<i1>
// CHECK-NEXT:   %4 = arith.constant true
// CHECK-NEXT:   %5 = linalg.fill ins(%4 : i1) outs(%3 : tensor<i1>) -> tensor<i1>
// CHECK-NEXT:   %6 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> ()>], iterator_types = ["reduction", "reduction"]} ins(%index : tensor<?x1xi64>) outs(%5 : tensor<i1>) {
// CHECK-NEXT:   ^bb0(%7: i64, %8: i1):
// CHECK-NEXT:     %9 = arith.index_cast %7 : i64 to index
// CHECK-NEXT:     %10 = arith.constant 3 : index
// CHECK-NEXT:     %11 = arith.cmpi ult, %9, %10 : index
// CHECK-NEXT:     %12 = arith.andi %8, %11 : i1
// CHECK-NEXT:     linalg.yield %12 : i1
// CHECK-NEXT:   } -> tensor<i1>
// CHECK-NEXT:   %13 = tensor.extract %6[] : tensor<i1>
// CHECK-NEXT:   cf.assert %13, "{{.*}}.mlir:{{[0-9]+:[0-9]+}}: error: 'aten.gather': an index is out of range: it must be at least 0 and less than 3"
// CHECK-NEXT:   %14 = tensor.empty(%1) : tensor<?x1xf32>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%index : tensor<?x1xi64>) outs(%14 : tensor<?x1xf32>) {
// CHECK-NEXT:   ^bb0(%15: i64, %16: f32):
// CHECK-NEXT:     %17 = linalg.index 0 : index
// CHECK-NEXT:     %18 = arith.index_cast %15 : i64 to index
// CHECK-NEXT:     %19 = arith.constant 0 : index
// CHECK-NEXT:     %20 = arith.maxsi %18, %19 : index
// CHECK-NEXT:     %21 = arith.constant 2 : index
// CHECK-NEXT:     %22 = arith.minsi %20, %21 : index
// CHECK-NEXT:     %23 = tensor.extract %x[%17, %22] : tensor<?x3xf32>
// CHECK-NEXT:     linalg.yield %23 : f32
// CHECK-NEXT:   } -> tensor<?x1xf32>
// CHECK-NEXT:   func.return %y : tensor<?x1xf32>
// CHECK-NEXT: }

// -----

func.func @embedding(%w: tensor<?x8xf32>, %i: tensor<4xi32>) -> tensor<4x8xf32> {
  %y = aten.embedding %w, %i : tensor<?x8xf32>, tensor<4xi32> -> tensor<4x8xf32>
  func.return %y : tensor<4x8xf32>
}

// CHECK:      func.func @embedding(%w: tensor<?x8xf32>, %i: tensor<4xi32>) -> tensor<4x8xf32> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<i1>
// CHECK-NEXT:   %1 = arith.constant true
// CHECK-NEXT:   %2 = linalg.fill ins(%1 : i1) outs(%0 : tensor<i1>) -> tensor<i1>
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %3 = tensor.dim %w, %c0 : tensor<?x8xf32>
// CHECK-NEXT:   %4 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> ()>], iterator_types = ["reduction"]} ins(%i : tensor<4xi32>) outs(%2 : tensor<i1>) {
// CHECK-NEXT:   ^bb0(%5: i32, %6: i1):
// CHECK-NEXT:     %7 = arith.index_cast %5 : i32 to index
// CHECK-NEXT:     %8 = arith.cmpi ult, %7, %3 : index
// CHECK-NEXT:     %9 = arith.andi %6, %8 : i1
// CHECK-NEXT:     linalg.yield %9 : i1
// CHECK-NEXT:   } -> tensor<i1>
// CHECK-NEXT:   %10 = tensor.extract %4[] : tensor<i1>
// CHECK-NEXT:   cf.assert %10, "{{.*}}.mlir:{{[0-9]+:[0-9]+}}: error: 'aten.embedding': an index is out of range: it must be at least 0 and less than the size of the dimension"
// CHECK-NEXT:   %11 = tensor.empty() : tensor<4x8xf32>
// CHECK-NEXT:   %c1 = arith.constant 1 : index
// CHECK-NEXT:   %12 = arith.subi %3, %c1 : index
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%i : tensor<4xi32>) outs(%11 : tensor<4x8xf32>) {
// CHECK-NEXT:   ^bb0(%13: i32, %14: f32):
// CHECK-NEXT:     %15 = arith.index_cast %13 : i32 to index
// CHECK-NEXT:     %16 = arith.constant 0 : index
// CHECK-NEXT:     %17 = arith.maxsi %15, %16 : index
// CHECK-NEXT:     %18 = arith.minsi %17, %12 : index
// CHECK-NEXT:     %19 = linalg.index 1 : index
// CHECK-NEXT:     %20 = tensor.extract %w[%18, %19] : tensor<?x8xf32>
// CHECK-NEXT:     linalg.yield %20 : f32
// CHECK-NEXT:   } -> tensor<4x8xf32>
// CHECK-NEXT:   func.return %y : tensor<4x8xf32>
// CHECK-NEXT: }

// -----

// Dimensions that are indexed apart come in front; an index may count from the end.

func.func @index(%x: tensor<5x6x3xf32>, %i: tensor<2x1xi64>, %j: tensor<4xi64>) -> tensor<2x4x6xf32> {
  %y = aten.index %x[%i, %j] dims = [0, 2] : tensor<5x6x3xf32>[tensor<2x1xi64>, tensor<4xi64>] -> tensor<2x4x6xf32>
  func.return %y : tensor<2x4x6xf32>
}

// CHECK-LABEL: func.func @index(
// CHECK:        cf.assert %12, "{{.*}}.mlir:{{[0-9]+:[0-9]+}}: error: 'aten.index': an index is out of range: it must be at least -5 and less than 5"
// CHECK:        %25 = tensor.empty() : tensor<2x4x6xf32>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, 0)>, affine_map<(d0, d1, d2) -> (d1)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%i, %j : tensor<2x1xi64>, tensor<4xi64>) outs(%25 : tensor<2x4x6xf32>) {
// CHECK-NEXT:   ^bb0(%26: i64, %27: i64, %28: f32):
// CHECK-NEXT:     %29 = arith.index_cast %26 : i64 to index
// CHECK-NEXT:     %30 = arith.constant 0 : index
// CHECK-NEXT:     %31 = arith.cmpi slt, %29, %30 : index
// CHECK-NEXT:     %32 = arith.constant 5 : index
// CHECK-NEXT:     %33 = arith.addi %29, %32 : index
// CHECK-NEXT:     %34 = arith.select %31, %33, %29 : index
// CHECK-NEXT:     %35 = arith.constant 0 : index
// CHECK-NEXT:     %36 = arith.maxsi %34, %35 : index
// CHECK-NEXT:     %37 = arith.constant 4 : index
// CHECK-NEXT:     %38 = arith.minsi %36, %37 : index
// CHECK-NEXT:     %39 = arith.index_cast %27 : i64 to index
// CHECK-NEXT:     %40 = arith.constant 0 : index
// CHECK-NEXT:     %41 = arith.cmpi slt, %39, %40 : index
// CHECK-NEXT:     %42 = arith.constant 3 : index
// CHECK-NEXT:     %43 = arith.addi %39, %42 : index
// CHECK-NEXT:     %44 = arith.select %41, %43, %39 : index
// CHECK-NEXT:     %45 = arith.constant 0 : index
// CHECK-NEXT:     %46 = arith.maxsi %44, %45 : index
// CHECK-NEXT:     %47 = arith.constant 2 : index
// CHECK-NEXT:     %48 = arith.minsi %46, %47 : index
// CHECK-NEXT:     %49 = linalg.index 2 : index
// CHECK-NEXT:     %50 = tensor.extract %x[%38, %49, %48] : tensor<5x6x3xf32>
// CHECK-NEXT:     linalg.yield %50 : f32
// CHECK-NEXT:   } -> tensor<2x4x6xf32>
// CHECK-NEXT:   func.return %y : tensor<2x4x6xf32>
