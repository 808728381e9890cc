// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s

// Tensors joined along a dimension, their other sizes equal.

// CHECK-LABEL: func.func @cat
func.func @cat(%x: tensor<?x4xf32>, %y: tensor<3x4xf32>, %n: tensor<3x4xi64>, %e: tensor<0xf32>) {
  %0 = aten.cat %y, %n : tensor<3x4xf32>, tensor<3x4xi64> -> tensor<6x4xf32>
  // CHECK-NEXT: %0 = aten.cat %y, %n : tensor<3x4xf32>, tensor<3x4xi64> -> tensor<6x4xf32>
  %1 = aten.cat %x, %y, %x dim = -1 : tensor<?x4xf32>, tensor<3x4xf32>, tensor<?x4xf32> -> tensor<3x12xf32>
  // CHECK-NEXT: %1 = aten.cat %x, %y, %x dim = -1 : tensor<?x4xf32>, tensor<3x4xf32>, tensor<?x4xf32> -> tensor<3x12xf32>
  %2 = aten.cat %y, %e dim = 1 : tensor<3x4xf32>, tensor<0xf32> -> tensor<3x4xf32>
  // CHECK-NEXT: %2 = aten.cat %y, %e dim = 1 : tensor<3x4xf32>, tensor<0xf32> -> tensor<3x4xf32>
  func.return
}
