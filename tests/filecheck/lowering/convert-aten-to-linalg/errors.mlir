// RUN: adjoint-opt %s -p convert-aten-to-linalg --split-input-file --verify-diagnostics | filecheck %s

func.func @two_blocks(%x: tensor<2xf32>) -> tensor<2xf32> {
  cf.br ^bb1
^bb1:
  func.return %x : tensor<2xf32>
}

// CHECK: errors.mlir:3:1: error: 'func.func': only straight-line code is lowered, this has 2 blocks

// -----

func.func @unknown_sizes(%x: tensor<2xf32>, %n: tensor<1xi64>) -> tensor<?xf32> {
  %sizes = aten.to %n dtype = index : tensor<1xi64> -> tensor<1xindex>
  %y = aten.expand %x, %sizes : tensor<2xf32>, tensor<1xindex> -> tensor<?xf32>
  func.return %y : tensor<?xf32>
}

// CHECK: errors.mlir:14:3: error: 'aten.to': sizes that are computed from the elements of tensors are not known before the program runs

// -----

func.func @foreign(%x: tensor<2xf32>, %n: index) -> tensor<?xf32> {
  %y = tensor.empty(%n) : tensor<?xf32>
  func.return %y : tensor<?xf32>
}

// CHECK: errors.mlir:24:3: error: 'tensor.empty': no size rule tells the sizes of its results: register one with @size_rule, or make them static

// -----

func.func @split_reverse(%x: tensor<2xf32>) -> tensor<2xf32> {
  autodiff.reverse outputs [0] inputs [0] {
  ^bb0(%g: tensor<2xf32>):
    autodiff.yield %g : tensor<2xf32>
  }
  func.return %x : tensor<2xf32>
}

// CHECK: errors.mlir:33:3: error: 'autodiff.reverse': the structure of differentiation is not lowered: inline-reverse or lambda-lift-reverse comes first
