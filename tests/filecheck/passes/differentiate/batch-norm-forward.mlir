// RUN: adjoint-opt %s -p differentiate --split-input-file | filecheck %s

// batch_norm becomes native_batch_norm, which also gives the statistics of the batch: the reverse captures them.

func.func @training(%x: tensor<?x3xf32>, %w: tensor<3xf32>) -> tensor<?x3xf32> {
  %y = aten.batch_norm %x weight(%w : tensor<3xf32>) training : tensor<?x3xf32> -> tensor<?x3xf32>
  func.return %y : tensor<?x3xf32>
}

// CHECK:      func.func @training(%x: tensor<?x3xf32> {autodiff.requires_grad = false}, %w: tensor<3xf32> {autodiff.requires_grad = false}) -> (tensor<?x3xf32>, tensor<3xf32>, tensor<3xf32>) attributes {autodiff.gradient = #autodiff.gradient<reverse = @training.reverse, real_outputs = 1, input_vjps = [0], captured_inputs = [0, 1], captured_outputs = [1, 2], output_vjps = [0, 1]>} {
// CHECK-NEXT:   %y, %0, %1 = aten.native_batch_norm %x weight(%w : tensor<3xf32>) training : tensor<?x3xf32> -> tensor<?x3xf32>, tensor<3xf32>, tensor<3xf32>
// CHECK-NEXT:   func.return %y, %0, %1 : tensor<?x3xf32>, tensor<3xf32>, tensor<3xf32>
// CHECK-NEXT: }

// CHECK:      func.func @training.reverse(%dy: tensor<?x3xf32>, %x: tensor<?x3xf32>, %w: tensor<3xf32>, %0: tensor<3xf32>, %1: tensor<3xf32>) -> (tensor<?x3xf32>, tensor<3xf32>) {
// CHECK-NEXT:   %2 = aten.sub %x, %0 : tensor<?x3xf32>, tensor<3xf32> -> tensor<?x3xf32>
// CHECK-NEXT:   %3 = aten.mul %2, %1 : tensor<?x3xf32>, tensor<3xf32> -> tensor<?x3xf32>
// CHECK-NEXT:   %4 = aten.mul %dy, %3 : tensor<?x3xf32>, tensor<?x3xf32> -> tensor<?x3xf32>
// CHECK-NEXT:   %5 = aten.mean %4 dim = [0] : tensor<?x3xf32> -> tensor<3xf32>
// CHECK-NEXT:   %6 = aten.mean %dy dim = [0] : tensor<?x3xf32> -> tensor<3xf32>
// CHECK-NEXT:   %7 = aten.sub %dy, %6 : tensor<?x3xf32>, tensor<3xf32> -> tensor<?x3xf32>
// CHECK-NEXT:   %8 = aten.mul %3, %5 : tensor<?x3xf32>, tensor<3xf32> -> tensor<?x3xf32>
// CHECK-NEXT:   %9 = aten.sub %7, %8 : tensor<?x3xf32>, tensor<?x3xf32> -> tensor<?x3xf32>
// CHECK-NEXT:   %10 = aten.mul %1, %w : tensor<3xf32>, tensor<3xf32> -> tensor<3xf32>
// CHECK-NEXT:   %dx = aten.mul %9, %10 : tensor<?x3xf32>, tensor<3xf32> -> tensor<?x3xf32>
// CHECK-NEXT:   %dw = aten.sum %4 dim = [0] : tensor<?x3xf32> -> tensor<3xf32>
// CHECK-NEXT:   func.return %dx, %dw : tensor<?x3xf32>, tensor<3xf32>
// CHECK-NEXT: }

// -----

// Running statistics are constants to whoever differentiates; there is nothing to save.

func.func @evaluation(%x: tensor<?x3xf32>, %m: tensor<3xf32>, %v: tensor<3xf32>) -> tensor<?x3xf32> {
  %y = aten.batch_norm %x running_mean(%m : tensor<3xf32>) running_var(%v : tensor<3xf32>) : tensor<?x3xf32> -> tensor<?x3xf32>
  func.return %y : tensor<?x3xf32>
}

// CHECK:      func.func @evaluation(%x: tensor<?x3xf32> {autodiff.requires_grad = false}, %m: tensor<3xf32> {autodiff.requires_grad = false}, %v: tensor<3xf32> {autodiff.requires_grad = false}) -> tensor<?x3xf32> attributes {autodiff.gradient = #autodiff.gradient<reverse = @evaluation.reverse, real_outputs = 1, input_vjps = [0], captured_inputs = [2], captured_outputs = [], output_vjps = [0]>} {
// CHECK-NEXT:   %y, %0, %1 = aten.native_batch_norm %x running_mean(%m : tensor<3xf32>) running_var(%v : tensor<3xf32>) : tensor<?x3xf32> -> tensor<?x3xf32>, tensor<0xf32>, tensor<0xf32>
// CHECK-NEXT:   func.return %y : tensor<?x3xf32>
// CHECK-NEXT: }

// CHECK:      func.func @evaluation.reverse(%dy: tensor<?x3xf32>, %v: tensor<3xf32>) -> tensor<?x3xf32> {
// CHECK-NEXT:   %0 = aten.constant dense<1.000000e-05> : tensor<f32>
// CHECK-NEXT:   %1 = aten.add %v, %0 : tensor<3xf32>, tensor<f32> -> tensor<3xf32>
// CHECK-NEXT:   %2 = aten.rsqrt %1 : tensor<3xf32> -> tensor<3xf32>
// CHECK-NEXT:   %dx = aten.mul %dy, %2 : tensor<?x3xf32>, tensor<3xf32> -> tensor<?x3xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x3xf32>
// CHECK-NEXT: }
