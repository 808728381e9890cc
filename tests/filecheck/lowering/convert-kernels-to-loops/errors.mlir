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
