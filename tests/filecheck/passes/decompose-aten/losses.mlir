// RUN: adjoint-opt %s -p decompose-aten --split-input-file | filecheck %s

// The score of the true class is picked before the logarithm of the sum is subtracted.

func.func @cross_entropy(%x: tensor<2x4xf32>, %t: tensor<2xi64>) -> tensor<f32> {
  %loss = aten.cross_entropy %x, %t reduction = "sum" : tensor<2x4xf32>, tensor<2xi64> -> tensor<f32>
  func.return %loss : tensor<f32>
}

// CHECK:      func.func @cross_entropy(%x: tensor<2x4xf32>, %t: tensor<2xi64>) -> tensor<f32> {
// CHECK-NEXT:   %0 = aten.constant dense<-100> : tensor<i64>
// CHECK-NEXT:   %1 = aten.ne %t, %0 : tensor<2xi64>, tensor<i64> -> tensor<2xi1>
// CHECK-NEXT:   %2 = aten.constant dense<0> : tensor<i64>
// CHECK-NEXT:   %3 = aten.where %1, %t, %2 : tensor<2xi1>, tensor<2xi64>, tensor<i64> -> tensor<2xi64>
// CHECK-NEXT:   %4 = aten.amax %x dim = [1] keepdim : tensor<2x4xf32> -> tensor<2x1xf32>
// CHECK-NEXT:   %5 = aten.sub %x, %4 : tensor<2x4xf32>, tensor<2x1xf32> -> tensor<2x4xf32>
// CHECK-NEXT:   %6 = aten.exp %5 : tensor<2x4xf32> -> tensor<2x4xf32>
// CHECK-NEXT:   %7 = aten.sum %6 dim = [1] keepdim : tensor<2x4xf32> -> tensor<2x1xf32>
// CHECK-NEXT:   %8 = aten.log %7 : tensor<2x1xf32> -> tensor<2x1xf32>
// CHECK-NEXT:   %9 = aten.squeeze %8 dim = [1] : tensor<2x1xf32> -> tensor<2xf32>
// CHECK-NEXT:   %10 = aten.unsqueeze %3 dim = 1 : tensor<2xi64> -> tensor<2x1xi64>
// CHECK-NEXT:   %11 = aten.gather %5, %10 dim = 1 : tensor<2x4xf32>, tensor<2x1xi64> -> tensor<2x1xf32>
// CHECK-NEXT:   %12 = aten.squeeze %11 dim = [1] : tensor<2x1xf32> -> tensor<2xf32>
// CHECK-NEXT:   %13 = aten.sub %9, %12 : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   %14 = aten.constant dense<0.000000e+00> : tensor<f32>
// CHECK-NEXT:   %15 = aten.where %1, %13, %14 : tensor<2xi1>, tensor<2xf32>, tensor<f32> -> tensor<2xf32>
// CHECK-NEXT:   %loss = aten.sum %15 : tensor<2xf32> -> tensor<f32>
// CHECK-NEXT:   func.return %loss : tensor<f32>
// CHECK-NEXT: }

// -----

// So it is where the two are two operators.

func.func @nll_of_log_softmax(%x: tensor<2x4xf32>, %t: tensor<2xi64>) -> tensor<2xf32> {
  %p = aten.log_softmax %x dim = 1 : tensor<2x4xf32> -> tensor<2x4xf32>
  %loss = aten.nll_loss %p, %t reduction = "none" : tensor<2x4xf32>, tensor<2xi64> -> tensor<2xf32>
  func.return %loss : tensor<2xf32>
}

// CHECK:      func.func @nll_of_log_softmax(%x: tensor<2x4xf32>, %t: tensor<2xi64>) -> tensor<2xf32> {
// CHECK-NEXT:   %0 = aten.constant dense<-100> : tensor<i64>
// CHECK-NEXT:   %1 = aten.ne %t, %0 : tensor<2xi64>, tensor<i64> -> tensor<2xi1>
// CHECK-NEXT:   %2 = aten.constant dense<0> : tensor<i64>
// CHECK-NEXT:   %3 = aten.where %1, %t, %2 : tensor<2xi1>, tensor<2xi64>, tensor<i64> -> tensor<2xi64>
// CHECK-NEXT:   %4 = aten.amax %x dim = [1] keepdim : tensor<2x4xf32> -> tensor<2x1xf32>
// CHECK-NEXT:   %5 = aten.sub %x, %4 : tensor<2x4xf32>, tensor<2x1xf32> -> tensor<2x4xf32>
// CHECK-NEXT:   %6 = aten.exp %5 : tensor<2x4xf32> -> tensor<2x4xf32>
// CHECK-NEXT:   %7 = aten.sum %6 dim = [1] keepdim : tensor<2x4xf32> -> tensor<2x1xf32>
// CHECK-NEXT:   %8 = aten.log %7 : tensor<2x1xf32> -> tensor<2x1xf32>
// CHECK-NEXT:   %9 = aten.squeeze %8 dim = [1] : tensor<2x1xf32> -> tensor<2xf32>
// CHECK-NEXT:   %10 = aten.unsqueeze %3 dim = 1 : tensor<2xi64> -> tensor<2x1xi64>
// CHECK-NEXT:   %11 = aten.gather %5, %10 dim = 1 : tensor<2x4xf32>, tensor<2x1xi64> -> tensor<2x1xf32>
// CHECK-NEXT:   %12 = aten.squeeze %11 dim = [1] : tensor<2x1xf32> -> tensor<2xf32>
// CHECK-NEXT:   %13 = aten.sub %9, %12 : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   %14 = aten.constant dense<0.000000e+00> : tensor<f32>
// CHECK-NEXT:   %loss = aten.where %1, %13, %14 : tensor<2xi1>, tensor<2xf32>, tensor<f32> -> tensor<2xf32>
// CHECK-NEXT:   func.return %loss : tensor<2xf32>
// CHECK-NEXT: }

// -----

// With weights, "mean" divides by those of the classes that count.

func.func @weighted(%x: tensor<2x4xf32>, %t: tensor<2xi64>, %w: tensor<4xf32>) -> tensor<f32> {
  %loss = aten.nll_loss %x, %t, %w ignore_index = 0 : tensor<2x4xf32>, tensor<2xi64>, tensor<4xf32> -> tensor<f32>
  func.return %loss : tensor<f32>
}

// CHECK:      func.func @weighted(%x: tensor<2x4xf32>, %t: tensor<2xi64>, %w: tensor<4xf32>) -> tensor<f32> {
// CHECK-NEXT:   %0 = aten.constant dense<0> : tensor<i64>
// CHECK-NEXT:   %1 = aten.ne %t, %0 : tensor<2xi64>, tensor<i64> -> tensor<2xi1>
// CHECK-NEXT:   %2 = aten.constant dense<0> : tensor<i64>
// CHECK-NEXT:   %3 = aten.where %1, %t, %2 : tensor<2xi1>, tensor<2xi64>, tensor<i64> -> tensor<2xi64>
// CHECK-NEXT:   %4 = aten.gather %w, %3 dim = 0 : tensor<4xf32>, tensor<2xi64> -> tensor<2xf32>
// CHECK-NEXT:   %5 = aten.unsqueeze %3 dim = 1 : tensor<2xi64> -> tensor<2x1xi64>
// CHECK-NEXT:   %6 = aten.gather %x, %5 dim = 1 : tensor<2x4xf32>, tensor<2x1xi64> -> tensor<2x1xf32>
// CHECK-NEXT:   %7 = aten.squeeze %6 dim = [1] : tensor<2x1xf32> -> tensor<2xf32>
// CHECK-NEXT:   %8 = aten.neg %7 : tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   %9 = aten.mul %8, %4 : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   %10 = aten.constant dense<0.000000e+00> : tensor<f32>
// CHECK-NEXT:   %11 = aten.where %1, %9, %10 : tensor<2xi1>, tensor<2xf32>, tensor<f32> -> tensor<2xf32>
// CHECK-NEXT:   %12 = aten.sum %11 : tensor<2xf32> -> tensor<f32>
// CHECK-NEXT:   %13 = aten.constant dense<0.000000e+00> : tensor<f32>
// CHECK-NEXT:   %14 = aten.where %1, %4, %13 : tensor<2xi1>, tensor<2xf32>, tensor<f32> -> tensor<2xf32>
// CHECK-NEXT:   %15 = aten.sum %14 : tensor<2xf32> -> tensor<f32>
// CHECK-NEXT:   %loss = aten.div %12, %15 : tensor<f32>, tensor<f32> -> tensor<f32>
// CHECK-NEXT:   func.return %loss : tensor<f32>
// CHECK-NEXT: }
