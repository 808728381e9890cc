// RUN: adjoint-opt %s -p lift-constants | filecheck %s

// A constant is copied into the reverse, once, instead of being captured.

func.func @f(%x: tensor<2xf32>) -> tensor<2xf32> {
  %c = aten.constant dense<2.0> : tensor<f32>
  %d = aten.full size = [2] fill_value = 3.0 : f32 : tensor<2xf32>
  %0 = aten.mul %x, %c : tensor<2xf32>, tensor<f32> -> tensor<2xf32>
  %y = aten.mul %0, %d : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  autodiff.reverse outputs [0] inputs [0] {
  ^bb0(%dy: tensor<2xf32>):
    %1 = aten.mul %dy, %d : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
    %dx = aten.mul %1, %c : tensor<2xf32>, tensor<f32> -> tensor<2xf32>
    %2 = aten.mul %dx, %c : tensor<2xf32>, tensor<f32> -> tensor<2xf32>
    autodiff.yield %2 : tensor<2xf32>
  }
  func.return %y : tensor<2xf32>
}

// CHECK:      func.func @f(%x: tensor<2xf32>) -> tensor<2xf32> {
// CHECK-NEXT:   %c = aten.constant dense<2.000000e+00> : tensor<f32>
// CHECK-NEXT:   %d = aten.full size = [2] fill_value = 3.000000e+00 : f32 : tensor<2xf32>
// CHECK-NEXT:   %0 = aten.mul %x, %c : tensor<2xf32>, tensor<f32> -> tensor<2xf32>
// CHECK-NEXT:   %y = aten.mul %0, %d : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   autodiff.reverse outputs [0] inputs [0] {
// CHECK-NEXT:   ^bb0(%dy: tensor<2xf32>):
// CHECK-NEXT:     %d_1 = aten.full size = [2] fill_value = 3.000000e+00 : f32 : tensor<2xf32>
// CHECK-NEXT:     %c_1 = aten.constant dense<2.000000e+00> : tensor<f32>
// CHECK-NEXT:     %1 = aten.mul %dy, %d_1 : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:     %dx = aten.mul %1, %c_1 : tensor<2xf32>, tensor<f32> -> tensor<2xf32>
// CHECK-NEXT:     %2 = aten.mul %dx, %c_1 : tensor<2xf32>, tensor<f32> -> tensor<2xf32>
// CHECK-NEXT:     autodiff.yield %2 : tensor<2xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.return %y : tensor<2xf32>
// CHECK-NEXT: }
