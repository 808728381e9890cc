// RUN: adjoint-opt %s -p differentiate --split-input-file | filecheck %s

// A standard deviation and a norm are roots, which have no slope at 0: there the gradient is 0, as in PyTorch.

func.func @std(%x: tensor<?x4xf32>) -> tensor<?xf32> {
  %y = aten.std %x dim = [1] : tensor<?x4xf32> -> tensor<?xf32>
  func.return %y : tensor<?xf32>
}

// CHECK:      func.func @std.reverse(%dy: tensor<?xf32>, %x: tensor<?x4xf32>, %y: tensor<?xf32>) -> tensor<?x4xf32> {
// CHECK-NEXT:   %0 = aten.constant dense<0.000000e+00> : tensor<f32>
// CHECK-NEXT:   %1 = aten.eq %y, %0 : tensor<?xf32>, tensor<f32> -> tensor<?xi1>
// CHECK-NEXT:   %2 = aten.div %dy, %y : tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>
// CHECK-NEXT:   %3 = aten.constant dense<0.333333343> : tensor<f32>
// CHECK-NEXT:   %4 = aten.mul %2, %3 : tensor<?xf32>, tensor<f32> -> tensor<?xf32>
// CHECK-NEXT:   %5 = aten.where %1, %0, %4 : tensor<?xi1>, tensor<f32>, tensor<?xf32> -> tensor<?xf32>
// CHECK-NEXT:   %6 = aten.unsqueeze %5 dim = 1 : tensor<?xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   %7 = aten.mean %x dim = [1] keepdim : tensor<?x4xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   %8 = aten.sub %x, %7 : tensor<?x4xf32>, tensor<?x1xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   %dx = aten.mul %6, %8 : tensor<?x1xf32>, tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x4xf32>
// CHECK-NEXT: }

// -----

func.func @norm(%x: tensor<?x4xf32>) -> tensor<?xf32> {
  %y = aten.linalg_vector_norm %x dim = [1] : tensor<?x4xf32> -> tensor<?xf32>
  func.return %y : tensor<?xf32>
}

// CHECK:      func.func @norm.reverse(%dy: tensor<?xf32>, %x: tensor<?x4xf32>, %y: tensor<?xf32>) -> tensor<?x4xf32> {
// CHECK-NEXT:   %0 = aten.unsqueeze %y dim = 1 : tensor<?xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   %1 = aten.unsqueeze %dy dim = 1 : tensor<?xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   %2 = aten.constant dense<0.000000e+00> : tensor<f32>
// CHECK-NEXT:   %3 = aten.eq %0, %2 : tensor<?x1xf32>, tensor<f32> -> tensor<?x1xi1>
// CHECK-NEXT:   %4 = aten.div %1, %0 : tensor<?x1xf32>, tensor<?x1xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   %5 = aten.where %3, %2, %4 : tensor<?x1xi1>, tensor<f32>, tensor<?x1xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   %dx = aten.mul %x, %5 : tensor<?x4xf32>, tensor<?x1xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x4xf32>
// CHECK-NEXT: }
