// Rows shared among threads, and a plan with asserts: used by tests/test_engine.py.

func.func private @kernel_0(%begin: index, %end: index, %columns: index, %x: memref<?xf32>, %y: memref<?xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %half = arith.constant 0.5 : f32
  scf.for %row = %begin to %end step %c1 {
    %base = arith.muli %row, %columns : index
    scf.for %column = %c0 to %columns step %c1 {
      %i = arith.addi %base, %column : index
      %a = memref.load %x[%i] : memref<?xf32>
      %b = arith.mulf %a, %half : f32
      memref.store %b, %y[%i] : memref<?xf32>
    }
  }
  func.return
}

func.func @scale(%x: memref<?x?xf32>, %y: memref<?x?xf32>, %arena: memref<?xi8>, %threads: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %rows = memref.dim %x, %c0 : memref<?x?xf32>
  %columns = memref.dim %x, %c1 : memref<?x?xf32>
  %n = arith.muli %rows, %columns : index
  %from = memref.reinterpret_cast %x to offset: [0], sizes: [%n], strides: [1] : memref<?x?xf32> to memref<?xf32>
  %to = memref.reinterpret_cast %y to offset: [0], sizes: [%n], strides: [1] : memref<?x?xf32> to memref<?xf32>
  %share = arith.ceildivsi %rows, %threads : index
  "scf.parallel"(%c0, %threads, %c1) <{operandSegmentSizes = array<i32: 1, 1, 1, 0>}> ({
  ^body(%t: index):
    %begin = arith.muli %t, %share : index
    %stop = arith.addi %begin, %share : index
    %end = arith.minsi %stop, %rows : index
    func.call @kernel_0(%begin, %end, %columns, %from, %to) : (index, index, index, memref<?xf32>, memref<?xf32>) -> ()
    scf.reduce
  }) : (index, index, index) -> ()
  func.return
}

func.func @scale.plan(%x: memref<?x?xf32>, %threads: index, %plan: memref<?xindex>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %rows = memref.dim %x, %c0 : memref<?x?xf32>
  %columns = memref.dim %x, %c1 : memref<?x?xf32>
  %even = arith.remsi %columns, %c2 : index
  %is_even = arith.cmpi eq, %even, %c0 : index
  cf.assert %is_even, "scale.mlir:1:1: 'aten.mul': an even number of columns"
  %some = arith.cmpi sgt, %rows, %c0 : index
  cf.assert %some, "scale.mlir:2:1: 'aten.mul': at least one row"
  memref.store %threads, %plan[%c0] : memref<?xindex>
  memref.store %rows, %plan[%c1] : memref<?xindex>
  memref.store %columns, %plan[%c2] : memref<?xindex>
  func.return
}
