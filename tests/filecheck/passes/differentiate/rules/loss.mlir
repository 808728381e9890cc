// RUN: adjoint-opt %s -p differentiate --split-input-file | filecheck %s

// `sigmoid(x) - t`, exact also where the sigmoid is small; the mean is that of the composition.
func.func @binary_cross_entropy_with_logits(%x: tensor<4xf32> {autodiff.requires_grad}, %t: tensor<4xf32>) -> tensor<f32> {
  %y = aten.binary_cross_entropy_with_logits %x, %t : tensor<4xf32>, tensor<4xf32> -> tensor<f32>
  func.return %y : tensor<f32>
}

// CHECK:      func.func @binary_cross_entropy_with_logits.reverse(%dy: tensor<f32>, %x: tensor<4xf32>, %t: tensor<4xf32>) -> tensor<4xf32> {
// CHECK-NEXT:   %0 = aten.constant dense<4.000000e+00> : tensor<f32>
// CHECK-NEXT:   %1 = aten.div %dy, %0 : tensor<f32>, tensor<f32> -> tensor<f32>
// CHECK-NEXT:   %2 = aten.expand %1 size = [4] : tensor<f32> -> tensor<4xf32>
// CHECK-NEXT:   %3 = aten.sigmoid %x : tensor<4xf32> -> tensor<4xf32>
// CHECK-NEXT:   %4 = aten.sub %3, %t : tensor<4xf32>, tensor<4xf32> -> tensor<4xf32>
// CHECK-NEXT:   %dx = aten.mul %2, %4 : tensor<4xf32>, tensor<4xf32> -> tensor<4xf32>
// CHECK-NEXT:   func.return %dx : tensor<4xf32>
// CHECK-NEXT: }

// -----

// Classes along dimension 1 of an image, with weights: softmax Σ w u - w u for each pixel.
func.func @cross_entropy(%x: tensor<2x3x?xf32> {autodiff.requires_grad}, %t: tensor<2x?xi64>, %w: tensor<3xf32>) -> tensor<2x?xf32> {
  %y = aten.cross_entropy %x, %t, %w reduction = "none" : tensor<2x3x?xf32>, tensor<2x?xi64>, tensor<3xf32> -> tensor<2x?xf32>
  func.return %y : tensor<2x?xf32>
}

// CHECK:      func.func @cross_entropy.reverse(%dy: tensor<2x?xf32>, %x: tensor<2x3x?xf32>, %t: tensor<2x?xi64>, %w: tensor<3xf32>) -> tensor<2x3x?xf32> {
// CHECK-NEXT:   %0 = aten.softmax %x dim = 1 : tensor<2x3x?xf32> -> tensor<2x3x?xf32>
// CHECK-NEXT:   %1 = aten._dim_arange %x dim = 1 : tensor<2x3x?xf32> -> tensor<3xi64>
// CHECK-NEXT:   %2 = aten.unsqueeze %1 dim = -1 : tensor<3xi64> -> tensor<3x1xi64>
// CHECK-NEXT:   %3 = aten.unsqueeze %t dim = 1 : tensor<2x?xi64> -> tensor<2x1x?xi64>
// CHECK-NEXT:   %4 = aten.eq %2, %3 : tensor<3x1xi64>, tensor<2x1x?xi64> -> tensor<2x3x?xi1>
// CHECK-NEXT:   %5 = aten.to %4 dtype = f32 : tensor<2x3x?xi1> -> tensor<2x3x?xf32>
// CHECK-NEXT:   %6 = aten.unsqueeze %w dim = -1 : tensor<3xf32> -> tensor<3x1xf32>
// CHECK-NEXT:   %7 = aten.mul %5, %6 : tensor<2x3x?xf32>, tensor<3x1xf32> -> tensor<2x3x?xf32>
// CHECK-NEXT:   %8 = aten.sum %7 dim = [1] keepdim : tensor<2x3x?xf32> -> tensor<2x1x?xf32>
// CHECK-NEXT:   %9 = aten.mul %0, %8 : tensor<2x3x?xf32>, tensor<2x1x?xf32> -> tensor<2x3x?xf32>
// CHECK-NEXT:   %10 = aten.sub %9, %7 : tensor<2x3x?xf32>, tensor<2x3x?xf32> -> tensor<2x3x?xf32>
// CHECK-NEXT:   %11 = aten.constant dense<-100> : tensor<i64>
// CHECK-NEXT:   %12 = aten.ne %t, %11 : tensor<2x?xi64>, tensor<i64> -> tensor<2x?xi1>
// CHECK-NEXT:   %13 = aten.constant dense<0.000000e+00> : tensor<f32>
// CHECK-NEXT:   %14 = aten.where %12, %dy, %13 : tensor<2x?xi1>, tensor<2x?xf32>, tensor<f32> -> tensor<2x?xf32>
// CHECK-NEXT:   %15 = aten.unsqueeze %14 dim = 1 : tensor<2x?xf32> -> tensor<2x1x?xf32>
// CHECK-NEXT:   %dx = aten.mul %10, %15 : tensor<2x3x?xf32>, tensor<2x1x?xf32> -> tensor<2x3x?xf32>
// CHECK-NEXT:   func.return %dx : tensor<2x3x?xf32>
// CHECK-NEXT: }
