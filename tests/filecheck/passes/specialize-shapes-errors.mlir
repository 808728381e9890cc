// RUN: adjoint-opt %s -p specialize-shapes{sizes=1,0,3} --split-input-file --verify-diagnostics | filecheck %s

// Sizes that do not fit.

// CHECK:      error: 'aten.add': shapes [2, 4] and [3, 4] cannot broadcast: sizes 2 and 3 at dimension 0 differ and neither is 1
func.func @f(%x: tensor<2x4xf32>, %b: tensor<?x4xf32>) -> tensor<2x4xf32> {
  %0 = aten.add %x, %b : tensor<2x4xf32>, tensor<?x4xf32> -> tensor<2x4xf32>
  func.return %0 : tensor<2x4xf32>
}

// -----

// CHECK:      error: 'func.func': @f has no argument 1: it has 1
func.func @f(%x: tensor<2x4xf32>) -> tensor<2x4xf32> {
  func.return %x : tensor<2x4xf32>
}

// -----

// CHECK:      error: 'func.func': dimension 0 of argument 1 of @f, a tensor<2x4xf32>, cannot have size 3
func.func @f(%x: tensor<2x4xf32>, %b: tensor<2x4xf32>) -> tensor<2x4xf32> {
  func.return %x : tensor<2x4xf32>
}

// -----

// CHECK:      error: 'func.func': argument 1 of @f, a tensor<f32>, has no dimension 0
func.func @f(%x: tensor<2x4xf32>, %b: tensor<f32>) -> tensor<2x4xf32> {
  func.return %x : tensor<2x4xf32>
}
