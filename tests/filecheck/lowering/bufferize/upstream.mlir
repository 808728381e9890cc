// REQUIRES: mlir-opt
// RUN: adjoint-opt %s -p bufferize | %mlir-opt | filecheck %s
// RUN: adjoint-opt %s -p bufferize,convert-kernels-to-loops | %mlir-opt | filecheck %s

// Upstream takes the loops stage, before kernels have become loops and after.

func.func private @kernel_0(%x: tensor<?x8xf32>, %n: index) -> (tensor<?x8xf32>, tensor<8xf32>)
    attributes {kernel.rows = [0 : index], kernel.accumulated = array<i64: 1>, kernel.row_rank = 1 : i64, kernel.input_sizes = [[0 : index, 8 : i64]]} {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty(%n) : tensor<?x8xf32>
  %y = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%x : tensor<?x8xf32>) outs(%e : tensor<?x8xf32>) {
  ^bb0(%a: f32, %o: f32):
    %b = math.exp %a : f32
    linalg.yield %b : f32
  } -> tensor<?x8xf32>
  %es = tensor.empty() : tensor<8xf32>
  %z = linalg.fill ins(%zero : f32) outs(%es : tensor<8xf32>) -> tensor<8xf32>
  %s = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>], iterator_types = ["reduction", "parallel"]} ins(%y : tensor<?x8xf32>) outs(%z : tensor<8xf32>) {
  ^bb0(%a: f32, %o: f32):
    %b = arith.addf %a, %o fastmath<reassoc,nsz,contract> : f32
    linalg.yield %b : f32
  } -> tensor<8xf32>
  func.return %y, %s : tensor<?x8xf32>, tensor<8xf32>
}

func.func @f(%x: tensor<?x8xf32>, %i: tensor<?xi64>, %w: tensor<2x8x4xf64>) -> (tensor<?x8xf32>, tensor<16xf32>, tensor<2x8x8xf64>, tensor<2xi64>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f64
  %n = tensor.dim %x, %c0 : tensor<?x8xf32>
  %m = tensor.dim %i, %c0 : tensor<?xi64>
  %same = arith.cmpi eq, %n, %m : index
  cf.assert %same, "the sizes differ"
  %y, %s = func.call @kernel_0(%x, %n) : (tensor<?x8xf32>, index) -> (tensor<?x8xf32>, tensor<8xf32>)

  %e = tensor.empty() : tensor<16xf32>
  %part = tensor.insert_slice %s into %e[0] [8] [1] : tensor<8xf32> into tensor<16xf32>
  %twice = tensor.insert_slice %s into %part[8] [8] [1] : tensor<8xf32> into tensor<16xf32>

  %sum = scf.for %k = %c0 to %m step %c1 iter_args(%sofar = %y) -> (tensor<?x8xf32>) {
    %index = tensor.extract %i[%k] : tensor<?xi64>
    %row = arith.index_cast %index : i64 to index
    %old = tensor.extract_slice %sofar[%row, 0] [1, 8] [1, 1] : tensor<?x8xf32> to tensor<8xf32>
    %er = tensor.empty() : tensor<8xf32>
    %both = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%old, %s : tensor<8xf32>, tensor<8xf32>) outs(%er : tensor<8xf32>) {
    ^bb0(%l: f32, %r: f32, %o: f32):
      %t = arith.addf %l, %r : f32
      linalg.yield %t : f32
    } -> tensor<8xf32>
    %next = tensor.insert_slice %both into %sofar[%row, 0] [1, 8] [1, 1] : tensor<8xf32> into tensor<?x8xf32>
    scf.yield %next : tensor<?x8xf32>
  }

  %ep = tensor.empty() : tensor<2x8x8xf64>
  %z = linalg.fill ins(%zero : f64) outs(%ep : tensor<2x8x8xf64>) -> tensor<2x8x8xf64>
  %p = linalg.generic {indexing_maps = [affine_map<(b, m, n, k) -> (b, m, k)>, affine_map<(b, m, n, k) -> (b, n, k)>, affine_map<(b, m, n, k) -> (b, m, n)>], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%w, %w : tensor<2x8x4xf64>, tensor<2x8x4xf64>) outs(%z : tensor<2x8x8xf64>) {
  ^bb0(%l: f64, %r: f64, %o: f64):
    %t = arith.mulf %l, %r : f64
    %u = arith.addf %o, %t : f64
    linalg.yield %u : f64
  } -> tensor<2x8x8xf64>

  %constant = arith.constant dense<[1, 2]> : tensor<2xi64>
  func.return %sum, %twice, %p, %constant : tensor<?x8xf32>, tensor<16xf32>, tensor<2x8x8xf64>, tensor<2xi64>
}

// CHECK-DAG: memref.global "private" constant @constant_0 : memref<2xi64> = dense<[1, 2]>
// CHECK-DAG: func.func private @cblas_dgemm(
// CHECK-DAG: func.func private @kernel_0(
// CHECK-DAG: func.func private @kernel_0.combine(
// CHECK-DAG: func.func @f(
// CHECK-DAG: func.func @f.plan(
