// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | filecheck %s --check-prefix=GENERIC

// Normalisations along dimensions.

// CHECK-LABEL: func.func @normalisation
func.func @normalisation(%x: tensor<?x4xf32>, %weight: tensor<4xf32>, %bias: tensor<4xf32>) {
  %0 = aten.softmax %x dim = 1 : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %0 = aten.softmax %x dim = 1 : tensor<?x4xf32> -> tensor<?x4xf32>
  %1 = aten.log_softmax %x dim = -1 : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %1 = aten.log_softmax %x dim = -1 : tensor<?x4xf32> -> tensor<?x4xf32>
  %2 = aten.layer_norm %x normalized_shape = [4] : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %2 = aten.layer_norm %x normalized_shape = [4] : tensor<?x4xf32> -> tensor<?x4xf32>
  %3 = aten.layer_norm %x normalized_shape = [4] weight(%weight : tensor<4xf32>) bias(%bias : tensor<4xf32>) eps = 0.001 : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %3 = aten.layer_norm %x normalized_shape = [4] weight(%weight : tensor<4xf32>) bias(%bias : tensor<4xf32>) eps = 0.001 : tensor<?x4xf32> -> tensor<?x4xf32>
  %4 = aten.layer_norm %x normalized_shape = [4] bias(%bias : tensor<4xf32>) : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %4 = aten.layer_norm %x normalized_shape = [4] bias(%bias : tensor<4xf32>) : tensor<?x4xf32> -> tensor<?x4xf32>
  func.return
}

// The generic form.
// GENERIC: %3 = "aten.layer_norm"(%x, %weight, %bias) <{normalized_shape = array<i64: 4>, eps = 1.000000e-03 : f64, operandSegmentSizes = array<i32: 1, 1, 1>}> : (tensor<?x4xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<?x4xf32>
