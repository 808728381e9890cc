// RUN: adjoint-opt %s -p decompose-aten --split-input-file | filecheck %s

// What an operator consists of, in operators.

func.func @softmax(%x: tensor<?x4xf32>) -> tensor<?x4xf32> {
  %y = aten.softmax %x dim = 1 : tensor<?x4xf32> -> tensor<?x4xf32>
  func.return %y : tensor<?x4xf32>
}

// CHECK:      func.func @softmax(%x: tensor<?x4xf32>) -> tensor<?x4xf32> {
// CHECK-NEXT:   %0 = aten.amax %x dim = [1] keepdim : tensor<?x4xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   %1 = aten.sub %x, %0 : tensor<?x4xf32>, tensor<?x1xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   %2 = aten.exp %1 : tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   %3 = aten.sum %2 dim = [1] keepdim : tensor<?x4xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   %y = aten.div %2, %3 : tensor<?x4xf32>, tensor<?x1xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   func.return %y : tensor<?x4xf32>
// CHECK-NEXT: }

// -----

func.func @layer_norm(%x: tensor<?x4xf32>, %w: tensor<4xf32>) -> tensor<?x4xf32> {
  %y = aten.layer_norm %x normalized_shape = [4] weight(%w : tensor<4xf32>) : tensor<?x4xf32> -> tensor<?x4xf32>
  func.return %y : tensor<?x4xf32>
}

// CHECK:      func.func @layer_norm(%x: tensor<?x4xf32>, %w: tensor<4xf32>) -> tensor<?x4xf32> {
// CHECK-NEXT:   %0 = aten.sum %x dim = [1] keepdim : tensor<?x4xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   %1 = aten.constant dense<4.000000e+00> : tensor<f32>
// CHECK-NEXT:   %2 = aten.div %0, %1 : tensor<?x1xf32>, tensor<f32> -> tensor<?x1xf32>
// CHECK-NEXT:   %3 = aten.sub %x, %2 : tensor<?x4xf32>, tensor<?x1xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   %4 = aten.mul %3, %3 : tensor<?x4xf32>, tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   %5 = aten.sum %4 dim = [1] keepdim : tensor<?x4xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   %6 = aten.constant dense<4.000000e+00> : tensor<f32>
// CHECK-NEXT:   %7 = aten.div %5, %6 : tensor<?x1xf32>, tensor<f32> -> tensor<?x1xf32>
// CHECK-NEXT:   %8 = aten.constant dense<1.000000e-05> : tensor<f32>
// CHECK-NEXT:   %9 = aten.add %7, %8 : tensor<?x1xf32>, tensor<f32> -> tensor<?x1xf32>
// CHECK-NEXT:   %10 = aten.rsqrt %9 : tensor<?x1xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   %11 = aten.mul %3, %10 : tensor<?x4xf32>, tensor<?x1xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   %y = aten.mul %11, %w : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   func.return %y : tensor<?x4xf32>
// CHECK-NEXT: }

// -----

// The number of elements is a size; deviations are from a mean that is known.

func.func @var(%x: tensor<?xf32>) -> tensor<f32> {
  %y = aten.var %x : tensor<?xf32> -> tensor<f32>
  func.return %y : tensor<f32>
}

// CHECK:      func.func @var(%x: tensor<?xf32>) -> tensor<f32> {
// CHECK-NEXT:   %0 = aten.sum %x dim = [0] keepdim : tensor<?xf32> -> tensor<1xf32>
// CHECK-NEXT:   %1 = aten.size %x : tensor<?xf32> -> tensor<1xindex>
// CHECK-NEXT:   %2 = aten.select %1 dim = 0 index = 0 : tensor<1xindex> -> tensor<index>
// CHECK-NEXT:   %3 = aten.div %0, %2 : tensor<1xf32>, tensor<index> -> tensor<1xf32>
// CHECK-NEXT:   %4 = aten.sub %x, %3 : tensor<?xf32>, tensor<1xf32> -> tensor<?xf32>
// CHECK-NEXT:   %5 = aten.mul %4, %4 : tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>
// CHECK-NEXT:   %6 = aten.sum %5 dim = [0] : tensor<?xf32> -> tensor<f32>
// CHECK-NEXT:   %7 = aten.size %x : tensor<?xf32> -> tensor<1xindex>
// CHECK-NEXT:   %8 = aten.select %7 dim = 0 index = 0 : tensor<1xindex> -> tensor<index>
// CHECK-NEXT:   %9 = aten.constant dense<1> : tensor<index>
// CHECK-NEXT:   %10 = aten.sub %8, %9 : tensor<index>, tensor<index> -> tensor<index>
// CHECK-NEXT:   %11 = aten.clamp %10 min = 0.0 : tensor<index> -> tensor<index>
// CHECK-NEXT:   %y = aten.div %6, %11 : tensor<f32>, tensor<index> -> tensor<f32>
// CHECK-NEXT:   func.return %y : tensor<f32>
// CHECK-NEXT: }

// -----

// An infinite maximum is not subtracted: inf - inf would be NaN.

func.func @logsumexp(%x: tensor<2x4xf32>) -> tensor<2xf32> {
  %y = aten.logsumexp %x dim = [1] : tensor<2x4xf32> -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}

// CHECK:      func.func @logsumexp(%x: tensor<2x4xf32>) -> tensor<2xf32> {
// CHECK-NEXT:   %0 = aten.amax %x dim = [1] keepdim : tensor<2x4xf32> -> tensor<2x1xf32>
// CHECK-NEXT:   %1 = aten.abs %0 : tensor<2x1xf32> -> tensor<2x1xf32>
// CHECK-NEXT:   %2 = aten.constant dense<0x7f800000> : tensor<f32>
// CHECK-NEXT:   %3 = aten.eq %1, %2 : tensor<2x1xf32>, tensor<f32> -> tensor<2x1xi1>
// CHECK-NEXT:   %4 = aten.constant dense<0.000000e+00> : tensor<f32>
// CHECK-NEXT:   %5 = aten.where %3, %4, %0 : tensor<2x1xi1>, tensor<f32>, tensor<2x1xf32> -> tensor<2x1xf32>
// CHECK-NEXT:   %6 = aten.sub %x, %5 : tensor<2x4xf32>, tensor<2x1xf32> -> tensor<2x4xf32>
// CHECK-NEXT:   %7 = aten.exp %6 : tensor<2x4xf32> -> tensor<2x4xf32>
// CHECK-NEXT:   %8 = aten.sum %7 dim = [1] keepdim : tensor<2x4xf32> -> tensor<2x1xf32>
// CHECK-NEXT:   %9 = aten.log %8 : tensor<2x1xf32> -> tensor<2x1xf32>
// CHECK-NEXT:   %10 = aten.add %9, %5 : tensor<2x1xf32>, tensor<2x1xf32> -> tensor<2x1xf32>
// CHECK-NEXT:   %y = aten.squeeze %10 dim = [1] : tensor<2x1xf32> -> tensor<2xf32>
// CHECK-NEXT:   func.return %y : tensor<2xf32>
// CHECK-NEXT: }
