// RUN: adjoint-opt %s -p differentiate --split-input-file | filecheck %s

func.func @permute(%x: tensor<2x?x4xf32>) -> tensor<?x4x2xf32> {
  %y = aten.permute %x dims = [1, 2, 0] : tensor<2x?x4xf32> -> tensor<?x4x2xf32>
  func.return %y : tensor<?x4x2xf32>
}

// CHECK:      func.func @permute.reverse(%dy: tensor<?x4x2xf32>) -> tensor<2x?x4xf32> {
// CHECK-NEXT:   %dx = aten.permute %dy dims = [2, 0, 1] : tensor<?x4x2xf32> -> tensor<2x?x4xf32>
// CHECK-NEXT:   func.return %dx : tensor<2x?x4xf32>
// CHECK-NEXT: }

// -----

// One size that is not known is what remains; no size is kept.
func.func @flatten(%x: tensor<?x2x4xf32>) -> tensor<?x8xf32> {
  %y = aten.flatten %x start_dim = 1 : tensor<?x2x4xf32> -> tensor<?x8xf32>
  func.return %y : tensor<?x8xf32>
}

// CHECK:      func.func @flatten.reverse(%dy: tensor<?x8xf32>) -> tensor<?x2x4xf32> {
// CHECK-NEXT:   %dx = aten.reshape %dy size = [-1, 2, 4] : tensor<?x8xf32> -> tensor<?x2x4xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x2x4xf32>
// CHECK-NEXT: }

// -----

// Two such sizes are kept, without the tensor that has them.
func.func @reshape(%x: tensor<?x?xf32>) -> tensor<?xf32> {
  %y = aten.reshape %x size = [-1] : tensor<?x?xf32> -> tensor<?xf32>
  func.return %y : tensor<?xf32>
}

// CHECK:      func.func @reshape.reverse(%dy: tensor<?xf32>, %0: tensor<2xindex>) -> tensor<?x?xf32> {
// CHECK-NEXT:   %dx = aten.reshape %dy, %0 : tensor<?xf32>, tensor<2xindex> -> tensor<?x?xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x?xf32>
// CHECK-NEXT: }

// -----

func.func @expand(%x: tensor<?x1xf32>) -> tensor<3x?x4xf32> {
  %y = aten.expand %x size = [3, -1, 4] : tensor<?x1xf32> -> tensor<3x?x4xf32>
  func.return %y : tensor<3x?x4xf32>
}

// CHECK:      func.func @expand.reverse(%dy: tensor<3x?x4xf32>) -> tensor<?x1xf32> {
// CHECK-NEXT:   %0 = aten.sum %dy dim = [0, 2] : tensor<3x?x4xf32> -> tensor<?xf32>
// CHECK-NEXT:   %dx = aten.unsqueeze %0 dim = 1 : tensor<?xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x1xf32>
// CHECK-NEXT: }

// -----

func.func @squeeze(%x: tensor<1x?x1xf32>) -> tensor<?xf32> {
  %y = aten.squeeze %x : tensor<1x?x1xf32> -> tensor<?xf32>
  func.return %y : tensor<?xf32>
}

// CHECK:      func.func @squeeze.reverse(%dy: tensor<?xf32>) -> tensor<1x?x1xf32> {
// CHECK-NEXT:   %0 = aten.unsqueeze %dy dim = 0 : tensor<?xf32> -> tensor<1x?xf32>
// CHECK-NEXT:   %dx = aten.unsqueeze %0 dim = 2 : tensor<1x?xf32> -> tensor<1x?x1xf32>
// CHECK-NEXT:   func.return %dx : tensor<1x?x1xf32>
// CHECK-NEXT: }
