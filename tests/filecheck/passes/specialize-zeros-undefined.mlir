// RUN: adjoint-opt %s -p "specialize-zeros{function=f undefined=1}" | filecheck %s

// The second cotangent is not given: the reverse loses it, what depends on it alone, and says so in the descriptor.

func.func @f(%a: tensor<2xf32>, %b: tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>) attributes {autodiff.gradient = #autodiff.gradient<reverse = @f.reverse, real_outputs = 2, input_vjps = [0, 1], captured_inputs = [0, 1], captured_outputs = [], output_vjps = [0, 1]>} {
  %y = aten.mul %a, %a : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  %z = aten.sin %b : tensor<2xf32> -> tensor<2xf32>
  func.return %y, %z : tensor<2xf32>, tensor<2xf32>
}
func.func @f.reverse(%dy: tensor<2xf32>, %dz: tensor<2xf32>, %a: tensor<2xf32>, %b: tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>) {
  %0 = aten.mul %dy, %a : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  %da = aten.add %0, %0 : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  %1 = aten.cos %b : tensor<2xf32> -> tensor<2xf32>
  %db = aten.mul %dz, %1 : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  func.return %da, %db : tensor<2xf32>, tensor<2xf32>
}

// CHECK:      func.func @f(%a: tensor<2xf32>, %b: tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>) attributes {autodiff.gradient = #autodiff.gradient<reverse = @f.reverse, real_outputs = 2, input_vjps = [0], captured_inputs = [0], captured_outputs = [], output_vjps = [0]>} {
// CHECK-NEXT:   %y = aten.mul %a, %a : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   %z = aten.sin %b : tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   func.return %y, %z : tensor<2xf32>, tensor<2xf32>
// CHECK-NEXT: }
// CHECK-NEXT: func.func @f.reverse(%dy: tensor<2xf32>, %a: tensor<2xf32>) -> tensor<2xf32> {
// CHECK-NEXT:   %0 = aten.mul %dy, %a : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   %da = aten.add %0, %0 : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   func.return %da : tensor<2xf32>
// CHECK-NEXT: }
