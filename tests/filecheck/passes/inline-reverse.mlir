// RUN: adjoint-opt %s -p inline-reverse | filecheck %s

// One function of outputs and gradients: the first output, one number, has the cotangent 1.

func.func @f(%x: tensor<2xf32>, %unused: tensor<3xf32>) -> (tensor<f32>, tensor<2xf32>) {
  %0 = aten.mul %x, %x : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  %y = aten.sum %0 : tensor<2xf32> -> tensor<f32>
  func.return %y, %0 : tensor<f32>, tensor<2xf32>
}

// CHECK:      func.func @f(%x: tensor<2xf32>, %unused: tensor<3xf32>) -> (tensor<f32>, tensor<2xf32>) {
// CHECK-NEXT:   %0 = aten.mul %x, %x : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   %y = aten.sum %0 : tensor<2xf32> -> tensor<f32>
// CHECK-NEXT:   func.return %y, %0 : tensor<f32>, tensor<2xf32>
// CHECK-NEXT: }
// CHECK-NEXT: func.func @f.value_and_grad(%x: tensor<2xf32>, %unused: tensor<3xf32>) -> (tensor<f32>, tensor<2xf32>, tensor<2xf32>, tensor<3xf32>) {
// CHECK-NEXT:   %0 = aten.mul %x, %x : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   %y = aten.sum %0 : tensor<2xf32> -> tensor<f32>
// CHECK-NEXT:   %dy = aten.full size = [] fill_value = 1.000000e+00 : f32 : tensor<f32>
// CHECK-NEXT:   %1 = aten.expand %dy size = [2] : tensor<f32> -> tensor<2xf32>
// CHECK-NEXT:   %dx = aten.mul %1, %x : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   %dx_1 = aten.add %dx, %dx : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   %2 = aten.zeros_like %unused : tensor<3xf32> -> tensor<3xf32>
// CHECK-NEXT:   func.return %y, %0, %dx_1, %2 : tensor<f32>, tensor<2xf32>, tensor<2xf32>, tensor<3xf32>
// CHECK-NEXT: }
