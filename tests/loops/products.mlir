// GEMM by the whole team and inside of a parallel loop: used by tests/test_engine.py.

func.func private @cblas_sgemm(i32, i32, i32, i32, i32, i32, f32, memref<?xf32, strided<[1], offset: ?>>, i32, memref<?xf32, strided<[1], offset: ?>>, i32, f32, memref<?xf32, strided<[1], offset: ?>>, i32)

func.func private @multiply(%index: index, %size: index, %a: memref<?xf32>, %b: memref<?xf32>, %c: memref<?xf32>) {
  %row_major = arith.constant 101 : i32
  %straight = arith.constant 111 : i32
  %transposed = arith.constant 112 : i32
  %zero = arith.constant 0.0 : f32
  %one = arith.constant 1.0 : f32
  %n = arith.index_cast %size : index to i32
  %area = arith.muli %size, %size : index
  %start = arith.muli %index, %area : index
  %a_i = memref.reinterpret_cast %a to offset: [%start], sizes: [%area], strides: [1] : memref<?xf32> to memref<?xf32, strided<[1], offset: ?>>
  %b_i = memref.reinterpret_cast %b to offset: [%start], sizes: [%area], strides: [1] : memref<?xf32> to memref<?xf32, strided<[1], offset: ?>>
  %c_i = memref.reinterpret_cast %c to offset: [%start], sizes: [%area], strides: [1] : memref<?xf32> to memref<?xf32, strided<[1], offset: ?>>
  func.call @cblas_sgemm(%row_major, %straight, %transposed, %n, %n, %n, %one, %a_i, %n, %b_i, %n, %zero, %c_i, %n) : (i32, i32, i32, i32, i32, i32, f32, memref<?xf32, strided<[1], offset: ?>>, i32, memref<?xf32, strided<[1], offset: ?>>, i32, f32, memref<?xf32, strided<[1], offset: ?>>, i32) -> ()
  func.return
}

func.func @products(%a: memref<?xf32>, %b: memref<?xf32>, %c: memref<?xf32>, %count: memref<2xindex>, %arena: memref<?xi8>, %threads: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n = memref.load %count[%c0] : memref<2xindex>
  %size = memref.load %count[%c1] : memref<2xindex>
  %last = arith.subi %n, %c1 : index
  // The last product by the whole team, the others side by side in a parallel loop.
  func.call @multiply(%last, %size, %a, %b, %c) : (index, index, memref<?xf32>, memref<?xf32>, memref<?xf32>) -> ()
  "scf.parallel"(%c0, %last, %c1) <{operandSegmentSizes = array<i32: 1, 1, 1, 0>}> ({
  ^body(%t: index):
    func.call @multiply(%t, %size, %a, %b, %c) : (index, index, memref<?xf32>, memref<?xf32>, memref<?xf32>) -> ()
    scf.reduce
  }) : (index, index, index) -> ()
  func.return
}
