// RUN: adjoint-opt %s -p differentiate --split-input-file | filecheck %s

// Places go back to where they came from.

func.func @flip(%x: tensor<?x4xf32>) -> tensor<?x4xf32> {
  %y = aten.flip %x dims = [1] : tensor<?x4xf32> -> tensor<?x4xf32>
  func.return %y : tensor<?x4xf32>
}

// CHECK:      func.func @flip.reverse(%dy: tensor<?x4xf32>) -> tensor<?x4xf32> {
// CHECK-NEXT:   %dx = aten.flip %dy dims = [1] : tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x4xf32>
// CHECK-NEXT: }

// -----

func.func @roll(%x: tensor<?x4xf32>) -> tensor<?x4xf32> {
  %y = aten.roll %x shifts = [3, -1] dims = [0, 1] : tensor<?x4xf32> -> tensor<?x4xf32>
  func.return %y : tensor<?x4xf32>
}

// CHECK:      func.func @roll.reverse(%dy: tensor<?x4xf32>) -> tensor<?x4xf32> {
// CHECK-NEXT:   %dx = aten.roll %dy shifts = [-3, 1] dims = [0, 1] : tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x4xf32>
// CHECK-NEXT: }

// -----

func.func @tril(%x: tensor<?x4xf32>) -> tensor<?x4xf32> {
  %y = aten.tril %x diagonal = -1 : tensor<?x4xf32> -> tensor<?x4xf32>
  func.return %y : tensor<?x4xf32>
}

// CHECK:      func.func @tril.reverse(%dy: tensor<?x4xf32>) -> tensor<?x4xf32> {
// CHECK-NEXT:   %dx = aten.tril %dy diagonal = -1 : tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x4xf32>
// CHECK-NEXT: }

// -----

func.func @diagonal(%x: tensor<?x4xf32>) -> tensor<?xf32> {
  %y = aten.diagonal %x offset = 1 : tensor<?x4xf32> -> tensor<?xf32>
  func.return %y : tensor<?xf32>
}

// CHECK:      func.func @diagonal.reverse(%dy: tensor<?xf32>, %0: tensor<2xindex>) -> tensor<?x4xf32> {
// CHECK-NEXT:   %dx = aten.diagonal_backward %dy, %0 offset = 1 : tensor<?xf32>, tensor<2xindex> -> tensor<?x4xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x4xf32>
// CHECK-NEXT: }

// -----

func.func @unfold(%x: tensor<?x4xf32>) -> tensor<?x3x2xf32> {
  %y = aten.unfold %x dimension = 1 window_size = 2 step = 1 : tensor<?x4xf32> -> tensor<?x3x2xf32>
  func.return %y : tensor<?x3x2xf32>
}

// CHECK:      func.func @unfold.reverse(%dy: tensor<?x3x2xf32>, %0: tensor<2xindex>) -> tensor<?x4xf32> {
// CHECK-NEXT:   %dx = aten.unfold_backward %dy, %0 dimension = 1 window_size = 2 step = 1 : tensor<?x3x2xf32>, tensor<2xindex> -> tensor<?x4xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x4xf32>
// CHECK-NEXT: }

// -----

func.func @im2col(%x: tensor<2x3x4xf32>) -> tensor<8x6xf32> {
  %y = aten.im2col %x kernel_size = [2, 2] : tensor<2x3x4xf32> -> tensor<8x6xf32>
  func.return %y : tensor<8x6xf32>
}

// CHECK:      func.func @im2col.reverse(%dy: tensor<8x6xf32>) -> tensor<2x3x4xf32> {
// CHECK-NEXT:   %dx = aten.col2im %dy output_size = [3, 4] kernel_size = [2, 2] : tensor<8x6xf32> -> tensor<2x3x4xf32>
// CHECK-NEXT:   func.return %dx : tensor<2x3x4xf32>
// CHECK-NEXT: }

// -----

// A repetition is a broadcast along a dimension that is then merged.
func.func @repeat(%x: tensor<?x4xf32>) -> tensor<?x12xf32> {
  %y = aten.repeat %x repeats = [1, 3] : tensor<?x4xf32> -> tensor<?x12xf32>
  func.return %y : tensor<?x12xf32>
}

// CHECK:      func.func @repeat.reverse(%dy: tensor<?x12xf32>) -> tensor<?x4xf32> {
// CHECK-NEXT:   %0 = aten.reshape %dy size = [-1, 3, 4] : tensor<?x12xf32> -> tensor<?x3x4xf32>
// CHECK-NEXT:   %1 = aten.sum %0 dim = [1] keepdim : tensor<?x3x4xf32> -> tensor<?x1x4xf32>
// CHECK-NEXT:   %dx = aten.squeeze %1 dim = [1] : tensor<?x1x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x4xf32>
// CHECK-NEXT: }
