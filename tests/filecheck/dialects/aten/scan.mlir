// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s

// Running sums and products; what their gradients are made of.

// CHECK-LABEL: func.func @scan
func.func @scan(%x: tensor<?x3xf32>, %n: tensor<4xi1>) {
  %0 = aten.cumsum %x dim = 0 : tensor<?x3xf32> -> tensor<?x3xf32>
  // CHECK-NEXT: %0 = aten.cumsum %x dim = 0 : tensor<?x3xf32> -> tensor<?x3xf32>
  %1 = aten.cumsum %n dim = -1 : tensor<4xi1> -> tensor<4xi64>
  // CHECK-NEXT: %1 = aten.cumsum %n dim = -1 : tensor<4xi1> -> tensor<4xi64>
  %2 = aten.cumprod %x dim = 1 reverse : tensor<?x3xf32> -> tensor<?x3xf32>
  // CHECK-NEXT: %2 = aten.cumprod %x dim = 1 reverse : tensor<?x3xf32> -> tensor<?x3xf32>
  %3 = aten._linear_recurrence %x, %x dim = 1 : tensor<?x3xf32>, tensor<?x3xf32> -> tensor<?x3xf32>
  // CHECK-NEXT: %3 = aten._linear_recurrence %x, %x dim = 1 : tensor<?x3xf32>, tensor<?x3xf32> -> tensor<?x3xf32>
  %4 = aten._shift %x dim = 1 offset = -1 : tensor<?x3xf32> -> tensor<?x3xf32>
  // CHECK-NEXT: %4 = aten._shift %x dim = 1 offset = -1 : tensor<?x3xf32> -> tensor<?x3xf32>
  %5 = aten._shift %x dim = 1 offset = 1 fill = 1.0 : tensor<?x3xf32> -> tensor<?x3xf32>
  // CHECK-NEXT: %5 = aten._shift %x dim = 1 offset = 1 fill = 1.0 : tensor<?x3xf32> -> tensor<?x3xf32>
  func.return
}
