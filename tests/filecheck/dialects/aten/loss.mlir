// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | filecheck %s --check-prefix=GENERIC

// Losses of a batch or of one sample.

// CHECK-LABEL: func.func @loss
func.func @loss(%x: tensor<?x10xf32>, %target: tensor<?xi64>, %weight: tensor<10xf32>, %scores: tensor<10xf32>, %class: tensor<i32>, %image: tensor<2x10x?x4xf32>, %pixels: tensor<2x?x4xi64>) {
  %0 = aten.nll_loss %x, %target : tensor<?x10xf32>, tensor<?xi64> -> tensor<f32>
  // CHECK-NEXT: %0 = aten.nll_loss %x, %target : tensor<?x10xf32>, tensor<?xi64> -> tensor<f32>
  %1 = aten.nll_loss %x, %target, %weight reduction = "none" ignore_index = 0 : tensor<?x10xf32>, tensor<?xi64>, tensor<10xf32> -> tensor<?xf32>
  // CHECK-NEXT: %1 = aten.nll_loss %x, %target, %weight reduction = "none" ignore_index = 0 : tensor<?x10xf32>, tensor<?xi64>, tensor<10xf32> -> tensor<?xf32>
  %2 = aten.cross_entropy %x, %target : tensor<?x10xf32>, tensor<?xi64> -> tensor<f32>
  // CHECK-NEXT: %2 = aten.cross_entropy %x, %target : tensor<?x10xf32>, tensor<?xi64> -> tensor<f32>
  %3 = aten.cross_entropy %scores, %class, %weight reduction = "sum" label_smoothing = 0.1 : tensor<10xf32>, tensor<i32>, tensor<10xf32> -> tensor<f32>
  // CHECK-NEXT: %3 = aten.cross_entropy %scores, %class, %weight reduction = "sum" label_smoothing = 0.1 : tensor<10xf32>, tensor<i32>, tensor<10xf32> -> tensor<f32>
  %4 = aten.cross_entropy %image, %pixels reduction = "none" : tensor<2x10x?x4xf32>, tensor<2x?x4xi64> -> tensor<2x?x4xf32>
  // CHECK-NEXT: %4 = aten.cross_entropy %image, %pixels reduction = "none" : tensor<2x10x?x4xf32>, tensor<2x?x4xi64> -> tensor<2x?x4xf32>
  %5 = aten.cross_entropy %image, %image : tensor<2x10x?x4xf32>, tensor<2x10x?x4xf32> -> tensor<f32>
  // CHECK-NEXT: %5 = aten.cross_entropy %image, %image : tensor<2x10x?x4xf32>, tensor<2x10x?x4xf32> -> tensor<f32>
  %6, %7 = aten.nll_loss_forward %x, %target, %weight ignore_index = 0 : tensor<?x10xf32>, tensor<?xi64>, tensor<10xf32> -> tensor<f32>, tensor<f32>
  // CHECK-NEXT: %6, %7 = aten.nll_loss_forward %x, %target, %weight ignore_index = 0 : tensor<?x10xf32>, tensor<?xi64>, tensor<10xf32> -> tensor<f32>, tensor<f32>
  func.return
}

// The generic form.
// GENERIC: %3 = "aten.cross_entropy"(%scores, %class, %weight) <{reduction = "sum", label_smoothing = 1.000000e-01 : f64, ignore_index = -100 : i64}> : (tensor<10xf32>, tensor<i32>, tensor<10xf32>) -> tensor<f32>
