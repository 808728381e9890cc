// RUN: adjoint-opt %s -p batch-contractions,outline-kernels,bufferize | filecheck %s
// REQUIRES: mlir-opt
// RUN: adjoint-opt %s -p batch-contractions,outline-kernels,bufferize,convert-kernels-to-loops | %mlir-opt
// Batches run in a loop of each thread, which calls GEMM and kernels itself. What is between them is in scratch of one
// batch, of which every thread has its own; what leaves the loop is computed where the caller wants it.

#row = affine_map<(a, i, j) -> (a, i, j)>

func.func @f(%x: tensor<?x40x48xf32>, %y: tensor<?x48x56xf32>, %w: tensor<56x64xf32>) -> tensor<?x40x64xf32> {
  %c0 = arith.constant 0 : index
  %zero = arith.constant 0.0 : f32
  %n = tensor.dim %x, %c0 : tensor<?x40x48xf32>
  %product_empty = tensor.empty(%n) : tensor<?x40x56xf32>
  %product_start = linalg.fill ins(%zero : f32) outs(%product_empty : tensor<?x40x56xf32>) -> tensor<?x40x56xf32>
  %product = linalg.generic {
    indexing_maps = [
      affine_map<(a, i, j, k) -> (a, i, k)>, affine_map<(a, i, j, k) -> (a, k, j)>, affine_map<(a, i, j, k) -> (a, i, j)>
    ],
    iterator_types = ["parallel", "parallel", "parallel", "reduction"]
  } ins(%x, %y : tensor<?x40x48xf32>, tensor<?x48x56xf32>) outs(%product_start : tensor<?x40x56xf32>) {
  ^bb0(%u: f32, %v: f32, %so_far: f32):
    %p = arith.mulf %u, %v : f32
    %r = arith.addf %so_far, %p fastmath<reassoc,nsz,contract> : f32
    linalg.yield %r : f32
  } -> tensor<?x40x56xf32>
  %e = linalg.generic {
    indexing_maps = [#row, #row], iterator_types = ["parallel", "parallel", "parallel"]
  } ins(%product : tensor<?x40x56xf32>) outs(%product_empty : tensor<?x40x56xf32>) {
  ^bb0(%u: f32, %unused: f32):
    %r = math.exp %u : f32
    linalg.yield %r : f32
  } -> tensor<?x40x56xf32>
  %z_empty = tensor.empty(%n) : tensor<?x40x64xf32>
  %z_start = linalg.fill ins(%zero : f32) outs(%z_empty : tensor<?x40x64xf32>) -> tensor<?x40x64xf32>
  %z = linalg.generic {
    indexing_maps = [
      affine_map<(a, i, j, k) -> (a, i, k)>, affine_map<(a, i, j, k) -> (k, j)>, affine_map<(a, i, j, k) -> (a, i, j)>
    ],
    iterator_types = ["parallel", "parallel", "parallel", "reduction"]
  } ins(%e, %w : tensor<?x40x56xf32>, tensor<56x64xf32>) outs(%z_start : tensor<?x40x64xf32>) {
  ^bb0(%u: f32, %v: f32, %so_far: f32):
    %p = arith.mulf %u, %v : f32
    %r = arith.addf %so_far, %p fastmath<reassoc,nsz,contract> : f32
    linalg.yield %r : f32
  } -> tensor<?x40x64xf32>
  func.return %z : tensor<?x40x64xf32>
}


// CHECK:        func.func private @batch_0(%begin: index, %end: index, %n: index, %x: memref<?xf32>, %y: memref<?xf32>, %w: memref<?xf32>, %0: memref<?xf32>, %1: memref<?xf32>, %2: memref<?xf32>) {
// CHECK:          %3 = arith.muli %n, %c1920 : index
// CHECK-NEXT:     %4 = arith.muli %n, %c2688 : index
// CHECK-NEXT:     %5 = memref.reinterpret_cast %1 to offset: [%c0], sizes: [%c2240], strides: [1] : memref<?xf32> to memref<?xf32, strided<[1], offset: ?>>
// CHECK-NEXT:     %6 = memref.reinterpret_cast %2 to offset: [%c0], sizes: [%c2240], strides: [1] : memref<?xf32> to memref<?xf32, strided<[1], offset: ?>>
// CHECK-NEXT:     %w_1 = memref.reinterpret_cast %w to offset: [%c0], sizes: [%c3584], strides: [1] : memref<?xf32> to memref<?xf32, strided<[1], offset: ?>>
// CHECK-NEXT:     %7 = arith.muli %n, %c2560 : index
// CHECK-NEXT:     scf.for %8 = %begin to %end step %c1 {
// CHECK-NEXT:       %9 = arith.muli %8, %c1920 : index
// CHECK-NEXT:       %x_1 = memref.reinterpret_cast %x to offset: [%9], sizes: [%3], strides: [1] : memref<?xf32> to memref<?xf32, strided<[1], offset: ?>>
// CHECK-NEXT:       %10 = arith.muli %8, %c2688 : index
// CHECK-NEXT:       %y_1 = memref.reinterpret_cast %y to offset: [%10], sizes: [%4], strides: [1] : memref<?xf32> to memref<?xf32, strided<[1], offset: ?>>
// CHECK-NEXT:       func.call @cblas_sgemm(%c101_i32, %c111_i32, %c111_i32, %c40_i32, %c56_i32, %c48_i32, %one, %x_1, %c48_i32, %y_1, %c56_i32, %zero, %5, %c56_i32) : (i32, i32, i32, i32, i32, i32, f32, memref<?xf32, strided<[1], offset: ?>>, i32, memref<?xf32, strided<[1], offset: ?>>, i32, f32, memref<?xf32, strided<[1], offset: ?>>, i32) -> ()
// CHECK-NEXT:       func.call @kernel_0(%c0, %c2240, %1, %2) : (index, index, memref<?xf32>, memref<?xf32>) -> ()
// CHECK-NEXT:       %11 = arith.muli %8, %c2560 : index
// CHECK-NEXT:       %12 = memref.reinterpret_cast %0 to offset: [%11], sizes: [%7], strides: [1] : memref<?xf32> to memref<?xf32, strided<[1], offset: ?>>
// CHECK-NEXT:       func.call @cblas_sgemm(%c101_i32, %c111_i32, %c111_i32, %c40_i32, %c64_i32, %c56_i32, %one, %6, %c56_i32, %w_1, %c64_i32, %zero, %12, %c64_i32) : (i32, i32, i32, i32, i32, i32, f32, memref<?xf32, strided<[1], offset: ?>>, i32, memref<?xf32, strided<[1], offset: ?>>, i32, f32, memref<?xf32, strided<[1], offset: ?>>, i32) -> ()
// CHECK-NEXT:     }
// CHECK-NEXT:     func.return
// CHECK:          "scf.parallel"(%c0, %used, %c1) <{operandSegmentSizes = array<i32: 1, 1, 1, 0>}> ({
// CHECK:            %13 = arith.muli %thread, %c8960 : index
// CHECK-NEXT:       %14 = memref.view %arena[%13][%c2240] : memref<?xi8> to memref<?xf32>
// CHECK-NEXT:       %15 = arith.addi %0, %13 : index
// CHECK-NEXT:       %16 = memref.view %arena[%15][%c2240] : memref<?xi8> to memref<?xf32>
// CHECK-NEXT:       func.call @batch_0(%begin, %end, %n, %x_flat, %y_flat, %w_flat, %out0_flat, %14, %16) : (index, index, index, memref<?xf32>, memref<?xf32>, memref<?xf32>, memref<?xf32>, memref<?xf32>, memref<?xf32>) -> ()
