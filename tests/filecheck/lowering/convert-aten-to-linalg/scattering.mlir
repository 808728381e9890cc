// RUN: adjoint-opt %s -p convert-aten-to-linalg --split-input-file | filecheck %s

// Writes where indices say are loops that carry the tensor; each step replaces one element.

// The reverse of an embedding: indices are read in the loop that walks along them, rows are written element by element.

func.func @embedding_backward(%g: tensor<4x8xf32>, %i: tensor<4xi64>) -> tensor<10x8xf32> {
  %dw = aten.embedding_dense_backward %g, %i size = [10, 8] padding_idx = 0 : tensor<4x8xf32>, tensor<4xi64> -> tensor<10x8xf32>
  func.return %dw : tensor<10x8xf32>
}

// CHECK-LABEL: func.func @embedding_backward
// CHECK:        %dw = scf.for %14 = %c0 to %c4 step %c1 iter_args(%15 = %13) -> (tensor<10x8xf32>) {
// CHECK-NEXT:     %16 = tensor.extract %i[%14] : tensor<4xi64>
// CHECK-NEXT:     %17 = arith.index_cast %16 : i64 to index
// CHECK-NEXT:     %18 = arith.constant 0 : index
// CHECK-NEXT:     %19 = arith.maxsi %17, %18 : index
// CHECK-NEXT:     %20 = arith.constant 9 : index
// CHECK-NEXT:     %21 = arith.minsi %19, %20 : index
// CHECK-NEXT:     %22 = arith.constant 0 : i64
// CHECK-NEXT:     %23 = arith.cmpi eq, %16, %22 : i64
// CHECK-NEXT:     %24 = scf.for %25 = %c0 to %c8 step %c1 iter_args(%26 = %15) -> (tensor<10x8xf32>) {
// CHECK-NEXT:       %27 = tensor.extract %g[%14, %25] : tensor<4x8xf32>
// CHECK-NEXT:       %28 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:       %29 = arith.select %23, %28, %27 : f32
// CHECK-NEXT:       %30 = tensor.extract %26[%21, %25] : tensor<10x8xf32>
// CHECK-NEXT:       %31 = arith.addf %30, %29 : f32
// CHECK-NEXT:       %32 = tensor.insert %31 into %26[%21, %25] : tensor<10x8xf32>
// CHECK-NEXT:       scf.yield %32 : tensor<10x8xf32>
// CHECK-NEXT:     }
// CHECK-NEXT:     scf.yield %24 : tensor<10x8xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.return %dw : tensor<10x8xf32>

// -----

// Along the last dimension: the steps of the outer loop write to rows of their own.

func.func @scatter_add(%x: tensor<5x3xf32>, %index: tensor<5x7xi64>, %src: tensor<5x7xf32>) -> tensor<5x3xf32> {
  %y = aten.scatter_add %x, %index, %src dim = 1 : tensor<5x3xf32>, tensor<5x7xi64>, tensor<5x7xf32> -> tensor<5x3xf32>
  func.return %y : tensor<5x3xf32>
}

// CHECK-LABEL: func.func @scatter_add
// CHECK:        %y = scf.for %11 = %c0 to %c5 step %c1 iter_args(%12 = %x) -> (tensor<5x3xf32>) {
// CHECK-NEXT:     %13 = scf.for %14 = %c0 to %c7 step %c1 iter_args(%15 = %12) -> (tensor<5x3xf32>) {
// CHECK-NEXT:       %16 = tensor.extract %index[%11, %14] : tensor<5x7xi64>
// CHECK-NEXT:       %17 = arith.index_cast %16 : i64 to index
// CHECK-NEXT:       %18 = arith.constant 0 : index
// CHECK-NEXT:       %19 = arith.maxsi %17, %18 : index
// CHECK-NEXT:       %20 = arith.constant 2 : index
// CHECK-NEXT:       %21 = arith.minsi %19, %20 : index
// CHECK-NEXT:       %22 = tensor.extract %src[%11, %14] : tensor<5x7xf32>
// CHECK-NEXT:       %23 = tensor.extract %15[%11, %21] : tensor<5x3xf32>
// CHECK-NEXT:       %24 = arith.addf %23, %22 : f32
// CHECK-NEXT:       %25 = tensor.insert %24 into %15[%11, %21] : tensor<5x3xf32>
// CHECK-NEXT:       scf.yield %25 : tensor<5x3xf32>
// CHECK-NEXT:     }
// CHECK-NEXT:     scf.yield %13 : tensor<5x3xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.return %y : tensor<5x3xf32>

// -----

// Neighbouring dimensions indexed by vectors: one loop over both, one over what is behind them; indices may count from the end.

func.func @index_put(%x: tensor<5x6x3xf32>, %i: tensor<?xi64>, %j: tensor<?xi32>, %v: tensor<?x3xf32>) -> tensor<5x6x3xf32> {
  %y = aten.index_put %x[%i, %j], %v dims = [0, 1] : tensor<5x6x3xf32>[tensor<?xi64>, tensor<?xi32>], tensor<?x3xf32> -> tensor<5x6x3xf32>
  func.return %y : tensor<5x6x3xf32>
}

// CHECK-LABEL: func.func @index_put
// CHECK:        %y = scf.for %30 = %c0 to %0 step %c1 iter_args(%31 = %x) -> (tensor<5x6x3xf32>) {
// CHECK-NEXT:     %32 = tensor.extract %i[%30] : tensor<?xi64>
// CHECK-NEXT:     %33 = arith.index_cast %32 : i64 to index
// CHECK-NEXT:     %34 = arith.constant 0 : index
// CHECK-NEXT:     %35 = arith.cmpi slt, %33, %34 : index
// CHECK-NEXT:     %36 = arith.constant 5 : index
// CHECK-NEXT:     %37 = arith.addi %33, %36 : index
// CHECK-NEXT:     %38 = arith.select %35, %37, %33 : index
// CHECK-NEXT:     %39 = arith.constant 0 : index
// CHECK-NEXT:     %40 = arith.maxsi %38, %39 : index
// CHECK-NEXT:     %41 = arith.constant 4 : index
// CHECK-NEXT:     %42 = arith.minsi %40, %41 : index
// CHECK-NEXT:     %43 = tensor.extract %j[%30] : tensor<?xi32>
// CHECK-NEXT:     %44 = arith.index_cast %43 : i32 to index
// CHECK-NEXT:     %45 = arith.constant 0 : index
// CHECK-NEXT:     %46 = arith.cmpi slt, %44, %45 : index
// CHECK-NEXT:     %47 = arith.constant 6 : index
// CHECK-NEXT:     %48 = arith.addi %44, %47 : index
// CHECK-NEXT:     %49 = arith.select %46, %48, %44 : index
// CHECK-NEXT:     %50 = arith.constant 0 : index
// CHECK-NEXT:     %51 = arith.maxsi %49, %50 : index
// CHECK-NEXT:     %52 = arith.constant 5 : index
// CHECK-NEXT:     %53 = arith.minsi %51, %52 : index
// CHECK-NEXT:     %54 = scf.for %55 = %c0 to %c3 step %c1 iter_args(%56 = %31) -> (tensor<5x6x3xf32>) {
// CHECK-NEXT:       %57 = tensor.extract %v[%30, %55] : tensor<?x3xf32>
// CHECK-NEXT:       %58 = tensor.insert %57 into %56[%42, %53, %55] : tensor<5x6x3xf32>
// CHECK-NEXT:       scf.yield %58 : tensor<5x6x3xf32>
// CHECK-NEXT:     }
// CHECK-NEXT:     scf.yield %54 : tensor<5x6x3xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.return %y : tensor<5x6x3xf32>

// -----

// An element is multiplied with what is written to it.

func.func @scatter_number(%x: tensor<3xf32>, %index: tensor<2xi64>, %n: tensor<2xf32>) -> tensor<3xf32> {
  %y = aten.scatter %x, %index, %n dim = 0 reduce = "multiply" : tensor<3xf32>, tensor<2xi64>, tensor<2xf32> -> tensor<3xf32>
  func.return %y : tensor<3xf32>
}

// CHECK-LABEL: func.func @scatter_number
// CHECK:        %y = scf.for %11 = %c0 to %c2 step %c1 iter_args(%12 = %x) -> (tensor<3xf32>) {
// CHECK-NEXT:     %13 = tensor.extract %index[%11] : tensor<2xi64>
// CHECK-NEXT:     %14 = arith.index_cast %13 : i64 to index
// CHECK-NEXT:     %15 = arith.constant 0 : index
// CHECK-NEXT:     %16 = arith.maxsi %14, %15 : index
// CHECK-NEXT:     %17 = arith.constant 2 : index
// CHECK-NEXT:     %18 = arith.minsi %16, %17 : index
// CHECK-NEXT:     %19 = tensor.extract %n[%11] : tensor<2xf32>
// CHECK-NEXT:     %20 = tensor.extract %12[%18] : tensor<3xf32>
// CHECK-NEXT:     %21 = arith.mulf %20, %19 : f32
// CHECK-NEXT:     %22 = tensor.insert %21 into %12[%18] : tensor<3xf32>
// CHECK-NEXT:     scf.yield %22 : tensor<3xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.return %y : tensor<3xf32>
