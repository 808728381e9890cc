// RUN: adjoint-opt %s -p convert-aten-to-linalg | filecheck %s

// f16 and bf16 are computed in f32: read by arith.extf, rounded once by arith.truncf where an operator writes.

func.func @elementwise(%x: tensor<?x4xbf16>, %y: tensor<4xf16>) -> tensor<?x4xf32> {
  %c = aten.constant dense<0.1> : tensor<bf16>
  %0 = aten.exp %x : tensor<?x4xbf16> -> tensor<?x4xbf16>
  %1 = aten.mul %0, %c : tensor<?x4xbf16>, tensor<bf16> -> tensor<?x4xbf16>
  %2 = aten.add %1, %y : tensor<?x4xbf16>, tensor<4xf16> -> tensor<?x4xf32>
  return %2 : tensor<?x4xf32>
}

// A sum accumulates in f32.

func.func @sum(%x: tensor<?x4xf16>) -> tensor<?xf16> {
  %0 = aten.sum %x dim = [1] : tensor<?x4xf16> -> tensor<?xf16>
  return %0 : tensor<?xf16>
}

// A product is one of f32 matrices, for SGEMM.

func.func @product(%a: tensor<64x96xbf16>, %b: tensor<96x32xbf16>) -> tensor<64x32xbf16> {
  %0 = aten.mm %a, %b : tensor<64x96xbf16>, tensor<96x32xbf16> -> tensor<64x32xbf16>
  return %0 : tensor<64x32xbf16>
}

// A row is added to a row by its elements.

func.func @scatter(%g: tensor<5x3xbf16>, %i: tensor<5xi64>) -> tensor<4x3xbf16> {
  %0 = aten.embedding_dense_backward %g, %i size = [4, 3] : tensor<5x3xbf16>, tensor<5xi64> -> tensor<4x3xbf16>
  return %0 : tensor<4x3xbf16>
}

// CHECK:        func.func @elementwise(%x: tensor<?x4xbf16>, %y: tensor<4xf16>) -> tensor<?x4xf32> {
// CHECK-NEXT:     %c0 = arith.constant 0 : index
// CHECK-NEXT:     %0 = tensor.dim %x, %c0 : tensor<?x4xbf16>
// CHECK-NEXT:     %1 = tensor.empty(%0) : tensor<?x4xbf16>
// CHECK-NEXT:     %2 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%x : tensor<?x4xbf16>) outs(%1 : tensor<?x4xbf16>) {
// CHECK-NEXT:     ^bb0(%3: bf16, %4: bf16):
// CHECK-NEXT:       %5 = arith.extf %3 : bf16 to f32
// CHECK-NEXT:       %6 = math.exp %5 : f32
// CHECK-NEXT:       %7 = arith.truncf %6 : f32 to bf16
// CHECK-NEXT:       linalg.yield %7 : bf16
// CHECK-NEXT:     } -> tensor<?x4xbf16>
// CHECK-NEXT:     %8 = tensor.empty(%0) : tensor<?x4xbf16>
// CHECK-NEXT:     %9 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%2 : tensor<?x4xbf16>) outs(%8 : tensor<?x4xbf16>) {
// CHECK-NEXT:     ^bb0(%10: bf16, %11: bf16):
// CHECK-NEXT:       %12 = arith.extf %10 : bf16 to f32
// CHECK-NEXT:       %13 = arith.constant 0.100097656 : f32
// CHECK-NEXT:       %14 = arith.mulf %12, %13 : f32
// CHECK-NEXT:       %15 = arith.truncf %14 : f32 to bf16
// CHECK-NEXT:       linalg.yield %15 : bf16
// CHECK-NEXT:     } -> tensor<?x4xbf16>
// CHECK-NEXT:     %16 = tensor.empty(%0) : tensor<?x4xf32>
// CHECK-NEXT:     %17 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%9, %y : tensor<?x4xbf16>, tensor<4xf16>) outs(%16 : tensor<?x4xf32>) {
// CHECK-NEXT:     ^bb0(%18: bf16, %19: f16, %20: f32):
// CHECK-NEXT:       %21 = arith.extf %18 : bf16 to f32
// CHECK-NEXT:       %22 = arith.extf %19 : f16 to f32
// CHECK-NEXT:       %23 = arith.addf %21, %22 : f32
// CHECK-NEXT:       linalg.yield %23 : f32
// CHECK-NEXT:     } -> tensor<?x4xf32>
// CHECK-NEXT:     func.return %17 : tensor<?x4xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.func @sum(%x: tensor<?x4xf16>) -> tensor<?xf16> {
// CHECK-NEXT:     %c0 = arith.constant 0 : index
// CHECK-NEXT:     %0 = tensor.dim %x, %c0 : tensor<?x4xf16>
// CHECK-NEXT:     %1 = tensor.empty(%0) : tensor<?xf32>
// CHECK-NEXT:     %2 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:     %3 = linalg.fill ins(%2 : f32) outs(%1 : tensor<?xf32>) -> tensor<?xf32>
// CHECK-NEXT:     %4 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<?x4xf16>) outs(%3 : tensor<?xf32>) {
// CHECK-NEXT:     ^bb0(%5: f16, %6: f32):
// CHECK-NEXT:       %7 = arith.extf %5 : f16 to f32
// CHECK-NEXT:       %8 = arith.addf %6, %7 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:       linalg.yield %8 : f32
// CHECK-NEXT:     } -> tensor<?xf32>
// CHECK-NEXT:     %9 = tensor.empty(%0) : tensor<?xf16>
// CHECK-NEXT:     %10 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%4 : tensor<?xf32>) outs(%9 : tensor<?xf16>) {
// CHECK-NEXT:     ^bb0(%11: f32, %12: f16):
// CHECK-NEXT:       %13 = arith.truncf %11 : f32 to f16
// CHECK-NEXT:       linalg.yield %13 : f16
// CHECK-NEXT:     } -> tensor<?xf16>
// CHECK-NEXT:     func.return %10 : tensor<?xf16>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.func @product(%a: tensor<64x96xbf16>, %b: tensor<96x32xbf16>) -> tensor<64x32xbf16> {
// CHECK-NEXT:     %0 = tensor.empty() : tensor<64x96xf32>
// CHECK-NEXT:     %1 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%a : tensor<64x96xbf16>) outs(%0 : tensor<64x96xf32>) {
// CHECK-NEXT:     ^bb0(%2: bf16, %3: f32):
// CHECK-NEXT:       %4 = arith.extf %2 : bf16 to f32
// CHECK-NEXT:       linalg.yield %4 : f32
// CHECK-NEXT:     } -> tensor<64x96xf32>
// CHECK-NEXT:     %5 = tensor.empty() : tensor<96x32xf32>
// CHECK-NEXT:     %6 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%b : tensor<96x32xbf16>) outs(%5 : tensor<96x32xf32>) {
// CHECK-NEXT:     ^bb0(%7: bf16, %8: f32):
// CHECK-NEXT:       %9 = arith.extf %7 : bf16 to f32
// CHECK-NEXT:       linalg.yield %9 : f32
// CHECK-NEXT:     } -> tensor<96x32xf32>
// CHECK-NEXT:     %10 = tensor.empty() : tensor<64x32xf32>
// CHECK-NEXT:     %11 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:     %12 = linalg.fill ins(%11 : f32) outs(%10 : tensor<64x32xf32>) -> tensor<64x32xf32>
// CHECK-NEXT:     %13 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d2, d1)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%1, %6 : tensor<64x96xf32>, tensor<96x32xf32>) outs(%12 : tensor<64x32xf32>) {
// CHECK-NEXT:     ^bb0(%14: f32, %15: f32, %16: f32):
// CHECK-NEXT:       %17 = arith.mulf %14, %15 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:       %18 = arith.addf %16, %17 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:       linalg.yield %18 : f32
// CHECK-NEXT:     } -> tensor<64x32xf32>
// CHECK-NEXT:     %19 = tensor.empty() : tensor<64x32xbf16>
// CHECK-NEXT:     %20 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%13 : tensor<64x32xf32>) outs(%19 : tensor<64x32xbf16>) {
// CHECK-NEXT:     ^bb0(%21: f32, %22: bf16):
// CHECK-NEXT:       %23 = arith.truncf %21 : f32 to bf16
// CHECK-NEXT:       linalg.yield %23 : bf16
// CHECK-NEXT:     } -> tensor<64x32xbf16>
// CHECK-NEXT:     func.return %20 : tensor<64x32xbf16>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.func @scatter(%g: tensor<5x3xbf16>, %i: tensor<5xi64>) -> tensor<4x3xbf16> {
// CHECK-NEXT:     %0 = tensor.empty() : tensor<i1>
// CHECK-NEXT:     %1 = arith.constant true
// CHECK-NEXT:     %2 = linalg.fill ins(%1 : i1) outs(%0 : tensor<i1>) -> tensor<i1>
// CHECK-NEXT:     %3 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> ()>], iterator_types = ["reduction"]} ins(%i : tensor<5xi64>) outs(%2 : tensor<i1>) {
// CHECK-NEXT:     ^bb0(%4: i64, %5: i1):
// CHECK-NEXT:       %6 = arith.index_cast %4 : i64 to index
// CHECK-NEXT:       %7 = arith.constant 4 : index
// CHECK-NEXT:       %8 = arith.cmpi ult, %6, %7 : index
// CHECK-NEXT:       %9 = arith.andi %5, %8 : i1
// CHECK-NEXT:       linalg.yield %9 : i1
// CHECK-NEXT:     } -> tensor<i1>
// CHECK-NEXT:     %10 = tensor.extract %3[] : tensor<i1>
// CHECK-NEXT:     cf.assert %10, "{{.*}}storage-floats.mlir:30:3: error: 'aten.embedding_dense_backward': an index is out of range: it must be at least 0 and less than 4"
// CHECK-NEXT:     %c0 = arith.constant 0 : index
// CHECK-NEXT:     %11 = tensor.empty() : tensor<4x3xbf16>
// CHECK-NEXT:     %12 = arith.constant 0.000000e+00 : bf16
// CHECK-NEXT:     %13 = linalg.fill ins(%12 : bf16) outs(%11 : tensor<4x3xbf16>) -> tensor<4x3xbf16>
// CHECK-NEXT:     %c3 = arith.constant 3 : index
// CHECK-NEXT:     %c1 = arith.constant 1 : index
// CHECK-NEXT:     %c5 = arith.constant 5 : index
// CHECK-NEXT:     %14 = scf.for %15 = %c0 to %c5 step %c1 iter_args(%16 = %13) -> (tensor<4x3xbf16>) {
// CHECK-NEXT:       %17 = tensor.extract %i[%15] : tensor<5xi64>
// CHECK-NEXT:       %18 = arith.index_cast %17 : i64 to index
// CHECK-NEXT:       %19 = arith.constant 0 : index
// CHECK-NEXT:       %20 = arith.maxsi %18, %19 : index
// CHECK-NEXT:       %21 = arith.constant 3 : index
// CHECK-NEXT:       %22 = arith.minsi %20, %21 : index
// CHECK-NEXT:       %23 = scf.for %24 = %c0 to %c3 step %c1 iter_args(%25 = %16) -> (tensor<4x3xbf16>) {
// CHECK-NEXT:         %26 = tensor.extract %g[%15, %24] : tensor<5x3xbf16>
// CHECK-NEXT:         %27 = arith.extf %26 : bf16 to f32
// CHECK-NEXT:         %28 = tensor.extract %25[%22, %24] : tensor<4x3xbf16>
// CHECK-NEXT:         %29 = arith.extf %28 : bf16 to f32
// CHECK-NEXT:         %30 = arith.addf %29, %27 : f32
// CHECK-NEXT:         %31 = arith.truncf %30 : f32 to bf16
// CHECK-NEXT:         %32 = tensor.insert %31 into %25[%22, %24] : tensor<4x3xbf16>
// CHECK-NEXT:         scf.yield %32 : tensor<4x3xbf16>
// CHECK-NEXT:       }
// CHECK-NEXT:       scf.yield %23 : tensor<4x3xbf16>
// CHECK-NEXT:     }
// CHECK-NEXT:     func.return %14 : tensor<4x3xbf16>
// CHECK-NEXT:   }
