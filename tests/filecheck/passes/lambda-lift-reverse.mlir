// RUN: adjoint-opt %s -p lambda-lift-reverse --split-input-file | filecheck %s

// A function and its reverse become two. What the reverse needs is an argument, a result, or one more result, of which
// the reverse takes a cotangent where a gradient passes through it. A caller ignores the additional results.

func.func @product_and_sum(%a: tensor<2x3x4xf32>, %b: tensor<2x3x4xf32>) -> tensor<2x3x4xf32> {
  %p = aten.mul %a, %b : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
  %q = aten.mul %p, %a : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
  %y = aten.add %q, %b : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
  autodiff.reverse outputs [0] inputs [0, 1] {
  ^bb0(%dy: tensor<2x3x4xf32>):
    %dq, %db = autodiff.grad_of "aten.add"(%dy) of (%y : tensor<2x3x4xf32>) : tensor<2x3x4xf32> -> tensor<2x3x4xf32>, tensor<2x3x4xf32> {
      autodiff.yield %dy, %dy : tensor<2x3x4xf32>, tensor<2x3x4xf32>
    }
    %dp, %da = autodiff.grad_of "aten.mul"(%dq) of (%q : tensor<2x3x4xf32>) : tensor<2x3x4xf32> -> tensor<2x3x4xf32>, tensor<2x3x4xf32> {
      %0 = aten.mul %dq, %a : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
      %1 = aten.mul %dq, %p : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
      autodiff.yield %0, %1 : tensor<2x3x4xf32>, tensor<2x3x4xf32>
    }
    %da_1, %db_1 = autodiff.grad_of "aten.mul"(%dp) of (%p : tensor<2x3x4xf32>) : tensor<2x3x4xf32> -> tensor<2x3x4xf32>, tensor<2x3x4xf32> {
      %2 = aten.mul %dp, %b : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
      %3 = aten.mul %dp, %a : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
      autodiff.yield %2, %3 : tensor<2x3x4xf32>, tensor<2x3x4xf32>
    }
    %da_2 = autodiff.accumulate %da, %da_1 : tensor<2x3x4xf32>
    %db_2 = autodiff.accumulate %db, %db_1 : tensor<2x3x4xf32>
    autodiff.yield %da_2, %db_2 : tensor<2x3x4xf32>, tensor<2x3x4xf32>
  }
  func.return %y : tensor<2x3x4xf32>
}
func.func @caller(%a: tensor<2x3x4xf32>) -> tensor<2x3x4xf32> {
  %0 = func.call @product_and_sum(%a, %a) : (tensor<2x3x4xf32>, tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
  func.return %0 : tensor<2x3x4xf32>
}

// CHECK:      func.func @product_and_sum(%a: tensor<2x3x4xf32>, %b: tensor<2x3x4xf32>) -> (tensor<2x3x4xf32>, tensor<2x3x4xf32>) attributes {autodiff.gradient = #autodiff.gradient<reverse = @product_and_sum.reverse, real_outputs = 1, input_vjps = [0, 1], captured_inputs = [0, 1], captured_outputs = [1], output_vjps = [0, 1]>} {
// CHECK-NEXT:   %p = aten.mul %a, %b : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
// CHECK-NEXT:   %q = aten.mul %p, %a : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
// CHECK-NEXT:   %y = aten.add %q, %b : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
// CHECK-NEXT:   func.return %y, %p : tensor<2x3x4xf32>, tensor<2x3x4xf32>
// CHECK-NEXT: }
// CHECK-NEXT: func.func @product_and_sum.reverse(%dy: tensor<2x3x4xf32>, %dp: tensor<2x3x4xf32>, %a: tensor<2x3x4xf32>, %b: tensor<2x3x4xf32>, %p: tensor<2x3x4xf32>) -> (tensor<2x3x4xf32>, tensor<2x3x4xf32>) {
// CHECK-NEXT:   %dq, %db = autodiff.grad_of "aten.add"(%dy) : tensor<2x3x4xf32> -> tensor<2x3x4xf32>, tensor<2x3x4xf32> {
// CHECK-NEXT:     autodiff.yield %dy, %dy : tensor<2x3x4xf32>, tensor<2x3x4xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   %dp_1, %da = autodiff.grad_of "aten.mul"(%dq) : tensor<2x3x4xf32> -> tensor<2x3x4xf32>, tensor<2x3x4xf32> {
// CHECK-NEXT:     %0 = aten.mul %dq, %a : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
// CHECK-NEXT:     %1 = aten.mul %dq, %p : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
// CHECK-NEXT:     autodiff.yield %0, %1 : tensor<2x3x4xf32>, tensor<2x3x4xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   %dp_2 = autodiff.accumulate %dp, %dp_1 : tensor<2x3x4xf32>
// CHECK-NEXT:   %da_1, %db_1 = autodiff.grad_of "aten.mul"(%dp_2) : tensor<2x3x4xf32> -> tensor<2x3x4xf32>, tensor<2x3x4xf32> {
// CHECK-NEXT:     %2 = aten.mul %dp_2, %b : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
// CHECK-NEXT:     %3 = aten.mul %dp_2, %a : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
// CHECK-NEXT:     autodiff.yield %2, %3 : tensor<2x3x4xf32>, tensor<2x3x4xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   %da_2 = autodiff.accumulate %da, %da_1 : tensor<2x3x4xf32>
// CHECK-NEXT:   %db_2 = autodiff.accumulate %db, %db_1 : tensor<2x3x4xf32>
// CHECK-NEXT:   func.return %da_2, %db_2 : tensor<2x3x4xf32>, tensor<2x3x4xf32>
// CHECK-NEXT: }
// CHECK-NEXT: func.func @caller(%a: tensor<2x3x4xf32>) -> tensor<2x3x4xf32> {
// CHECK-NEXT:   %0, %1 = func.call @product_and_sum(%a, %a) : (tensor<2x3x4xf32>, tensor<2x3x4xf32>) -> (tensor<2x3x4xf32>, tensor<2x3x4xf32>)
// CHECK-NEXT:   func.return %0 : tensor<2x3x4xf32>
// CHECK-NEXT: }

// -----

// %y is captured as the output that it is, %b as the argument.
func.func @captures(%a: tensor<2xf32>, %b: tensor<2xf32>) -> tensor<2xf32> {
  %p = aten.mul %a, %b : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  %y = aten.exp %p : tensor<2xf32> -> tensor<2xf32>
  autodiff.reverse outputs [0] inputs [0] {
  ^bb0(%dy: tensor<2xf32>):
    %dp = aten.mul %dy, %y : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
    %da = aten.mul %dp, %b : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
    autodiff.yield %da : tensor<2xf32>
  }
  func.return %y : tensor<2xf32>
}

// CHECK:      func.func @captures(%a: tensor<2xf32>, %b: tensor<2xf32>) -> tensor<2xf32> attributes {autodiff.gradient = #autodiff.gradient<reverse = @captures.reverse, real_outputs = 1, input_vjps = [0], captured_inputs = [1], captured_outputs = [0], output_vjps = [0]>} {
// CHECK-NEXT:   %p = aten.mul %a, %b : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   %y = aten.exp %p : tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   func.return %y : tensor<2xf32>
// CHECK-NEXT: }
// CHECK-NEXT: func.func @captures.reverse(%dy: tensor<2xf32>, %b: tensor<2xf32>, %y: tensor<2xf32>) -> tensor<2xf32> {
// CHECK-NEXT:   %dp = aten.mul %dy, %y : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   %da = aten.mul %dp, %b : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   func.return %da : tensor<2xf32>
// CHECK-NEXT: }
