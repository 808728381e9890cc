// RUN: adjoint-opt %s --verify-diagnostics --split-input-file | filecheck %s

// Paddings that cannot be.

// CHECK: 'aten.pad': pad must have two numbers for each of at most 2 dimensions, got [1]
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.pad %x pad = [1] : tensor<3x4xf32> -> tensor<3x5xf32>
  func.return
}

// -----

// CHECK: 'aten.pad': pad must have two numbers for each of at most 2 dimensions, got [1, 1, 1, 1, 1, 1]
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.pad %x pad = [1, 1, 1, 1, 1, 1] : tensor<3x4xf32> -> tensor<3x5xf32>
  func.return
}

// -----

// CHECK: 'aten.pad': pad [-3, -2] leaves size -1 of dim 1 of [3, 4], it must be at least 0
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.pad %x pad = [-3, -2] : tensor<3x4xf32> -> tensor<3x0xf32>
  func.return
}

// -----

// CHECK: 'aten.pad': pad [4, 0] is too long for mode "reflect": dim 1 of [3, 4] allows at most 3
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.pad %x pad = [4, 0] mode = "reflect" : tensor<3x4xf32> -> tensor<3x8xf32>
  func.return
}

// -----

// CHECK: 'aten.pad': pad [-1, 4] is too long for mode "circular": dim 1 of [3, 4] allows at most 3
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.pad %x pad = [-1, 4] mode = "circular" : tensor<3x4xf32> -> tensor<3x7xf32>
  func.return
}

// -----

// CHECK: 'aten.pad': mode "replicate" needs something to repeat, dim 1 is empty
func.func @f(%x: tensor<3x0xf32>) {
  %0 = aten.pad %x pad = [1, 1] mode = "replicate" : tensor<3x0xf32> -> tensor<3x2xf32>
  func.return
}

// -----

// CHECK: 'aten.pad': mode "reflect" takes no value
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.pad %x pad = [1, 0] mode = "reflect" value = 1.0 : tensor<3x4xf32> -> tensor<3x5xf32>
  func.return
}

// -----

// CHECK: 'aten.pad': mode must be "constant", "reflect", "replicate" or "circular", got "mirror"
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.pad %x pad = [1, 0] mode = "mirror" : tensor<3x4xf32> -> tensor<3x5xf32>
  func.return
}
