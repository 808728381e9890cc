// RUN: adjoint-opt %s -p differentiate{function=f} | filecheck %s

// Calls and subgraphs are inlined before.

func.func private @square(%x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = aten.mul %x, %x : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}
func.func @f(%a: tensor<2xf32>) -> tensor<2xf32> {
  %0 = func.call @square(%a) : (tensor<2xf32>) -> tensor<2xf32>
  %y = autodiff.differentiable_graph(%0) : (tensor<2xf32>) -> tensor<2xf32> {
  ^bb0(%b: tensor<2xf32>):
    %1 = aten.exp %b : tensor<2xf32> -> tensor<2xf32>
    autodiff.yield %1 : tensor<2xf32>
  }
  func.return %y : tensor<2xf32>
}

// CHECK:      func.func private @square(%x: tensor<2xf32>) -> tensor<2xf32> {
// CHECK-NEXT:   %0 = aten.mul %x, %x : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   func.return %0 : tensor<2xf32>
// CHECK-NEXT: }
// CHECK-NEXT: func.func @f(%a: tensor<2xf32> {autodiff.requires_grad = false}) -> tensor<2xf32> attributes {autodiff.gradient = #autodiff.gradient<reverse = @f.reverse, real_outputs = 1, input_vjps = [0], captured_inputs = [0], captured_outputs = [0], output_vjps = [0]>} {
// CHECK-NEXT:   %b = aten.mul %a, %a : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   %y = aten.exp %b : tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   func.return %y : tensor<2xf32>
// CHECK-NEXT: }
// CHECK-NEXT: func.func @f.reverse(%dy: tensor<2xf32>, %a: tensor<2xf32>, %y: tensor<2xf32>) -> tensor<2xf32> {
// CHECK-NEXT:   %db = aten.mul %dy, %y : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   %da = aten.mul %db, %a : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   %da_1 = aten.add %da, %da : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   func.return %da_1 : tensor<2xf32>
// CHECK-NEXT: }
