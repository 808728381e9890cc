// RUN: adjoint-opt %s -p convert-to-llvm --verify-diagnostics --split-input-file | filecheck %s

func.func private @f(%x: memref<?x?xf32>, %i: index) -> f32 {
  %a = memref.load %x[%i, %i] : memref<?x?xf32>
  func.return %a : f32
}

// CHECK: errors.mlir:4:{{[0-9]+}}: error: 'memref.load': a size of this memref is not known here: it must be static, or given by the memref.reinterpret_cast or memref.view that makes the memref in the same function

// -----

func.func private @f(%condition: i1) {
  cf.assert %condition, "never"
  func.return
}

// CHECK: error: 'cf.assert': an assert stands in a public function, outside of scf.parallel: only there it can return

// -----

func.func @f(%x: memref<4xf32>) {
  func.return
}

// CHECK: error: 'func.func': a public function takes memrefs and then either an arena (memref) and the number of threads (index), or the number of threads and a plan (memref), got (memref<4xf32>) -> ()

// -----

func.func private @f(%x: tensor<4xf32>) {
  func.return
}

// CHECK: error: 'func.func': type tensor<4xf32> is not one of the loops stage: integer, index, float or memref

// -----

func.func private @f(%x: memref<?xf32>) {
  %0 = memref.alloc() : memref<4xf32>
  func.return
}

// CHECK: error: 'memref.alloc': convert-to-llvm does not know this op; it takes the loops stage: func, cf.assert, scf.for, scf.if, scf.parallel, memref, arith, math

// -----

func.func private @f(%n: index) {
  %0 = memref.alloca(%n) : memref<?xf32>
  func.return
}

// CHECK: error: 'memref.alloca': an alloca has static sizes, got memref<?xf32>: the arena has the others

// -----

func.func private @f(%x: bf16) -> bf16 {
  %y = arith.addf %x, %x : bf16
  func.return %y : bf16
}

// CHECK: error: 'arith.addf': computes numbers of type f32 or f64, got bf16, which is for storage: convert it with arith.extf

// -----

func.func private @f(%x: f16) -> f16 {
  %y = math.absf %x : f16
  func.return %y : f16
}

// CHECK: error: 'math.absf': computes numbers of type f32 or f64, got f16, which is for storage: convert it with arith.extf
