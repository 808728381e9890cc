// RUN: adjoint-opt %s -p differentiate --split-input-file | filecheck %s

func.func @slice(%x: tensor<?x4xf32>) -> tensor<?x2xf32> {
  %y = aten.slice %x dim = 1 start = 1 end = 3 : tensor<?x4xf32> -> tensor<?x2xf32>
  func.return %y : tensor<?x2xf32>
}

// CHECK:      func.func @slice.reverse(%dy: tensor<?x2xf32>, %0: tensor<2xindex>) -> tensor<?x4xf32> {
// CHECK-NEXT:   %dx = aten.slice_backward %dy, %0 dim = 1 start = 1 end = 3 : tensor<?x2xf32>, tensor<2xindex> -> tensor<?x4xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x4xf32>
// CHECK-NEXT: }

// -----

// Parts whose place is known, from the front or from the back, are slices.
func.func @cat(%a: tensor<2x4xf32>, %b: tensor<?x4xf32>, %c: tensor<3x4xf32>) -> tensor<?x4xf32> {
  %y = aten.cat %a, %b, %c : tensor<2x4xf32>, tensor<?x4xf32>, tensor<3x4xf32> -> tensor<?x4xf32>
  func.return %y : tensor<?x4xf32>
}

// CHECK:      func.func @cat.reverse(%dy: tensor<?x4xf32>) -> (tensor<2x4xf32>, tensor<?x4xf32>, tensor<3x4xf32>) {
// CHECK-NEXT:   %da = aten.slice %dy end = 2 : tensor<?x4xf32> -> tensor<2x4xf32>
// CHECK-NEXT:   %db = aten.slice %dy start = 2 end = -3 : tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   %dc = aten.slice %dy start = -3 : tensor<?x4xf32> -> tensor<3x4xf32>
// CHECK-NEXT:   func.return %da, %db, %dc : tensor<2x4xf32>, tensor<?x4xf32>, tensor<3x4xf32>
// CHECK-NEXT: }

// -----

// Otherwise their sizes are kept.
func.func @cat_of_unknown_sizes(%a: tensor<?x4xf32>, %b: tensor<?x4xf32>) -> tensor<?x4xf32> {
  %y = aten.cat %a, %b : tensor<?x4xf32>, tensor<?x4xf32> -> tensor<?x4xf32>
  func.return %y : tensor<?x4xf32>
}

// CHECK:      func.func @cat_of_unknown_sizes.reverse(%dy: tensor<?x4xf32>, %0: tensor<2xindex>, %1: tensor<2xindex>) -> (tensor<?x4xf32>, tensor<?x4xf32>) {
// CHECK-NEXT:   %2 = aten.select %0 dim = 0 index = 0 : tensor<2xindex> -> tensor<index>
// CHECK-NEXT:   %3 = aten.constant dense<0> : tensor<index>
// CHECK-NEXT:   %da = aten.narrow %dy, %3, %2 dim = 0 : tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   %4 = aten.select %1 dim = 0 index = 0 : tensor<2xindex> -> tensor<index>
// CHECK-NEXT:   %db = aten.narrow %dy, %2, %4 dim = 0 : tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   func.return %da, %db : tensor<?x4xf32>, tensor<?x4xf32>
// CHECK-NEXT: }

// -----

func.func @embedding(%weight: tensor<10x4xf32>, %indices: tensor<?x3xi64>) -> tensor<?x3x4xf32> {
  %y = aten.embedding %weight, %indices padding_idx = 0 : tensor<10x4xf32>, tensor<?x3xi64> -> tensor<?x3x4xf32>
  func.return %y : tensor<?x3x4xf32>
}

// CHECK:      func.func @embedding.reverse(%dy: tensor<?x3x4xf32>, %indices: tensor<?x3xi64>) -> tensor<10x4xf32> {
// CHECK-NEXT:   %dweight = aten.embedding_dense_backward %dy, %indices size = [10, 4] padding_idx = 0 : tensor<?x3x4xf32>, tensor<?x3xi64> -> tensor<10x4xf32>
// CHECK-NEXT:   func.return %dweight : tensor<10x4xf32>
// CHECK-NEXT: }

// -----

// Elements are added to zeros where they were picked.
func.func @gather(%x: tensor<4x5xf32>, %index: tensor<4x2xi64>) -> tensor<4x2xf32> {
  %y = aten.gather %x, %index dim = 1 : tensor<4x5xf32>, tensor<4x2xi64> -> tensor<4x2xf32>
  func.return %y : tensor<4x2xf32>
}

// CHECK:      func.func @gather.reverse(%dy: tensor<4x2xf32>, %index: tensor<4x2xi64>) -> tensor<4x5xf32> {
// CHECK-NEXT:   %0 = aten.full size = [4, 5] fill_value = 0.000000e+00 : f32 : tensor<4x5xf32>
// CHECK-NEXT:   %dx = aten.scatter_add %0, %index, %dy dim = 1 : tensor<4x5xf32>, tensor<4x2xi64>, tensor<4x2xf32> -> tensor<4x5xf32>
// CHECK-NEXT:   func.return %dx : tensor<4x5xf32>
// CHECK-NEXT: }

// -----

// So they are where index tensors named them.
func.func @index(%x: tensor<3x4xf32>, %i: tensor<2xi64>) -> tensor<3x2xf32> {
  %y = aten.index %x[%i] dims = [1] : tensor<3x4xf32>[tensor<2xi64>] -> tensor<3x2xf32>
  func.return %y : tensor<3x2xf32>
}

// CHECK:      func.func @index.reverse(%dy: tensor<3x2xf32>, %i: tensor<2xi64>) -> tensor<3x4xf32> {
// CHECK-NEXT:   %0 = aten.full size = [3, 4] fill_value = 0.000000e+00 : f32 : tensor<3x4xf32>
// CHECK-NEXT:   %dx = aten.index_put %0[%i], %dy dims = [1] accumulate : tensor<3x4xf32>[tensor<2xi64>], tensor<3x2xf32> -> tensor<3x4xf32>
// CHECK-NEXT:   func.return %dx : tensor<3x4xf32>
// CHECK-NEXT: }

// -----

// What is replaced has no cotangent, what is written has that of its place.
func.func @index_put(%x: tensor<3x4xf32>, %v: tensor<2x4xf32>, %i: tensor<2xi64>) -> tensor<3x4xf32> {
  %y = aten.index_put %x[%i], %v dims = [0] : tensor<3x4xf32>[tensor<2xi64>], tensor<2x4xf32> -> tensor<3x4xf32>
  func.return %y : tensor<3x4xf32>
}

// CHECK:      func.func @index_put.reverse(%dy: tensor<3x4xf32>, %i: tensor<2xi64>) -> (tensor<3x4xf32>, tensor<2x4xf32>) {
// CHECK-NEXT:   %0 = aten.constant dense<0.000000e+00> : tensor<f32>
// CHECK-NEXT:   %1 = aten.expand %0 size = [2, 4] : tensor<f32> -> tensor<2x4xf32>
// CHECK-NEXT:   %dx = aten.index_put %dy[%i], %1 dims = [0] : tensor<3x4xf32>[tensor<2xi64>], tensor<2x4xf32> -> tensor<3x4xf32>
// CHECK-NEXT:   %dv = aten.index %dy[%i] dims = [0] : tensor<3x4xf32>[tensor<2xi64>] -> tensor<2x4xf32>
// CHECK-NEXT:   func.return %dx, %dv : tensor<3x4xf32>, tensor<2x4xf32>
// CHECK-NEXT: }
