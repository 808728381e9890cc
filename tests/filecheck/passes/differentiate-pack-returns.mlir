// RUN: adjoint-opt %s -p differentiate{pack-returns=true} | filecheck %s

// With pack-returns the reverse returns one tuple, as TorchScript's does.

func.func @f(%a: tensor<2xf32>, %b: tensor<2xf32>) -> tensor<2xf32> {
  %y = aten.add %a, %b : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}

// CHECK:      func.func @f(%a: tensor<2xf32> {autodiff.requires_grad = false}, %b: tensor<2xf32> {autodiff.requires_grad = false}) -> tensor<2xf32> attributes {autodiff.gradient = #autodiff.gradient<reverse = @f.reverse, real_outputs = 1, input_vjps = [0], captured_inputs = [], captured_outputs = [], output_vjps = [0, 1]>} {
// CHECK-NEXT:   %y = aten.add %a, %b : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   func.return %y : tensor<2xf32>
// CHECK-NEXT: }
// CHECK-NEXT: func.func @f.reverse(%dy: tensor<2xf32>) -> tuple<tensor<2xf32>, tensor<2xf32>> {
// CHECK-NEXT:   %0 = autodiff.tuple_construct %dy, %dy : tensor<2xf32>, tensor<2xf32> -> tuple<tensor<2xf32>, tensor<2xf32>>
// CHECK-NEXT:   func.return %0 : tuple<tensor<2xf32>, tensor<2xf32>>
// CHECK-NEXT: }
