// RUN: adjoint-opt %s -p specialize-zeros --split-input-file | filecheck %s

// Parts that are joined in a reverse, of which some turn out to be zero: the others are padded, whatever their other
// sizes are; nothing has to tell how many zeros there are.

func.func @some(%g: tensor<2x?xf32>, %h: tensor<1x?xf32>) -> tensor<9x?xf32> {
  %0 = autodiff.zero : tensor<3x?xf32>
  %1 = autodiff.zero : tensor<1x?xf32>
  %2 = autodiff.zero : tensor<2x?xf32>
  %3 = aten.cat %0, %g, %1, %h, %2 : tensor<3x?xf32>, tensor<2x?xf32>, tensor<1x?xf32>, tensor<1x?xf32>, tensor<2x?xf32> -> tensor<9x?xf32>
  func.return %3 : tensor<9x?xf32>
}

// CHECK:      func.func @some(%g: tensor<2x?xf32>, %h: tensor<1x?xf32>) -> tensor<9x?xf32> {
// CHECK-NEXT:   %0 = aten.pad %g pad = [0, 0, 3, 1] : tensor<2x?xf32> -> tensor<6x?xf32>
// CHECK-NEXT:   %1 = aten.pad %h pad = [0, 0, 0, 2] : tensor<1x?xf32> -> tensor<3x?xf32>
// CHECK-NEXT:   %2 = aten.cat %0, %1 : tensor<6x?xf32>, tensor<3x?xf32> -> tensor<9x?xf32>
// CHECK-NEXT:   func.return %2 : tensor<9x?xf32>
// CHECK-NEXT: }

// -----

func.func @all_but_one(%g: tensor<?x2xf32>) -> tensor<?x4xf32> {
  %0 = autodiff.zero : tensor<?x1xf32>
  %1 = aten.cat %0, %g, %0 dim = 1 : tensor<?x1xf32>, tensor<?x2xf32>, tensor<?x1xf32> -> tensor<?x4xf32>
  func.return %1 : tensor<?x4xf32>
}

// CHECK:      func.func @all_but_one(%g: tensor<?x2xf32>) -> tensor<?x4xf32> {
// CHECK-NEXT:   %0 = aten.pad %g pad = [1, 1] : tensor<?x2xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   func.return %0 : tensor<?x4xf32>
// CHECK-NEXT: }

// -----

func.func @all() -> tensor<?x2xf32> {
  %0 = autodiff.zero : tensor<?x1xf32>
  %1 = aten.cat %0, %0 dim = 1 : tensor<?x1xf32>, tensor<?x1xf32> -> tensor<?x2xf32>
  func.return %1 : tensor<?x2xf32>
}

// CHECK:      func.func @all() -> tensor<?x2xf32> {
// CHECK-NEXT:   %0 = autodiff.zero : tensor<?x2xf32>
// CHECK-NEXT:   func.return %0 : tensor<?x2xf32>
// CHECK-NEXT: }
