// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s

// Lists of tensors put into one tensor, or into one shape.

// CHECK-LABEL: func.func @stack
func.func @stack(%x: tensor<?x4xf32>, %y: tensor<3x4xi64>, %a: tensor<?xf32>, %b: tensor<2xf32>, %c: tensor<f32>) {
  %0 = aten.stack %x, %y : tensor<?x4xf32>, tensor<3x4xi64> -> tensor<2x3x4xf32>
  // CHECK-NEXT: %0 = aten.stack %x, %y : tensor<?x4xf32>, tensor<3x4xi64> -> tensor<2x3x4xf32>
  %1 = aten.stack %x, %x dim = -1 : tensor<?x4xf32>, tensor<?x4xf32> -> tensor<?x4x2xf32>
  // CHECK-NEXT: %1 = aten.stack %x, %x dim = -1 : tensor<?x4xf32>, tensor<?x4xf32> -> tensor<?x4x2xf32>
  %2, %3 = aten.meshgrid %a, %b : tensor<?xf32>, tensor<2xf32> -> tensor<?x2xf32>, tensor<?x2xf32>
  // CHECK-NEXT: %2, %3 = aten.meshgrid %a, %b : tensor<?xf32>, tensor<2xf32> -> tensor<?x2xf32>, tensor<?x2xf32>
  %4, %5, %6 = aten.meshgrid %a, %b, %c indexing = "xy" : tensor<?xf32>, tensor<2xf32>, tensor<f32> -> tensor<2x?x1xf32>, tensor<2x?x1xf32>, tensor<2x?x1xf32>
  // CHECK-NEXT: %4, %5, %6 = aten.meshgrid %a, %b, %c indexing = "xy" : tensor<?xf32>, tensor<2xf32>, tensor<f32> -> tensor<2x?x1xf32>, tensor<2x?x1xf32>, tensor<2x?x1xf32>
  func.return
}
