// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s

// Tensors split into lists of parts, of which the number is known when compiling.

// CHECK-LABEL: func.func @split
func.func @split(%x: tensor<5x?xf32>, %y: tensor<?x4xf32>) {
  %0, %1, %2 = aten.split %x split_size = 2 : tensor<5x?xf32> -> tensor<2x?xf32>, tensor<2x?xf32>, tensor<1x?xf32>
  // CHECK-NEXT: %0, %1, %2 = aten.split %x split_size = 2 : tensor<5x?xf32> -> tensor<2x?xf32>, tensor<2x?xf32>, tensor<1x?xf32>
  %3, %4 = aten.chunk %y chunks = 2 dim = -1 : tensor<?x4xf32> -> tensor<?x2xf32>, tensor<?x2xf32>
  // CHECK-NEXT: %3, %4 = aten.chunk %y chunks = 2 dim = -1 : tensor<?x4xf32> -> tensor<?x2xf32>, tensor<?x2xf32>
  %5, %6 = aten.split_with_sizes %y split_sizes = [3, 0] : tensor<?x4xf32> -> tensor<3x4xf32>, tensor<0x4xf32>
  // CHECK-NEXT: %5, %6 = aten.split_with_sizes %y split_sizes = [3, 0] : tensor<?x4xf32> -> tensor<3x4xf32>, tensor<0x4xf32>
  %7, %8, %9, %10 = aten.unbind %y dim = 1 : tensor<?x4xf32> -> tensor<?xf32>, tensor<?xf32>, tensor<?xf32>, tensor<?xf32>
  // CHECK-NEXT: %7, %8, %9, %10 = aten.unbind %y dim = 1 : tensor<?x4xf32> -> tensor<?xf32>, tensor<?xf32>, tensor<?xf32>, tensor<?xf32>
  func.return
}
