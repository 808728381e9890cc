// RUN: adjoint-opt %s -p 'differentiate{rematerialize=true assume-equal=true}' | filecheck %s

// The sum is expanded by the size of %0, which is computed again: its sizes are those of %x, no size is captured.
func.func @f(%x: tensor<?x4xf32>) -> tensor<f32> {
  %0 = aten.mul %x, %x : tensor<?x4xf32>, tensor<?x4xf32> -> tensor<?x4xf32>
  %1 = aten.sin %0 : tensor<?x4xf32> -> tensor<?x4xf32>
  %y = aten.sum %1 : tensor<?x4xf32> -> tensor<f32>
  return %y : tensor<f32>
}

// CHECK-LABEL: func.func @f(
// CHECK-SAME:    captured_inputs = [0], captured_outputs = [],
// CHECK-LABEL: func.func @f.reverse(%dy: tensor<f32>, %x: tensor<?x4xf32>)
// CHECK:         aten.size %x
