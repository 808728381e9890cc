// RUN: adjoint-opt %s -p convert-aten-to-linalg | filecheck %s

// The reverse of a lookup adds each row to the one that was looked up: a loop over the indices, in place later.

func.func @f(%g: tensor<?x4xf32>, %i: tensor<?xi64>) -> tensor<10x4xf32> {
  %0 = aten.embedding_dense_backward %g, %i size = [10, 4] : tensor<?x4xf32>, tensor<?xi64> -> tensor<10x4xf32>
  return %0 : tensor<10x4xf32>
}

// CHECK:      func.func @f(%g: tensor<?x4xf32>, %i: tensor<?xi64>) -> tensor<10x4xf32> {
// CHECK-NEXT:   %0 = arith.constant 0 : index
// CHECK-NEXT:   %1 = tensor.dim %g, %0 : tensor<?x4xf32>
// CHECK-NEXT:   %2 = tensor.dim %i, %0 : tensor<?xi64>
// CHECK-NEXT:   %3 = arith.cmpi eq, %1, %2 : index
// CHECK-NEXT:   cf.assert %3, "{{.*}}.mlir:{{[0-9]+:[0-9]+}}: error: 'aten.embedding_dense_backward': grad_output and the embedding have different sizes at dimension 0"
// CHECK-NEXT:   %4 = tensor.empty() : tensor<i1>
// CHECK-NEXT:   %5 = arith.constant true
// CHECK-NEXT:   %6 = linalg.fill ins(%5 : i1) outs(%4 : tensor<i1>) -> tensor<i1>
// CHECK-NEXT:   %7 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> ()>], iterator_types = ["reduction"]} ins(%i : tensor<?xi64>) outs(%6 : tensor<i1>) {
// CHECK-NEXT:   ^bb0(%8: i64, %9: i1):
// CHECK-NEXT:     %10 = arith.index_cast %8 : i64 to index
// CHECK-NEXT:     %11 = arith.constant 10 : index
// CHECK-NEXT:     %12 = arith.cmpi ult, %10, %11 : index
// CHECK-NEXT:     %13 = arith.andi %9, %12 : i1
// CHECK-NEXT:     linalg.yield %13 : i1
// CHECK-NEXT:   } -> tensor<i1>
// CHECK-NEXT:   %14 = tensor.extract %7[] : tensor<i1>
// CHECK-NEXT:   cf.assert %14, "{{.*}}.mlir:{{[0-9]+:[0-9]+}}: error: 'aten.embedding_dense_backward': an index is out of range: it must be at least 0 and less than 10"
// CHECK-NEXT:   %15 = tensor.empty() : tensor<10x4xf32>
// CHECK-NEXT:   %16 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:   %17 = linalg.fill ins(%16 : f32) outs(%15 : tensor<10x4xf32>) -> tensor<10x4xf32>
// CHECK-NEXT:   %18 = arith.constant 1 : index
// CHECK-NEXT:   %19 = scf.for %20 = %0 to %1 step %18 iter_args(%21 = %17) -> (tensor<10x4xf32>) {
// CHECK-NEXT:     %22 = tensor.extract %i[%20] : tensor<?xi64>
// CHECK-NEXT:     %23 = arith.index_cast %22 : i64 to index
// CHECK-NEXT:     %24 = arith.constant 0 : index
// CHECK-NEXT:     %25 = arith.maxsi %23, %24 : index
// CHECK-NEXT:     %26 = arith.constant 9 : index
// CHECK-NEXT:     %27 = arith.minsi %25, %26 : index
// CHECK-NEXT:     %28 = arith.constant -1 : i64
// CHECK-NEXT:     %29 = arith.cmpi eq, %22, %28 : i64
// CHECK-NEXT:     %30 = tensor.extract_slice %g[%20, 0] [1, 4] [1, 1] : tensor<?x4xf32> to tensor<4xf32>
// CHECK-NEXT:     %31 = tensor.extract_slice %21[%27, 0] [1, 4] [1, 1] : tensor<10x4xf32> to tensor<4xf32>
// CHECK-NEXT:     %32 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%30 : tensor<4xf32>) outs(%31 : tensor<4xf32>) {
// CHECK-NEXT:     ^bb0(%33: f32, %34: f32):
// CHECK-NEXT:       %35 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:       %36 = arith.select %29, %35, %33 : f32
// CHECK-NEXT:       %37 = arith.addf %34, %36 : f32
// CHECK-NEXT:       linalg.yield %37 : f32
// CHECK-NEXT:     } -> tensor<4xf32>
// CHECK-NEXT:     %38 = tensor.insert_slice %32 into %21[%27, 0] [1, 4] [1, 1] : tensor<4xf32> into tensor<10x4xf32>
// CHECK-NEXT:     scf.yield %38 : tensor<10x4xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.return %19 : tensor<10x4xf32>
// CHECK-NEXT: }
