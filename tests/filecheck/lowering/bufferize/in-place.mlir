// RUN: adjoint-opt %s -p bufferize | filecheck %s

// A contraction adds to what it starts from: in place where that ends there (beta = 1), to a copy where it does not.

func.func private @kernel_0(%x: tensor<64x64xf32>) -> tensor<64x64xf32> attributes {kernel.rows = [64 : i64]} {
  %e = tensor.empty() : tensor<64x64xf32>
  %y = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%x : tensor<64x64xf32>) outs(%e : tensor<64x64xf32>) {
  ^bb0(%a: f32, %o: f32):
    %b = arith.negf %a : f32
    linalg.yield %b : f32
  } -> tensor<64x64xf32>
  func.return %y : tensor<64x64xf32>
}

func.func @f(%x: tensor<64x64xf32>) -> (tensor<64x64xf32>, tensor<64x64xf32>) {
  %start = func.call @kernel_0(%x) : (tensor<64x64xf32>) -> tensor<64x64xf32>
  %c = linalg.generic {indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (m, n)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%x, %x : tensor<64x64xf32>, tensor<64x64xf32>) outs(%start : tensor<64x64xf32>) {
  ^bb0(%l: f32, %r: f32, %s: f32):
    %p = arith.mulf %l, %r : f32
    %t = arith.addf %s, %p : f32
    linalg.yield %t : f32
  } -> tensor<64x64xf32>
  %d = linalg.generic {indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (m, n)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%c, %x : tensor<64x64xf32>, tensor<64x64xf32>) outs(%x : tensor<64x64xf32>) {
  ^bb0(%l1: f32, %r1: f32, %s1: f32):
    %p1 = arith.mulf %l1, %r1 : f32
    %t1 = arith.addf %s1, %p1 : f32
    linalg.yield %t1 : f32
  } -> tensor<64x64xf32>
  func.return %c, %d : tensor<64x64xf32>, tensor<64x64xf32>
}

// CHECK:      func.func private @cblas_sgemm(i32, i32, i32, i32, i32, i32, f32, memref<?xf32, strided<[1], offset: ?>>, i32, memref<?xf32, strided<[1], offset: ?>>, i32, f32, memref<?xf32, strided<[1], offset: ?>>, i32) -> ()
// CHECK:      func.func private @kernel_0(index, index, memref<?xf32>, memref<?xf32>) -> ()

// CHECK:      func.func @f(%x: memref<64x64xf32>, %out0: memref<64x64xf32>, %out1: memref<64x64xf32>, %arena: memref<?xi8>, %threads: index) {
// CHECK:        %x_flat = memref.reinterpret_cast %x to offset: [0], sizes: [%c4096], strides: [1] : memref<64x64xf32> to memref<?xf32>
// CHECK-NEXT:   %out0_flat = memref.reinterpret_cast %out0 to offset: [0], sizes: [%c4096], strides: [1] : memref<64x64xf32> to memref<?xf32>
// CHECK-NEXT:   func.call @kernel_0(%c0, %c64, %x_flat, %out0_flat) : (index, index, memref<?xf32>, memref<?xf32>) -> ()
// CHECK-NEXT:   %x_1 = memref.reinterpret_cast %x to offset: [%c0], sizes: [%c4096], strides: [1] : memref<64x64xf32> to memref<?xf32, strided<[1], offset: ?>>
// CHECK-NEXT:   %out0_1 = memref.reinterpret_cast %out0 to offset: [%c0], sizes: [%c4096], strides: [1] : memref<64x64xf32> to memref<?xf32, strided<[1], offset: ?>>
// CHECK-NEXT:   func.call @cblas_sgemm(%c101_i32, %c111_i32, %c111_i32, %c64_i32, %c64_i32, %c64_i32, %one, %x_1, %c64_i32, %x_1, %c64_i32, %one, %out0_1, %c64_i32) : (i32, i32, i32, i32, i32, i32, f32, memref<?xf32, strided<[1], offset: ?>>, i32, memref<?xf32, strided<[1], offset: ?>>, i32, f32, memref<?xf32, strided<[1], offset: ?>>, i32) -> ()
// CHECK-NEXT:   %out1_flat = memref.reinterpret_cast %out1 to offset: [0], sizes: [%c4096], strides: [1] : memref<64x64xf32> to memref<?xf32>
// CHECK-NEXT:   "memref.copy"(%x_flat, %out1_flat) : (memref<?xf32>, memref<?xf32>) -> ()
// CHECK-NEXT:   %out1_1 = memref.reinterpret_cast %out1 to offset: [%c0], sizes: [%c4096], strides: [1] : memref<64x64xf32> to memref<?xf32, strided<[1], offset: ?>>
// CHECK-NEXT:   func.call @cblas_sgemm(%c101_i32, %c111_i32, %c111_i32, %c64_i32, %c64_i32, %c64_i32, %one, %out0_1, %c64_i32, %x_1, %c64_i32, %one, %out1_1, %c64_i32) : (i32, i32, i32, i32, i32, i32, f32, memref<?xf32, strided<[1], offset: ?>>, i32, memref<?xf32, strided<[1], offset: ?>>, i32, f32, memref<?xf32, strided<[1], offset: ?>>, i32) -> ()
// CHECK-NEXT:   func.return
// CHECK-NEXT: }

// CHECK:      func.func @f.plan(%x: memref<64x64xf32>, %threads: index, %plan: memref<?xindex>) {
// CHECK:        memref.store %c0, %plan[%c0] : memref<?xindex>
// CHECK-NEXT:   memref.store %c64, %plan[%c1] : memref<?xindex>
// CHECK-NEXT:   memref.store %c64, %plan[%c2] : memref<?xindex>
// CHECK-NEXT:   memref.store %c64, %plan[%c3] : memref<?xindex>
// CHECK-NEXT:   memref.store %c64, %plan[%c4] : memref<?xindex>
// CHECK-NEXT:   func.return
// CHECK-NEXT: }
