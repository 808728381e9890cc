// RUN: adjoint-opt %s -p differentiate --split-input-file | filecheck %s

// nll_loss becomes nll_loss_forward, which also gives the number of samples that count: the reverse of a mean divides by
// it, and captures it.

func.func @mean(%x: tensor<?x10xf32>, %t: tensor<?xi64>) -> tensor<f32> {
  %y = aten.nll_loss %x, %t : tensor<?x10xf32>, tensor<?xi64> -> tensor<f32>
  func.return %y : tensor<f32>
}

// CHECK:      func.func @mean(%x: tensor<?x10xf32> {autodiff.requires_grad = false}, %t: tensor<?xi64> {autodiff.requires_grad = false}) -> (tensor<f32>, tensor<f32>) attributes {autodiff.gradient = #autodiff.gradient<reverse = @mean.reverse, real_outputs = 1, input_vjps = [0], captured_inputs = [1], captured_outputs = [1], output_vjps = [0]>} {
// CHECK-NEXT:   %y, %0 = aten.nll_loss_forward %x, %t : tensor<?x10xf32>, tensor<?xi64> -> tensor<f32>, tensor<f32>
// CHECK-NEXT:   func.return %y, %0 : tensor<f32>, tensor<f32>
// CHECK-NEXT: }

// CHECK:      func.func @mean.reverse(%dy: tensor<f32>, %t: tensor<?xi64>, %0: tensor<f32>) -> tensor<?x10xf32> {
// CHECK-NEXT:   %1 = aten.full size = [10] fill_value = 0 : i64 : tensor<10xi64>
// CHECK-NEXT:   %2 = aten._dim_arange %1 dim = 0 : tensor<10xi64> -> tensor<10xi64>
// CHECK-NEXT:   %3 = aten.unsqueeze %t dim = 1 : tensor<?xi64> -> tensor<?x1xi64>
// CHECK-NEXT:   %4 = aten.eq %2, %3 : tensor<10xi64>, tensor<?x1xi64> -> tensor<?x10xi1>
// CHECK-NEXT:   %5 = aten.div %dy, %0 : tensor<f32>, tensor<f32> -> tensor<f32>
// CHECK-NEXT:   %6 = aten.constant dense<-100> : tensor<i64>
// CHECK-NEXT:   %7 = aten.ne %t, %6 : tensor<?xi64>, tensor<i64> -> tensor<?xi1>
// CHECK-NEXT:   %8 = aten.constant dense<0.000000e+00> : tensor<f32>
// CHECK-NEXT:   %9 = aten.where %7, %5, %8 : tensor<?xi1>, tensor<f32>, tensor<f32> -> tensor<?xf32>
// CHECK-NEXT:   %10 = aten.unsqueeze %9 dim = 1 : tensor<?xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   %11 = aten.neg %10 : tensor<?x1xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   %dx = aten.where %4, %11, %8 : tensor<?x10xi1>, tensor<?x1xf32>, tensor<f32> -> tensor<?x10xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x10xf32>
// CHECK-NEXT: }
