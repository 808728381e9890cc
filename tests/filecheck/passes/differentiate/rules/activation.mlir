// RUN: adjoint-opt %s -p differentiate --split-input-file | filecheck %s

// Bounded activations: nothing at a bound, told from the result.
func.func @hardtanh(%x: tensor<?xf32>) -> tensor<?xf32> {
  %y = aten.hardtanh %x : tensor<?xf32> -> tensor<?xf32>
  func.return %y : tensor<?xf32>
}

// CHECK:      func.func @hardtanh.reverse(%dy: tensor<?xf32>, %y: tensor<?xf32>) -> tensor<?xf32> {
// CHECK-NEXT:   %0 = aten.constant dense<-1.000000e+00> : tensor<f32>
// CHECK-NEXT:   %1 = aten.le %y, %0 : tensor<?xf32>, tensor<f32> -> tensor<?xi1>
// CHECK-NEXT:   %2 = aten.constant dense<1.000000e+00> : tensor<f32>
// CHECK-NEXT:   %3 = aten.ge %y, %2 : tensor<?xf32>, tensor<f32> -> tensor<?xi1>
// CHECK-NEXT:   %4 = aten.constant dense<0.000000e+00> : tensor<f32>
// CHECK-NEXT:   %5 = aten.where %3, %4, %dy : tensor<?xi1>, tensor<f32>, tensor<?xf32> -> tensor<?xf32>
// CHECK-NEXT:   %dx = aten.where %1, %4, %5 : tensor<?xi1>, tensor<f32>, tensor<?xf32> -> tensor<?xf32>
// CHECK-NEXT:   func.return %dx : tensor<?xf32>
// CHECK-NEXT: }

// -----

// A composition has the gradient of what it consists of.
func.func @relu6(%x: tensor<?xf32>) -> tensor<?xf32> {
  %y = aten.relu6 %x : tensor<?xf32> -> tensor<?xf32>
  func.return %y : tensor<?xf32>
}

// CHECK:      func.func @relu6.reverse(%dy: tensor<?xf32>, %y: tensor<?xf32>) -> tensor<?xf32> {
// CHECK-NEXT:   %0 = aten.constant dense<0.000000e+00> : tensor<f32>
// CHECK-NEXT:   %1 = aten.le %y, %0 : tensor<?xf32>, tensor<f32> -> tensor<?xi1>
// CHECK-NEXT:   %2 = aten.constant dense<6.000000e+00> : tensor<f32>
// CHECK-NEXT:   %3 = aten.ge %y, %2 : tensor<?xf32>, tensor<f32> -> tensor<?xi1>
// CHECK-NEXT:   %4 = aten.where %3, %0, %dy : tensor<?xi1>, tensor<f32>, tensor<?xf32> -> tensor<?xf32>
// CHECK-NEXT:   %dx = aten.where %1, %0, %4 : tensor<?xi1>, tensor<f32>, tensor<?xf32> -> tensor<?xf32>
// CHECK-NEXT:   func.return %dx : tensor<?xf32>
// CHECK-NEXT: }

// -----

// Where the exponential is not used it must not be infinite: a second derivative multiplies it by 0.
func.func @elu(%x: tensor<?xf32>) -> tensor<?xf32> {
  %y = aten.elu %x alpha = 2.0 : tensor<?xf32> -> tensor<?xf32>
  func.return %y : tensor<?xf32>
}

// CHECK:      func.func @elu.reverse(%dy: tensor<?xf32>, %x: tensor<?xf32>) -> tensor<?xf32> {
// CHECK-NEXT:   %0 = aten.clamp %x max = 0.0 : tensor<?xf32> -> tensor<?xf32>
// CHECK-NEXT:   %1 = aten.exp %0 : tensor<?xf32> -> tensor<?xf32>
// CHECK-NEXT:   %2 = aten.constant dense<0.000000e+00> : tensor<f32>
// CHECK-NEXT:   %3 = aten.le %x, %2 : tensor<?xf32>, tensor<f32> -> tensor<?xi1>
// CHECK-NEXT:   %4 = aten.mul %dy, %1 : tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>
// CHECK-NEXT:   %5 = aten.constant dense<2.000000e+00> : tensor<f32>
// CHECK-NEXT:   %6 = aten.mul %4, %5 : tensor<?xf32>, tensor<f32> -> tensor<?xf32>
// CHECK-NEXT:   %dx = aten.where %3, %6, %dy : tensor<?xi1>, tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>
// CHECK-NEXT:   func.return %dx : tensor<?xf32>
// CHECK-NEXT: }

// -----

func.func @lerp(%a: tensor<?xf32>, %b: tensor<?xf32>, %w: tensor<f32>) -> tensor<?xf32> {
  %y = aten.lerp %a, %b, %w : tensor<?xf32>, tensor<?xf32>, tensor<f32> -> tensor<?xf32>
  func.return %y : tensor<?xf32>
}

// CHECK:      func.func @lerp.reverse(%dy: tensor<?xf32>, %a: tensor<?xf32>, %b: tensor<?xf32>, %w: tensor<f32>) -> (tensor<?xf32>, tensor<?xf32>, tensor<f32>) {
// CHECK-NEXT:   %0 = aten.constant dense<1.000000e+00> : tensor<f32>
// CHECK-NEXT:   %1 = aten.sub %0, %w : tensor<f32>, tensor<f32> -> tensor<f32>
// CHECK-NEXT:   %2 = aten.mul %dy, %1 : tensor<?xf32>, tensor<f32> -> tensor<?xf32>
// CHECK-NEXT:   %3 = aten.size %a : tensor<?xf32> -> tensor<1xindex>
// CHECK-NEXT:   %4 = aten.size %2 : tensor<?xf32> -> tensor<1xindex>
// CHECK-NEXT:   %5 = autodiff.size_if_not_equal %3, %4 : tensor<1xindex>, tensor<1xindex> -> !autodiff.optional_size<1>
// CHECK-NEXT:   %da = autodiff.grad_sum_to_size %2, %5 : tensor<?xf32>, !autodiff.optional_size<1> -> tensor<?xf32>
// CHECK-NEXT:   %6 = aten.mul %dy, %w : tensor<?xf32>, tensor<f32> -> tensor<?xf32>
// CHECK-NEXT:   %7 = aten.size %b : tensor<?xf32> -> tensor<1xindex>
// CHECK-NEXT:   %8 = aten.size %6 : tensor<?xf32> -> tensor<1xindex>
// CHECK-NEXT:   %9 = autodiff.size_if_not_equal %7, %8 : tensor<1xindex>, tensor<1xindex> -> !autodiff.optional_size<1>
// CHECK-NEXT:   %db = autodiff.grad_sum_to_size %6, %9 : tensor<?xf32>, !autodiff.optional_size<1> -> tensor<?xf32>
// CHECK-NEXT:   %10 = aten.sub %b, %a : tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>
// CHECK-NEXT:   %11 = aten.mul %dy, %10 : tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>
// CHECK-NEXT:   %dw = aten.sum %11 : tensor<?xf32> -> tensor<f32>
// CHECK-NEXT:   func.return %da, %db, %dw : tensor<?xf32>, tensor<?xf32>, tensor<f32>
// CHECK-NEXT: }
