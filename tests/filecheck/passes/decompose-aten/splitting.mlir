// RUN: adjoint-opt %s -p decompose-aten --split-input-file | filecheck %s

// Lists of parts are slices: what is not used is not read.

// The last part goes to the end, so that run time tells whether the sizes add up.
func.func @split_with_sizes(%x: tensor<?xf32>) -> (tensor<2xf32>, tensor<3xf32>) {
  %0, %1 = aten.split_with_sizes %x split_sizes = [2, 3] : tensor<?xf32> -> tensor<2xf32>, tensor<3xf32>
  func.return %0, %1 : tensor<2xf32>, tensor<3xf32>
}

// CHECK:      func.func @split_with_sizes(%x: tensor<?xf32>) -> (tensor<2xf32>, tensor<3xf32>) {
// CHECK-NEXT:   %0 = aten.slice %x end = 2 : tensor<?xf32> -> tensor<?xf32>
// CHECK-NEXT:   %1 = aten.slice %x start = 2 : tensor<?xf32> -> tensor<?xf32>
// CHECK-NEXT:   %2 = aten.to %0 dtype = f32 : tensor<?xf32> -> tensor<2xf32>
// CHECK-NEXT:   %3 = aten.to %1 dtype = f32 : tensor<?xf32> -> tensor<3xf32>
// CHECK-NEXT:   func.return %2, %3 : tensor<2xf32>, tensor<3xf32>
// CHECK-NEXT: }

// -----

// Of a size that only run time tells chunks are the rows that the dimension is split into.
func.func @chunk(%x: tensor<?x4xf32>) -> tensor<?x4xf32> {
  %0, %1 = aten.chunk %x chunks = 2 : tensor<?x4xf32> -> tensor<?x4xf32>, tensor<?x4xf32>
  %2 = aten.mul %0, %1 : tensor<?x4xf32>, tensor<?x4xf32> -> tensor<?x4xf32>
  func.return %2 : tensor<?x4xf32>
}

// CHECK:      func.func @chunk(%x: tensor<?x4xf32>) -> tensor<?x4xf32> {
// CHECK-NEXT:   %0 = aten.unflatten %x dim = 0 sizes = [2, -1] : tensor<?x4xf32> -> tensor<2x?x4xf32>
// CHECK-NEXT:   %1 = aten.select %0 dim = 0 index = 0 : tensor<2x?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   %2 = aten.select %0 dim = 0 index = 1 : tensor<2x?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   %3 = aten.mul %1, %2 : tensor<?x4xf32>, tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   func.return %3 : tensor<?x4xf32>
// CHECK-NEXT: }

// -----

func.func @meshgrid(%a: tensor<2xf32>, %b: tensor<?xf32>) -> (tensor<2x?xf32>, tensor<2x?xf32>) {
  %0, %1 = aten.meshgrid %a, %b : tensor<2xf32>, tensor<?xf32> -> tensor<2x?xf32>, tensor<2x?xf32>
  func.return %0, %1 : tensor<2x?xf32>, tensor<2x?xf32>
}

// CHECK:      func.func @meshgrid(%a: tensor<2xf32>, %b: tensor<?xf32>) -> (tensor<2x?xf32>, tensor<2x?xf32>) {
// CHECK-NEXT:   %0 = aten.size %b : tensor<?xf32> -> tensor<1xindex>
// CHECK-NEXT:   %1 = aten.select %0 dim = 0 index = 0 : tensor<1xindex> -> tensor<index>
// CHECK-NEXT:   %2 = aten.constant dense<2> : tensor<1xindex>
// CHECK-NEXT:   %3 = aten.unsqueeze %1 dim = 0 : tensor<index> -> tensor<1xindex>
// CHECK-NEXT:   %4 = aten.cat %2, %3 : tensor<1xindex>, tensor<1xindex> -> tensor<2xindex>
// CHECK-NEXT:   %5 = aten.unsqueeze %a dim = -1 : tensor<2xf32> -> tensor<2x1xf32>
// CHECK-NEXT:   %6 = aten.expand %5, %4 : tensor<2x1xf32>, tensor<2xindex> -> tensor<2x?xf32>
// CHECK-NEXT:   %7 = aten.expand %b, %4 : tensor<?xf32>, tensor<2xindex> -> tensor<2x?xf32>
// CHECK-NEXT:   func.return %6, %7 : tensor<2x?xf32>, tensor<2x?xf32>
// CHECK-NEXT: }
