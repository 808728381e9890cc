// RUN: adjoint-opt %s -p bufferize --verify-diagnostics --split-input-file | filecheck %s

func.func @f(%x: tensor<4xf32>, %n: index) -> tensor<4xf32> {
  func.return %x : tensor<4xf32>
}

// CHECK: errors.mlir:3:{{[0-9]+}}: error: 'func.func': takes index as argument 1: all have to be tensors

// -----

func.func @callee(%x: tensor<4xf32>) -> tensor<4xf32> {
  func.return %x : tensor<4xf32>
}

func.func @f(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = func.call @callee(%x) : (tensor<4xf32>) -> tensor<4xf32>
  func.return %y : tensor<4xf32>
}

// CHECK: error: 'func.call': @callee is no kernel: inline-functions comes before bufferize

// -----

func.func @f(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = "aten.neg"(%x) : (tensor<4xf32>) -> tensor<4xf32>
  func.return %y : tensor<4xf32>
}

// CHECK: error: 'aten.neg': bufferize knows no buffers for it: it is not of the kernels stage

// -----

// The size of the result would be known only once the program has run.

func.func private @kernel_0(%x: tensor<4xi64>) -> tensor<i64> attributes {kernel.rows = [1 : i64]} {
  %e = tensor.empty() : tensor<i64>
  func.return %e : tensor<i64>
}

func.func private @kernel_1(%n: index) -> tensor<?xf32> attributes {kernel.rows = [0 : index]} {
  %e = tensor.empty(%n) : tensor<?xf32>
  func.return %e : tensor<?xf32>
}

func.func @f(%x: tensor<4xi64>) -> tensor<?xf32> {
  %count = func.call @kernel_0(%x) : (tensor<4xi64>) -> tensor<i64>
  %element = tensor.extract %count[] : tensor<i64>
  %n = arith.index_cast %element : i64 to index
  %y = func.call @kernel_1(%n) : (index) -> tensor<?xf32>
  func.return %y : tensor<?xf32>
}

// CHECK: error: 'tensor.extract': a size is read from a tensor that the program computes

// -----

func.func private @kernel_0(%x: tensor<4xf32>, %n: index) -> tensor<4xf32> attributes {kernel.rows = [1 : index]} {
  %e = tensor.empty() : tensor<4xf32>
  func.return %e : tensor<4xf32>
}

// CHECK: error: 'func.func': @kernel_0: a kernel has 1 sizes, there is no size 1
