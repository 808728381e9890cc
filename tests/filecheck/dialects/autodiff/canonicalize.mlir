// RUN: adjoint-opt %s -p canonicalize | filecheck %s

// A zero is the neutral element of accumulate.

func.func @f(%g: tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>) {
  %zero = autodiff.zero : tensor<2xf32>
  %0 = autodiff.accumulate %g, %zero : tensor<2xf32>
  %1 = autodiff.accumulate %zero, %g : tensor<2xf32>
  func.return %0, %1 : tensor<2xf32>, tensor<2xf32>
}

// CHECK:      func.func @f(%g: tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>) {
// CHECK-NEXT:   func.return %g, %g : tensor<2xf32>, tensor<2xf32>
// CHECK-NEXT: }
