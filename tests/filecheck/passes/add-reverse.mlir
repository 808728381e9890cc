// RUN: adjoint-opt %s -p add-reverse --split-input-file | filecheck %s

// The reverse of a function: one autodiff.grad_of for every op a gradient passes through, cotangents accumulated where
// a value is used more than once.

func.func @product_and_sum(%a: tensor<2x3x4xf32>, %b: tensor<2x3x4xf32>) -> tensor<2x3x4xf32> {
  %p = aten.mul %a, %b : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
  %q = aten.mul %p, %a : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
  %y = aten.add %q, %b : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
  func.return %y : tensor<2x3x4xf32>
}

// CHECK:      func.func @product_and_sum(%a: tensor<2x3x4xf32> {autodiff.requires_grad}, %b: tensor<2x3x4xf32> {autodiff.requires_grad}) -> tensor<2x3x4xf32> {
// CHECK-NEXT:   %p = aten.mul %a, %b {autodiff.requires_grad} : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
// CHECK-NEXT:   %q = aten.mul %p, %a {autodiff.requires_grad} : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
// CHECK-NEXT:   %y = aten.add %q, %b {autodiff.requires_grad} : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
// CHECK-NEXT:   autodiff.reverse outputs [0] inputs [0, 1] {
// CHECK-NEXT:   ^bb0(%dy: tensor<2x3x4xf32>):
// CHECK-NEXT:     %dq, %db = autodiff.grad_of "aten.add"(%dy) of (%y : tensor<2x3x4xf32>) : tensor<2x3x4xf32> -> tensor<2x3x4xf32>, tensor<2x3x4xf32> {
// CHECK-NEXT:       autodiff.yield %dy, %dy : tensor<2x3x4xf32>, tensor<2x3x4xf32>
// CHECK-NEXT:     }
// CHECK-NEXT:     %dp, %da = autodiff.grad_of "aten.mul"(%dq) of (%q : tensor<2x3x4xf32>) : tensor<2x3x4xf32> -> tensor<2x3x4xf32>, tensor<2x3x4xf32> {
// CHECK-NEXT:       %0 = aten.mul %dq, %a : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
// CHECK-NEXT:       %1 = aten.mul %dq, %p : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
// CHECK-NEXT:       autodiff.yield %0, %1 : tensor<2x3x4xf32>, tensor<2x3x4xf32>
// CHECK-NEXT:     }
// CHECK-NEXT:     %da_1, %db_1 = autodiff.grad_of "aten.mul"(%dp) of (%p : tensor<2x3x4xf32>) : tensor<2x3x4xf32> -> tensor<2x3x4xf32>, tensor<2x3x4xf32> {
// CHECK-NEXT:       %2 = aten.mul %dp, %b : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
// CHECK-NEXT:       %3 = aten.mul %dp, %a : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
// CHECK-NEXT:       autodiff.yield %2, %3 : tensor<2x3x4xf32>, tensor<2x3x4xf32>
// CHECK-NEXT:     }
// CHECK-NEXT:     %da_2 = autodiff.accumulate %da, %da_1 : tensor<2x3x4xf32>
// CHECK-NEXT:     %db_2 = autodiff.accumulate %db, %db_1 : tensor<2x3x4xf32>
// CHECK-NEXT:     autodiff.yield %da_2, %db_2 : tensor<2x3x4xf32>, tensor<2x3x4xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.return %y : tensor<2x3x4xf32>
// CHECK-NEXT: }

// -----

// What no wanted gradient needs gets no cotangent: not %x, and nothing that only %unused depends on.
func.func @pruned(%x: tensor<8x4xf32>, %w: tensor<4x5xf32> {autodiff.requires_grad}) -> tensor<8x5xf32> {
  %z = aten.exp %x : tensor<8x4xf32> -> tensor<8x4xf32>
  %y = aten.mm %z, %w : tensor<8x4xf32>, tensor<4x5xf32> -> tensor<8x5xf32>
  %unused = aten.tanh %y : tensor<8x5xf32> -> tensor<8x5xf32>
  func.return %y : tensor<8x5xf32>
}

// CHECK:      func.func @pruned(%x: tensor<8x4xf32> {autodiff.requires_grad = false}, %w: tensor<4x5xf32> {autodiff.requires_grad}) -> tensor<8x5xf32> {
// CHECK-NEXT:   %z = aten.exp %x : tensor<8x4xf32> -> tensor<8x4xf32>
// CHECK-NEXT:   %y = aten.mm %z, %w {autodiff.requires_grad} : tensor<8x4xf32>, tensor<4x5xf32> -> tensor<8x5xf32>
// CHECK-NEXT:   %unused = aten.tanh %y {autodiff.requires_grad} : tensor<8x5xf32> -> tensor<8x5xf32>
// CHECK-NEXT:   autodiff.reverse outputs [0] inputs [1] {
// CHECK-NEXT:   ^bb0(%dy: tensor<8x5xf32>):
// CHECK-NEXT:     %dw = autodiff.grad_of "aten.mm"(%dy) of (%y : tensor<8x5xf32>) : tensor<8x5xf32> -> tensor<4x5xf32> {
// CHECK-NEXT:       %0 = aten.t %z : tensor<8x4xf32> -> tensor<4x8xf32>
// CHECK-NEXT:       %1 = aten.mm %0, %dy : tensor<4x8xf32>, tensor<8x5xf32> -> tensor<4x5xf32>
// CHECK-NEXT:       autodiff.yield %1 : tensor<4x5xf32>
// CHECK-NEXT:     }
// CHECK-NEXT:     autodiff.yield %dw : tensor<4x5xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.return %y : tensor<8x5xf32>
// CHECK-NEXT: }

// -----

// Two outputs, one of them twice, and one that does not depend on the arguments differentiably.
func.func @outputs(%x: tensor<2xf32>) -> (tensor<2xf32>, tensor<2xi1>, tensor<2xf32>) {
  %y = aten.exp %x : tensor<2xf32> -> tensor<2xf32>
  %c = aten.gt %y, %x : tensor<2xf32>, tensor<2xf32> -> tensor<2xi1>
  func.return %y, %c, %y : tensor<2xf32>, tensor<2xi1>, tensor<2xf32>
}

// CHECK:      func.func @outputs(%x: tensor<2xf32> {autodiff.requires_grad}) -> (tensor<2xf32>, tensor<2xi1>, tensor<2xf32>) {
// CHECK-NEXT:   %y = aten.exp %x {autodiff.requires_grad} : tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   %c = aten.gt %y, %x : tensor<2xf32>, tensor<2xf32> -> tensor<2xi1>
// CHECK-NEXT:   autodiff.reverse outputs [0, 2] inputs [0] {
// CHECK-NEXT:   ^bb0(%dy: tensor<2xf32>, %dy_1: tensor<2xf32>):
// CHECK-NEXT:     %0 = autodiff.accumulate %dy, %dy_1 : tensor<2xf32>
// CHECK-NEXT:     %dx = autodiff.grad_of "aten.exp"(%0) of (%y : tensor<2xf32>) : tensor<2xf32> -> tensor<2xf32> {
// CHECK-NEXT:       %1 = aten.mul %0, %y : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:       autodiff.yield %1 : tensor<2xf32>
// CHECK-NEXT:     }
// CHECK-NEXT:     autodiff.yield %dx : tensor<2xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.return %y, %c, %y : tensor<2xf32>, tensor<2xi1>, tensor<2xf32>
// CHECK-NEXT: }
