// RUN: adjoint-opt %s -p create-autodiff-subgraphs{threshold=2} --allow-unregistered-dialect --split-input-file | filecheck %s

// Ops that can be differentiated are grouped around those that cannot.

func.func @black_box(%x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = aten.exp %x : tensor<2xf32> -> tensor<2xf32>
  %1 = aten.neg %0 : tensor<2xf32> -> tensor<2xf32>
  %2 = "test.black_box"(%1) : (tensor<2xf32>) -> tensor<2xf32>
  %3 = aten.sin %2 : tensor<2xf32> -> tensor<2xf32>
  func.return %3 : tensor<2xf32>
}

// CHECK:      func.func @black_box(%x: tensor<2xf32>) -> tensor<2xf32> {
// CHECK-NEXT:   %0 = autodiff.differentiable_graph(%x) : (tensor<2xf32>) -> tensor<2xf32> {
// CHECK-NEXT:   ^bb0(%x_1: tensor<2xf32>):
// CHECK-NEXT:     %1 = aten.exp %x_1 : tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:     %2 = aten.neg %1 : tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:     autodiff.yield %2 : tensor<2xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   %1 = "test.black_box"(%0) : (tensor<2xf32>) -> tensor<2xf32>
// CHECK-NEXT:   %2 = aten.sin %1 : tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   func.return %2 : tensor<2xf32>
// CHECK-NEXT: }

// -----

// %3 cannot join %0: as one op they would depend on the black box between them, and it on them. It joins nobody.
func.func @cycle(%x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = aten.exp %x : tensor<2xf32> -> tensor<2xf32>
  %1 = aten.neg %0 : tensor<2xf32> -> tensor<2xf32>
  %2 = "test.black_box"(%0) : (tensor<2xf32>) -> tensor<2xf32>
  %3 = aten.mul %1, %2 : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  func.return %3 : tensor<2xf32>
}

// CHECK:      func.func @cycle(%x: tensor<2xf32>) -> tensor<2xf32> {
// CHECK-NEXT:   %0, %1 = autodiff.differentiable_graph(%x) : (tensor<2xf32>) -> tensor<2xf32>, tensor<2xf32> {
// CHECK-NEXT:   ^bb0(%x_1: tensor<2xf32>):
// CHECK-NEXT:     %2 = aten.exp %x_1 : tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:     %3 = aten.neg %2 : tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:     autodiff.yield %2, %3 : tensor<2xf32>, tensor<2xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   %2 = "test.black_box"(%0) : (tensor<2xf32>) -> tensor<2xf32>
// CHECK-NEXT:   %3 = aten.mul %1, %2 : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   func.return %3 : tensor<2xf32>
// CHECK-NEXT: }

// -----

// %2 joins %0 although the black box stands between them: they can change places. Constants come along.
func.func @reordered(%x: tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>) {
  %c = aten.constant dense<2.0> : tensor<f32>
  %0 = aten.mul %x, %c : tensor<2xf32>, tensor<f32> -> tensor<2xf32>
  %1 = "test.black_box"(%x) : (tensor<2xf32>) -> tensor<2xf32>
  %2 = aten.sin %0 : tensor<2xf32> -> tensor<2xf32>
  func.return %1, %2 : tensor<2xf32>, tensor<2xf32>
}

// CHECK:      func.func @reordered(%x: tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>) {
// CHECK-NEXT:   %0 = autodiff.differentiable_graph(%x) : (tensor<2xf32>) -> tensor<2xf32> {
// CHECK-NEXT:   ^bb0(%x_1: tensor<2xf32>):
// CHECK-NEXT:     %c = aten.constant dense<2.000000e+00> : tensor<f32>
// CHECK-NEXT:     %1 = aten.mul %x_1, %c : tensor<2xf32>, tensor<f32> -> tensor<2xf32>
// CHECK-NEXT:     %2 = aten.sin %1 : tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:     autodiff.yield %2 : tensor<2xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   %1 = "test.black_box"(%x) : (tensor<2xf32>) -> tensor<2xf32>
// CHECK-NEXT:   func.return %1, %0 : tensor<2xf32>, tensor<2xf32>
// CHECK-NEXT: }

// -----

// What is replaced or decomposed to be differentiated joins as well.

func.func @composite(%x: tensor<2x3xf32>, %t: tensor<2xi64>) -> tensor<f32> {
  %0 = aten.mish %x : tensor<2x3xf32> -> tensor<2x3xf32>
  %1 = aten.nll_loss %0, %t : tensor<2x3xf32>, tensor<2xi64> -> tensor<f32>
  func.return %1 : tensor<f32>
}

// CHECK:      func.func @composite(%x: tensor<2x3xf32>, %t: tensor<2xi64>) -> tensor<f32> {
// CHECK-NEXT:   %0 = autodiff.differentiable_graph(%x, %t) : (tensor<2x3xf32>, tensor<2xi64>) -> tensor<f32> {
// CHECK-NEXT:   ^bb0(%x_1: tensor<2x3xf32>, %t_1: tensor<2xi64>):
// CHECK-NEXT:     %1 = aten.mish %x_1 : tensor<2x3xf32> -> tensor<2x3xf32>
// CHECK-NEXT:     %2 = aten.nll_loss %1, %t_1 : tensor<2x3xf32>, tensor<2xi64> -> tensor<f32>
// CHECK-NEXT:     autodiff.yield %2 : tensor<f32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.return %0 : tensor<f32>
// CHECK-NEXT: }
