// RUN: adjoint-opt %s -p convert-kernels-to-loops --split-input-file --verify-diagnostics | filecheck %s
// What is no kernel, though it says so, is refused.

func.func private @no_rank(%x: tensor<8xf32>) -> tensor<8xf32> attributes {kernel.rows = [8 : i64]} {
  func.return %x : tensor<8xf32>
}

// CHECK: errors.mlir:4:{{[0-9]+}}: error: 'func.func': a kernel has a number of row dimensions, kernel.row_rank

// -----

func.func private @no_op(%x: tensor<8xf32>) -> tensor<8xf32> attributes {
  kernel.rows = [8 : i64], kernel.row_rank = 1 : i64, kernel.input_sizes = [[8 : i64]]
} {
  func.return %x : tensor<8xf32>
}

// CHECK: error: 'func.func': a kernel returns results of structured ops that have its rows

// -----

func.func private @no_tensor(%x: memref<8xf32>) attributes {
  kernel.rows = [8 : i64], kernel.row_rank = 1 : i64, kernel.input_sizes = [[8 : i64]]
} {
  func.return
}

// CHECK: error: 'func.func': @no_tensor: a kernel takes tensors, then sizes, and returns tensors

// -----

func.func private @no_loop(%x: tensor<?xf32>, %rows: index) -> tensor<?xf32> attributes {
  kernel.rows = [0 : index], kernel.work = [1 : i64]
} {
  %y = tensor.empty(%rows) : tensor<?xf32>
  func.return %y : tensor<?xf32>
}

// CHECK: error: 'func.func': @no_loop is no row function: its last loop is over rows

// -----

func.func private @no_result(%x: tensor<?xf32>, %rows: index) -> tensor<?xf32> attributes {
  kernel.rows = [0 : index], kernel.work = [1 : i64]
} {
  func.return %x : tensor<?xf32>
}

// CHECK: error: 'func.func': @no_result is no row function: what it returns, and its scratch, start as empty tensors

// -----

func.func private @swapped(%rows: index) -> (tensor<?xf32>, tensor<?xf32>) attributes {
  kernel.rows = [0 : index], kernel.work = [1 : i64]
} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %x = tensor.empty(%rows) : tensor<?xf32>
  %y = tensor.empty(%rows) : tensor<?xf32>
  %0, %1 = scf.for %row = %c0 to %rows step %c1 iter_args(%a = %x, %b = %y) -> (tensor<?xf32>, tensor<?xf32>) {
    scf.yield %b, %a : tensor<?xf32>, tensor<?xf32>
  }
  func.return %0, %1 : tensor<?xf32>, tensor<?xf32>
}

// CHECK: error: 'func.func': @swapped is no row function: a loop yields the tensors that it carries, changed, in their order

// -----

func.func private @sliced(%rows: index) -> tensor<?xf32> attributes {
  kernel.rows = [0 : index], kernel.work = [1 : i64]
} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %x = tensor.empty(%rows) : tensor<?xf32>
  %0 = scf.for %row = %c0 to %rows step %c1 iter_args(%a = %x) -> (tensor<?xf32>) {
    %b = tensor.cast %a : tensor<?xf32> to tensor<?xf32>
    scf.yield %b : tensor<?xf32>
  }
  func.return %0 : tensor<?xf32>
}

// CHECK: error: 'func.func': @sliced is no row function: it reads, inserts and loops: 'tensor.cast' is none of these
