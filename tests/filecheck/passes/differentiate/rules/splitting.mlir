// RUN: adjoint-opt %s -p differentiate --split-input-file | filecheck %s

// The cotangents of a list of parts are joined; for a part that has none there are zeros, for the others there are not
// (pytorch issue 14484).

// The first and the third part are not used: what is joined is padded by their sizes.
func.func @chunk(%x: tensor<8x?xf32>) -> tensor<2x?xf32> {
  %0, %1, %2, %3 = aten.chunk %x chunks = 4 : tensor<8x?xf32> -> tensor<2x?xf32>, tensor<2x?xf32>, tensor<2x?xf32>, tensor<2x?xf32>
  %y = aten.mul %1, %3 : tensor<2x?xf32>, tensor<2x?xf32> -> tensor<2x?xf32>
  func.return %y : tensor<2x?xf32>
}

// CHECK:      func.func @chunk.reverse(%dy: tensor<2x?xf32>, %0: tensor<2x?xf32>, %1: tensor<2x?xf32>, %2: tensor<2x?xf32>, %3: tensor<2x?xf32>) -> tensor<8x?xf32> {
// CHECK-NEXT:   %4 = aten.mul %dy, %3 : tensor<2x?xf32>, tensor<2x?xf32> -> tensor<2x?xf32>
// CHECK-NEXT:   %5 = aten.mul %dy, %2 : tensor<2x?xf32>, tensor<2x?xf32> -> tensor<2x?xf32>
// CHECK-NEXT:   %6 = aten.add %0, %4 : tensor<2x?xf32>, tensor<2x?xf32> -> tensor<2x?xf32>
// CHECK-NEXT:   %7 = aten.add %1, %5 : tensor<2x?xf32>, tensor<2x?xf32> -> tensor<2x?xf32>
// CHECK-NEXT:   %8 = aten.pad %6 pad = [0, 0, 2, 2] : tensor<2x?xf32> -> tensor<6x?xf32>
// CHECK-NEXT:   %dx = aten.cat %8, %7 : tensor<6x?xf32>, tensor<2x?xf32> -> tensor<8x?xf32>
// CHECK-NEXT:   func.return %dx : tensor<8x?xf32>
// CHECK-NEXT: }

// -----

// All are used.
func.func @split(%x: tensor<5x?xf32>) -> tensor<1x?xf32> {
  %0, %1 = aten.split %x split_size = 4 : tensor<5x?xf32> -> tensor<4x?xf32>, tensor<1x?xf32>
  %2 = aten.sum %0 dim = [0] keepdim : tensor<4x?xf32> -> tensor<1x?xf32>
  %y = aten.add %1, %2 : tensor<1x?xf32>, tensor<1x?xf32> -> tensor<1x?xf32>
  func.return %y : tensor<1x?xf32>
}

// CHECK:      func.func @split.reverse(%dy: tensor<1x?xf32>) -> tensor<5x?xf32> {
// CHECK-NEXT:   %0 = aten.expand %dy size = [4, -1] : tensor<1x?xf32> -> tensor<4x?xf32>
// CHECK-NEXT:   %dx = aten.cat %0, %dy : tensor<4x?xf32>, tensor<1x?xf32> -> tensor<5x?xf32>
// CHECK-NEXT:   func.return %dx : tensor<5x?xf32>
// CHECK-NEXT: }

// -----

// The size of what is split may be known at run time only.
func.func @split_with_sizes(%x: tensor<?x?xf32>) -> tensor<3x?xf32> {
  %0, %1 = aten.split_with_sizes %x split_sizes = [2, 3] : tensor<?x?xf32> -> tensor<2x?xf32>, tensor<3x?xf32>
  func.return %1 : tensor<3x?xf32>
}

// CHECK:      func.func @split_with_sizes.reverse(%dy: tensor<3x?xf32>) -> tensor<5x?xf32> {
// CHECK-NEXT:   %dx = aten.pad %dy pad = [0, 0, 2, 0] : tensor<3x?xf32> -> tensor<5x?xf32>
// CHECK-NEXT:   func.return %dx : tensor<5x?xf32>
// CHECK-NEXT: }

// -----

// Chunks of a size that only run time tells are the rows that the dimension is split into.
func.func @chunk_of_unknown_size(%x: tensor<?x4xf32>) -> tensor<?x4xf32> {
  %0, %1, %2 = aten.chunk %x chunks = 3 : tensor<?x4xf32> -> tensor<?x4xf32>, tensor<?x4xf32>, tensor<?x4xf32>
  func.return %1 : tensor<?x4xf32>
}

// CHECK:      func.func @chunk_of_unknown_size.reverse(%dy: tensor<?x4xf32>) -> tensor<?x4xf32> {
// CHECK-NEXT:   %0 = aten.unsqueeze %dy dim = 0 : tensor<?x4xf32> -> tensor<1x?x4xf32>
// CHECK-NEXT:   %1 = aten.pad %0 pad = [0, 0, 0, 0, 1, 1] : tensor<1x?x4xf32> -> tensor<3x?x4xf32>
// CHECK-NEXT:   %dx = aten.flatten %1 end_dim = 1 : tensor<3x?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x4xf32>
// CHECK-NEXT: }

// -----

func.func @unbind(%x: tensor<?x3xf32>) -> tensor<?xf32> {
  %0, %1, %2 = aten.unbind %x dim = 1 : tensor<?x3xf32> -> tensor<?xf32>, tensor<?xf32>, tensor<?xf32>
  %y = aten.add %0, %2 : tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>
  func.return %y : tensor<?xf32>
}

// CHECK:      func.func @unbind.reverse(%dy: tensor<?xf32>) -> tensor<?x3xf32> {
// CHECK-NEXT:   %0 = aten.unsqueeze %dy dim = 1 : tensor<?xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   %1 = aten.pad %0 pad = [0, 1] : tensor<?x1xf32> -> tensor<?x2xf32>
// CHECK-NEXT:   %dx = aten.cat %1, %0 dim = 1 : tensor<?x2xf32>, tensor<?x1xf32> -> tensor<?x3xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x3xf32>
// CHECK-NEXT: }

// -----

// A stack and a grid are differentiated by their parts.
func.func @stack(%a: tensor<?xf32>, %b: tensor<?xf32>) -> tensor<?x2xf32> {
  %y = aten.stack %a, %b dim = 1 : tensor<?xf32>, tensor<?xf32> -> tensor<?x2xf32>
  func.return %y : tensor<?x2xf32>
}

// CHECK:      func.func @stack.reverse(%dy: tensor<?x2xf32>) -> (tensor<?xf32>, tensor<?xf32>) {
// CHECK-NEXT:   %0 = aten.slice %dy dim = 1 end = 1 : tensor<?x2xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   %1 = aten.slice %dy dim = 1 start = 1 end = 2 : tensor<?x2xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   %db = aten.squeeze %1 dim = [1] : tensor<?x1xf32> -> tensor<?xf32>
// CHECK-NEXT:   %da = aten.squeeze %0 dim = [1] : tensor<?x1xf32> -> tensor<?xf32>
// CHECK-NEXT:   func.return %da, %db : tensor<?xf32>, tensor<?xf32>
// CHECK-NEXT: }

// -----

func.func @meshgrid(%a: tensor<2xf32>, %b: tensor<3xf32>) -> tensor<2x3xf32> {
  %0, %1 = aten.meshgrid %a, %b : tensor<2xf32>, tensor<3xf32> -> tensor<2x3xf32>, tensor<2x3xf32>
  func.return %1 : tensor<2x3xf32>
}

// CHECK:      func.func @meshgrid.reverse(%dy: tensor<2x3xf32>) -> tensor<3xf32> {
// CHECK-NEXT:   %db = aten.sum %dy dim = [0] : tensor<2x3xf32> -> tensor<3xf32>
// CHECK-NEXT:   func.return %db : tensor<3xf32>
// CHECK-NEXT: }
