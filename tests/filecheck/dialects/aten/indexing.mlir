// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | filecheck %s --check-prefix=GENERIC

// Parts of tensors, with the clamping of Python's slices.

// CHECK-LABEL: func.func @parts
func.func @parts(%x: tensor<?x4xf32>, %y: tensor<3x4xf32>) {
  %0 = aten.slice %y dim = 1 start = -3 end = 100 step = 2 : tensor<3x4xf32> -> tensor<3x2xf32>
  // CHECK-NEXT: %0 = aten.slice %y dim = 1 start = -3 end = 100 step = 2 : tensor<3x4xf32> -> tensor<3x2xf32>
  %1 = aten.slice %x end = -1 : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %1 = aten.slice %x end = -1 : tensor<?x4xf32> -> tensor<?x4xf32>
  %2 = aten.select %x dim = 1 index = -1 : tensor<?x4xf32> -> tensor<?xf32>
  // CHECK-NEXT: %2 = aten.select %x dim = 1 index = -1 : tensor<?x4xf32> -> tensor<?xf32>
  func.return
}

// A part at a place known only at run time.

// CHECK-LABEL: func.func @narrow
func.func @narrow(%x: tensor<?x4xf32>, %start: tensor<index>, %length: tensor<index>, %g: tensor<?x4xf32>, %s: tensor<2xindex>) {
  %0 = aten.narrow %x, %start, %length dim = 0 : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %0 = aten.narrow %x, %start, %length dim = 0 : tensor<?x4xf32> -> tensor<?x4xf32>
  %1 = aten.narrow_backward %g, %start, %s dim = 0 : tensor<?x4xf32>, tensor<2xindex> -> tensor<?x?xf32>
  // CHECK-NEXT: %1 = aten.narrow_backward %g, %start, %s dim = 0 : tensor<?x4xf32>, tensor<2xindex> -> tensor<?x?xf32>
  %2 = aten.narrow_backward %g, %start size = [7, 4] dim = 0 : tensor<?x4xf32> -> tensor<7x4xf32>
  // CHECK-NEXT: %2 = aten.narrow_backward %g, %start size = [7, 4] dim = 0 : tensor<?x4xf32> -> tensor<7x4xf32>
  func.return
}

// The reverse of taking a part puts it into zeros.

// CHECK-LABEL: func.func @backward
func.func @backward(%g: tensor<3x2xf32>, %row: tensor<4xf32>, %s: tensor<2xindex>) {
  %0 = aten.slice_backward %g size = [3, 4] dim = 1 start = -3 step = 2 : tensor<3x2xf32> -> tensor<3x4xf32>
  // CHECK-NEXT: %0 = aten.slice_backward %g size = [3, 4] dim = 1 start = -3 step = 2 : tensor<3x2xf32> -> tensor<3x4xf32>
  %1 = aten.slice_backward %g, %s dim = 1 end = 2 : tensor<3x2xf32>, tensor<2xindex> -> tensor<?x?xf32>
  // CHECK-NEXT: %1 = aten.slice_backward %g, %s dim = 1 end = 2 : tensor<3x2xf32>, tensor<2xindex> -> tensor<?x?xf32>
  %2 = aten.select_backward %row size = [3, 4] dim = 0 index = -1 : tensor<4xf32> -> tensor<3x4xf32>
  // CHECK-NEXT: %2 = aten.select_backward %row size = [3, 4] dim = 0 index = -1 : tensor<4xf32> -> tensor<3x4xf32>
  %3 = aten.select_backward %row, %s dim = 0 index = 1 : tensor<4xf32>, tensor<2xindex> -> tensor<?x?xf32>
  // CHECK-NEXT: %3 = aten.select_backward %row, %s dim = 0 index = 1 : tensor<4xf32>, tensor<2xindex> -> tensor<?x?xf32>
  func.return
}

// The generic form.
// GENERIC: %0 = "aten.slice"(%y) <{dim = 1 : i64, start = -3 : i64, end = 100 : i64, step = 2 : i64}> : (tensor<3x4xf32>) -> tensor<3x2xf32>
