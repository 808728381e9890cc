// RUN: adjoint-opt %s -p 'differentiate{function=f first-order=true}' | filecheck %s

// %0 is captured, and the caller of a first-order gradient never has a cotangent of it: the reverse does not take one.

func.func @f(%a: tensor<?x4xf32>, %b: tensor<4xf32>) -> tensor<?x4xf32> {
  %0 = aten.mul %a, %b : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xf32>
  %1 = aten.mul %0, %0 : tensor<?x4xf32>, tensor<?x4xf32> -> tensor<?x4xf32>
  return %1 : tensor<?x4xf32>
}

// CHECK:       func.func @f(
// CHECK-SAME:    input_vjps = [0], captured_inputs = [0, 1], captured_outputs = [1], output_vjps = [0, 1]>
// CHECK:       func.func @f.reverse(%dy: tensor<?x4xf32>, %a: tensor<?x4xf32>, %b: tensor<4xf32>, %0: tensor<?x4xf32>) -> (tensor<?x4xf32>, tensor<4xf32>) {
// CHECK-NEXT:    %1 = aten.mul %dy, %0 : tensor<?x4xf32>, tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:    %2 = aten.add %1, %1 : tensor<?x4xf32>, tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:    %da = aten.mul %2, %b : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:    %3 = aten.mul %2, %a : tensor<?x4xf32>, tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:    %db = aten.sum %3 dim = [0] : tensor<?x4xf32> -> tensor<4xf32>
// CHECK-NEXT:    func.return %da, %db : tensor<?x4xf32>, tensor<4xf32>
