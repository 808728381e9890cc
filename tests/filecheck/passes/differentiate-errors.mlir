// RUN: adjoint-opt %s -p differentiate{function=f} --split-input-file --verify-diagnostics | filecheck %s

// What cannot be differentiated, in the words of the user.

// CHECK:      error: 'func.func': no argument of @f wants a gradient: mark one or give wrt=…
func.func @f(%n: tensor<2xi64>) -> tensor<2xi64> {
  func.return %n : tensor<2xi64>
}

// -----

// CHECK:      error: there is no function @f with a body: the module defines @g
func.func @g(%x: tensor<2xf32>) -> tensor<2xf32> {
  func.return %x : tensor<2xf32>
}

// -----

// CHECK:      error: 'func.call': cannot inline a recursive function: @f calls @g calls @f
func.func @f(%x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = func.call @g(%x) : (tensor<2xf32>) -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}
func.func @g(%x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = func.call @f(%x) : (tensor<2xf32>) -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}

// -----

// CHECK:      error: 'func.func': @f has 2 blocks: only straight-line functions can be differentiated
func.func @f(%x: tensor<2xf32>) -> tensor<2xf32> {
  cf.br ^bb1(%x : tensor<2xf32>)
^bb1(%y: tensor<2xf32>):
  func.return %y : tensor<2xf32>
}

// -----

// CHECK:      error: 'func.func': argument 1 of @f is a tensor<2xi64>: only tensors of floating point numbers have gradients
func.func @f(%x: tensor<2xf32>, %n: tensor<2xi64> {autodiff.requires_grad}) -> tensor<2xf32> {
  func.return %x : tensor<2xf32>
}

// -----

// CHECK:      error: 'func.call': it has no adjoint rule, and a gradient has to pass through it:
// CHECK-NEXT:   argument 0 (%x) of @f wants a gradient
// CHECK-NEXT:   'func.call' at {{.*}}:3 depends on it
// CHECK-NEXT:   it is output 0 of @f, which is given a cotangent
// CHECK-NEXT: Register a rule with @adjoint_rule, declare the op with without_gradient, or detach its result with {autodiff.requires_grad = false}.
func.func private @elsewhere(%x: tensor<2xf32>) -> tensor<2xf32>
func.func @f(%x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = func.call @elsewhere(%x) : (tensor<2xf32>) -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}

// -----

// CHECK:      error: 'func.func': @f was differentiated before, and it or its reverse is called: differentiate a copy
func.func @f(%x: tensor<2xf32>) -> tensor<2xf32> attributes {autodiff.gradient = #autodiff.gradient<reverse = @f.reverse, real_outputs = 1, input_vjps = [0], captured_inputs = [], captured_outputs = [], output_vjps = [0]>} {
  func.return %x : tensor<2xf32>
}
func.func @f.reverse(%dx: tensor<2xf32>) -> tensor<2xf32> {
  func.return %dx : tensor<2xf32>
}
func.func @caller(%x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = func.call @f(%x) : (tensor<2xf32>) -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}
