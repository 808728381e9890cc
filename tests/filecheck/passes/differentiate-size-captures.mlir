// RUN: adjoint-opt %s -p differentiate --split-input-file | filecheck %s

// Which sizes a function keeps for its reverse.

// None where shapes are static.
func.func @static(%x: tensor<3x4xf32>, %b: tensor<4xf32>) -> tensor<f32> {
  %0 = aten.add %x, %b : tensor<3x4xf32>, tensor<4xf32> -> tensor<3x4xf32>
  %y = aten.mean %0 : tensor<3x4xf32> -> tensor<f32>
  func.return %y : tensor<f32>
}

// CHECK:      func.func @static.reverse(%dy: tensor<f32>) -> (tensor<3x4xf32>, tensor<4xf32>) {
// CHECK-NEXT:   %0 = aten.constant dense<1.200000e+01> : tensor<f32>
// CHECK-NEXT:   %1 = aten.div %dy, %0 : tensor<f32>, tensor<f32> -> tensor<f32>
// CHECK-NEXT:   %dx = aten.expand %1 size = [3, 4] : tensor<f32> -> tensor<3x4xf32>
// CHECK-NEXT:   %db = aten.sum %dx dim = [0] : tensor<3x4xf32> -> tensor<4xf32>
// CHECK-NEXT:   func.return %dx, %db : tensor<3x4xf32>, tensor<4xf32>
// CHECK-NEXT: }

// -----

// One for two values of which the sizes are known to be equal.
func.func @deduplicated(%x: tensor<?x?xf32>) -> tensor<f32> {
  %0 = aten.neg %x : tensor<?x?xf32> -> tensor<?x?xf32>
  %1 = aten.sum %0 : tensor<?x?xf32> -> tensor<f32>
  %2 = aten.sum %x : tensor<?x?xf32> -> tensor<f32>
  %3 = aten.add %1, %2 : tensor<f32>, tensor<f32> -> tensor<f32>
  func.return %3 : tensor<f32>
}

// CHECK:      func.func @deduplicated.reverse(%dy: tensor<f32>, %0: tensor<2xindex>) -> tensor<?x?xf32> {
// CHECK-NEXT:   %dx = aten.expand %dy, %0 : tensor<f32>, tensor<2xindex> -> tensor<?x?xf32>
// CHECK-NEXT:   %dx_1 = aten.neg %dx : tensor<?x?xf32> -> tensor<?x?xf32>
// CHECK-NEXT:   %dx_2 = aten.add %dx, %dx_1 : tensor<?x?xf32>, tensor<?x?xf32> -> tensor<?x?xf32>
// CHECK-NEXT:   func.return %dx_2 : tensor<?x?xf32>
// CHECK-NEXT: }

// -----

// None where a tensor of that size is captured anyway.
func.func @of_a_capture(%x: tensor<?x?xf32>) -> tensor<f32> {
  %0 = aten.exp %x : tensor<?x?xf32> -> tensor<?x?xf32>
  %y = aten.sum %0 : tensor<?x?xf32> -> tensor<f32>
  func.return %y : tensor<f32>
}

// CHECK:      func.func @of_a_capture.reverse(%dy: tensor<f32>, %0: tensor<?x?xf32>, %1: tensor<?x?xf32>) -> tensor<?x?xf32> {
// CHECK-NEXT:   %2 = aten.size %1 : tensor<?x?xf32> -> tensor<2xindex>
// CHECK-NEXT:   %3 = aten.expand %dy, %2 : tensor<f32>, tensor<2xindex> -> tensor<?x?xf32>
// CHECK-NEXT:   %4 = aten.add %0, %3 : tensor<?x?xf32>, tensor<?x?xf32> -> tensor<?x?xf32>
// CHECK-NEXT:   %dx = aten.mul %4, %1 : tensor<?x?xf32>, tensor<?x?xf32> -> tensor<?x?xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x?xf32>
// CHECK-NEXT: }
