// RUN: adjoint-opt %s -p add-reverse --allow-unregistered-dialect --verify-diagnostics | filecheck %s

// An op without a rule: its name and place, and the chain of values that made a gradient necessary.

// CHECK:      error: 'test.black_box': it has no adjoint rule, and a gradient has to pass through it:
// CHECK-NEXT:   argument 0 (%x) of @f wants a gradient
// CHECK-NEXT:   'aten.exp' at {{.*}}:3 depends on it
// CHECK-NEXT:   'test.black_box' at {{.*}}:3 depends on it
// CHECK-NEXT:   'aten.sin' at {{.*}}:3 depends on it
// CHECK-NEXT:   it is output 0 of @f, which is given a cotangent
// CHECK-NEXT: Register a rule with @adjoint_rule, declare the op with without_gradient, or detach its result with {autodiff.requires_grad = false}.
func.func @f(%x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = aten.exp %x : tensor<2xf32> -> tensor<2xf32>
  %1 = "test.black_box"(%0) : (tensor<2xf32>) -> tensor<2xf32>
  %2 = aten.sin %1 : tensor<2xf32> -> tensor<2xf32>
  func.return %2 : tensor<2xf32>
}
