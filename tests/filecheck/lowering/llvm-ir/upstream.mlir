// REQUIRES: mlir-opt
// RUN: adjoint-opt %s -p convert-to-llvm | %mlir-opt | filecheck %s

// The llvm stage is what upstream's LLVM dialect takes.

func.func private @kernel_0(%begin: index, %end: index, %x: memref<?xf32>, %y: memref<?xi1>) {
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  scf.for %i = %begin to %end step %c1 {
    %a = memref.load %x[%i] : memref<?xf32>
    %b = arith.cmpf ogt, %a, %zero : f32
    memref.store %b, %y[%i] : memref<?xi1>
  }
  func.return
}

func.func @f(%x: memref<?xf32>, %y: memref<?xi1>, %arena: memref<?xi8>, %threads: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n = memref.dim %x, %c0 : memref<?xf32>
  %per_thread = arith.ceildivsi %n, %threads : index
  "scf.parallel"(%c0, %threads, %c1) <{operandSegmentSizes = array<i32: 1, 1, 1, 0>}> ({
  ^body(%t: index):
    %begin = arith.muli %t, %per_thread : index
    %stop = arith.addi %begin, %per_thread : index
    %end = arith.minsi %stop, %n : index
    func.call @kernel_0(%begin, %end, %x, %y) : (index, index, memref<?xf32>, memref<?xi1>) -> ()
    scf.reduce
  }) : (index, index, index) -> ()
  func.return
}

// CHECK: llvm.func internal @kernel_0({{.*}}llvm.noalias
// CHECK: llvm.func @f(
