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
// CHECK-NEXT:     %7 = arith.extsi %5 : i32 to i64
// CHECK-NEXT:     %8 = arith.index_cast %7 : i64 to index
// CHECK-NEXT:     %9 = arith.cmpi ult, %8, %3 : index
// CHECK-NEXT:     %10 = arith.andi %6, %9 : i1
// CHECK-NEXT:     linalg.yield %10 : i1
// CHECK-NEXT:   } -> tensor<i1>
// CHECK-NEXT:   %11 = tensor.extract %4[] : tensor<i1>
// CHECK-NEXT:   cf.assert %11, "{{.*}}.mlir:{{[0-9]+:[0-9]+}}: error: 'aten.embedding': an index is out of range: it must be at least 0 and less than the size of the dimension"
// CHECK-NEXT:   %12 = tensor.empty() : tensor<4x8xf32>
// CHECK-NEXT:   %c1 = arith.constant 1 : index
// CHECK-NEXT:   %13 = arith.subi %3, %c1 : index
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%i : tensor<4xi32>) outs(%12 : tensor<4x8xf32>) {
// CHECK-NEXT:   ^bb0(%14: i32, %15: f32):
// CHECK-NEXT:     %16 = arith.extsi %14 : i32 to i64
// CHECK-NEXT:     %17 = arith.index_cast %16 : i64 to index
// CHECK-NEXT:     %18 = arith.constant 0 : index
// CHECK-NEXT:     %19 = arith.maxsi %17, %18 : index
// CHECK-NEXT:     %20 = arith.minsi %19, %13 : index
// CHECK-NEXT:     %21 = linalg.index 1 : index
// CHECK-NEXT:     %22 = tensor.extract %w[%20, %21] : tensor<?x8xf32>
// CHECK-NEXT:     linalg.yield %22 : f32
// CHECK-NEXT:   } -> tensor<4x8xf32>
// CHECK-NEXT:   func.return %y : tensor<4x8xf32>
// CHECK-NEXT: }

// -----

// The reverse of an embedding adds one row after the other.

func.func @embedding_backward(%g: tensor<4x8xf32>, %i: tensor<4xi64>) -> tensor<10x8xf32> {
  %dw = aten.embedding_dense_backward %g, %i size = [10, 8] padding_idx = 0 : tensor<4x8xf32>, tensor<4xi64> -> tensor<10x8xf32>
  func.return %dw : tensor<10x8xf32>
}

// CHECK:      func.func @embedding_backward(%g: tensor<4x8xf32>, %i: tensor<4xi64>) -> tensor<10x8xf32> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<i1>
// CHECK-NEXT:   %1 = arith.constant true
// CHECK-NEXT:   %2 = linalg.fill ins(%1 : i1) outs(%0 : tensor<i1>) -> tensor<i1>
// CHECK-NEXT:   %3 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> ()>], iterator_types = ["reduction"]} ins(%i : tensor<4xi64>) outs(%2 : tensor<i1>) {
// CHECK-NEXT:   ^bb0(%4: i64, %5: i1):
// CHECK-NEXT:     %6 = arith.index_cast %4 : i64 to index
// CHECK-NEXT:     %7 = arith.constant 10 : index
// CHECK-NEXT:     %8 = arith.cmpi ult, %6, %7 : index
// CHECK-NEXT:     %9 = arith.andi %5, %8 : i1
// CHECK-NEXT:     linalg.yield %9 : i1
// CHECK-NEXT:   } -> tensor<i1>
// CHECK-NEXT:   %10 = tensor.extract %3[] : tensor<i1>
// CHECK-NEXT:   cf.assert %10, "{{.*}}.mlir:{{[0-9]+:[0-9]+}}: error: 'aten.embedding_dense_backward': an index is out of range: it must be at least 0 and less than 10"
// CHECK-NEXT:   %11 = tensor.empty() : tensor<10x8xf32>
// CHECK-NEXT:   %12 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:   %13 = linalg.fill ins(%12 : f32) outs(%11 : tensor<10x8xf32>) -> tensor<10x8xf32>
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %c4 = arith.constant 4 : index
// CHECK-NEXT:   %c1 = arith.constant 1 : index
// CHECK-NEXT:   %dw = scf.for %14 = %c0 to %c4 step %c1 iter_args(%15 = %13) -> (tensor<10x8xf32>) {
// CHECK-NEXT:     %16 = tensor.extract %i[%14] : tensor<4xi64>
// CHECK-NEXT:     %17 = arith.index_cast %16 : i64 to index
// CHECK-NEXT:     %18 = arith.constant 0 : index
// CHECK-NEXT:     %19 = arith.maxsi %17, %18 : index
// CHECK-NEXT:     %20 = arith.constant 9 : index
// CHECK-NEXT:     %21 = arith.minsi %19, %20 : index
// CHECK-NEXT:     %22 = arith.constant 0 : i64
// CHECK-NEXT:     %23 = arith.cmpi eq, %16, %22 : i64
// CHECK-NEXT:     %24 = tensor.extract_slice %g[%14, 0] [1, 8] [1, 1] : tensor<4x8xf32> to tensor<8xf32>
// CHECK-NEXT:     %25 = tensor.extract_slice %15[%21, 0] [1, 8] [1, 1] : tensor<10x8xf32> to tensor<8xf32>
// CHECK-NEXT:     %26 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%24 : tensor<8xf32>) outs(%25 : tensor<8xf32>) {
// CHECK-NEXT:     ^bb0(%27: f32, %28: f32):
// CHECK-NEXT:       %29 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:       %30 = arith.select %23, %29, %27 : f32
// CHECK-NEXT:       %31 = arith.addf %28, %30 : f32
// CHECK-NEXT:       linalg.yield %31 : f32
// CHECK-NEXT:     } -> tensor<8xf32>
// CHECK-NEXT:     %32 = tensor.insert_slice %26 into %15[%21, 0] [1, 8] [1, 1] : tensor<8xf32> into tensor<10x8xf32>
// CHECK-NEXT:     scf.yield %32 : tensor<10x8xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.return %dw : tensor<10x8xf32>
// CHECK-NEXT: }
