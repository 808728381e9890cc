// A program that reads the clock before its first step and after each, and stores the bytes of their buffers and the
// operations of their matrix products.

// RUN: adjoint-opt %s -p profile-steps | filecheck %s

func.func private @cblas_sgemm(i32, i32, i32, i32, i32, i32, f32, memref<?xf32>, i32, memref<?xf32>, i32, f32, memref<?xf32>, i32)

func.func private @kernel_0(%begin: index, %end: index, %x: memref<?xf32>) {
  return
}

// CHECK:      func.func private @clock_gettime(i32, memref<2xindex, strided<[1], offset: ?>>) -> i32

// CHECK:      func.func @f(%x: memref<?xf32>, %y: memref<64xf32>, %profile: memref<10xindex>, %arena: memref<?xi8>, %threads: index) attributes {adjoint.steps = ["cblas_sgemm", "kernel_0"]} {
func.func @f(%x: memref<?xf32>, %y: memref<64xf32>, %arena: memref<?xi8>, %threads: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c8 = arith.constant 8 : index
  %c64 = arith.constant 64 : index
  %order = arith.constant 101 : i32
  %plain = arith.constant 111 : i32
  %m = arith.constant 8 : i32
  %one = arith.constant 1.0 : f32
  %zero = arith.constant 0.0 : f32
  %a = memref.view %arena[%c0][%c64] : memref<?xi8> to memref<?xf32>
  %b = memref.reinterpret_cast %y to offset: [0], sizes: [%c64], strides: [1] : memref<64xf32> to memref<?xf32>

  // Five batches of products: 5 · 2 · 8 · 8 · 8 operations.
  // CHECK:      [[START:%.*]] = memref.reinterpret_cast %profile to offset: [0], sizes: [2]
  // CHECK-NEXT: func.call @clock_gettime(%{{.*}}, [[START]])
  // CHECK:      [[STEPS:%.*]] = arith.subi %c5, %c0 : index
  // CHECK-NEXT: [[FLOPS:%.*]] = arith.muli [[STEPS]], %{{.*}} : index
  // CHECK-NEXT: scf.for
  %c5 = arith.constant 5 : index
  scf.for %batch = %c0 to %c5 step %c1 {
    func.call @cblas_sgemm(%order, %plain, %plain, %m, %m, %m, %one, %a, %m, %b, %m, %zero, %a, %m) : (i32, i32, i32, i32, i32, i32, f32, memref<?xf32>, i32, memref<?xf32>, i32, f32, memref<?xf32>, i32) -> ()
  }
  // CHECK:      [[FIRST:%.*]] = memref.reinterpret_cast %profile to offset: [2], sizes: [2]
  // CHECK-NEXT: func.call @clock_gettime(%{{.*}}, [[FIRST]])
  // CHECK-NEXT: [[WORD:%.*]] = arith.constant 6 : index
  // CHECK-NEXT: memref.store %{{.*}}, %profile[[[WORD]]]
  // CHECK-NEXT: [[WORD:%.*]] = arith.constant 7 : index
  // CHECK-NEXT: memref.store [[FLOPS]], %profile[[[WORD]]]

  // CHECK:      [[SIZE:%.*]] = memref.dim %x, %{{.*}}
  // CHECK:      [[BYTES:%.*]] = arith.muli [[SIZE]], %{{.*}} : index
  // CHECK:      func.call @kernel_0
  func.call @kernel_0(%c0, %c8, %x) : (index, index, memref<?xf32>) -> ()
  // CHECK:      memref.store [[BYTES]], %profile
  return
}
