// RUN: adjoint-opt %s  --split-input-file --verify-diagnostics | filecheck %s

// What is refused of the ops with a region.

// CHECK:      error: 'autodiff.reverse': must be the last op before the return
func.func @f(%a: tensor<2xf32>) -> tensor<2xf32> {
  autodiff.reverse outputs [0] inputs [0] {
  ^bb0(%dy: tensor<2xf32>):
    autodiff.yield %dy : tensor<2xf32>
  }
  %y = aten.exp %a : tensor<2xf32> -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}

// -----

// CHECK:      error: 'autodiff.reverse': output 1 does not exist, the function has 1
func.func @f(%a: tensor<2xf32>) -> tensor<2xf32> {
  autodiff.reverse outputs [1] inputs [0] {
  ^bb0(%dy: tensor<2xf32>):
    autodiff.yield %dy : tensor<2xf32>
  }
  func.return %a : tensor<2xf32>
}

// -----

// CHECK:      error: 'autodiff.reverse': the cotangent of an output of type tensor<2xf32> is a tensor<3xf32>
func.func @f(%a: tensor<2xf32>) -> tensor<2xf32> {
  autodiff.reverse outputs [0] inputs [0] {
  ^bb0(%dy: tensor<3xf32>):
    autodiff.yield %dy : tensor<3xf32>
  }
  func.return %a : tensor<2xf32>
}

// -----

// CHECK:      error: 'autodiff.reverse': the number of cotangents, 2, is not that of the listed outputs, 1
func.func @f(%a: tensor<2xf32>) -> tensor<2xf32> {
  autodiff.reverse outputs [0] inputs [0] {
  ^bb0(%dy: tensor<2xf32>, %dz: tensor<2xf32>):
    autodiff.yield %dy : tensor<2xf32>
  }
  func.return %a : tensor<2xf32>
}

// -----

// CHECK:      error: 'autodiff.reverse': the number of values that the region yields, 2, is not that of its arguments, 1
func.func @f(%a: tensor<2xf32>) -> tensor<2xf32> {
  autodiff.reverse outputs [0] inputs [0] {
  ^bb0(%dy: tensor<2xf32>):
    autodiff.yield %dy, %dy : tensor<2xf32>, tensor<2xf32>
  }
  func.return %a : tensor<2xf32>
}

// -----

// CHECK:      error: 'autodiff.reverse': value 0 of the region is a tensor<2xf32>, its argument a tensor<3xf32>
func.func @f(%a: tensor<2xf32>, %b: tensor<3xf32>) -> tensor<2xf32> {
  autodiff.reverse outputs [0] inputs [1] {
  ^bb0(%dy: tensor<2xf32>):
    autodiff.yield %dy : tensor<2xf32>
  }
  func.return %a : tensor<2xf32>
}

// -----

// CHECK:      error: 'autodiff.grad_of': expected one primal for each cotangent, of the same type
func.func @f(%g: tensor<2xf32>, %y: tensor<3xf32>) {
  %0 = autodiff.grad_of "aten.neg"(%g) of (%y : tensor<3xf32>) : tensor<2xf32> -> tensor<2xf32> {
    autodiff.yield %g : tensor<2xf32>
  }
  func.return
}

// -----

// CHECK:      error: 'autodiff.grad_of': value 0 of the region is a tensor<2xf32>, its result a tensor<3xf32>
func.func @f(%g: tensor<2xf32>) {
  %0 = autodiff.grad_of "aten.neg"(%g) : tensor<2xf32> -> tensor<3xf32> {
    autodiff.yield %g : tensor<2xf32>
  }
  func.return
}

// -----

// CHECK:      error: 'autodiff.differentiable_graph': the arguments of the region must have the types of the operands
func.func @f(%g: tensor<2xf32>) {
  %0 = autodiff.differentiable_graph(%g) : (tensor<2xf32>) -> tensor<2xf32> {
  ^bb0(%a: tensor<3xf32>):
    autodiff.yield %a : tensor<3xf32>
  }
  func.return
}
