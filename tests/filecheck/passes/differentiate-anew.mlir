// RUN: adjoint-opt %s -p 'differentiate{wrt=0},differentiate{function=f wrt=1}' | filecheck %s

// A function that was split is differentiated anew, by other arguments: it has one reverse.

func.func @f(%a: tensor<2xf32>, %b: tensor<2xf32>) -> tensor<2xf32> {
  %0 = aten.sin %a : tensor<2xf32> -> tensor<2xf32>
  %y = aten.mul %0, %b : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}

// CHECK:      func.func @f(%a: tensor<2xf32> {autodiff.requires_grad = false}, %b: tensor<2xf32> {autodiff.requires_grad = false}) -> (tensor<2xf32>, tensor<2xf32>) attributes {autodiff.gradient = #autodiff.gradient<reverse = @f.reverse, real_outputs = 1, input_vjps = [0], captured_inputs = [], captured_outputs = [1], output_vjps = [1]>} {
// CHECK-NEXT:   %0 = aten.sin %a : tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   %y = aten.mul %0, %b : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   func.return %y, %0 : tensor<2xf32>, tensor<2xf32>
// CHECK-NEXT: }
// CHECK-NEXT: func.func @f.reverse(%dy: tensor<2xf32>, %0: tensor<2xf32>) -> tensor<2xf32> {
// CHECK-NEXT:   %db = aten.mul %dy, %0 : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   func.return %db : tensor<2xf32>
// CHECK-NEXT: }
