// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | filecheck %s --check-prefix=GENERIC

// Other shapes of the same elements. One size of a reshape may be -1: what remains.

// CHECK-LABEL: func.func @static_targets
func.func @static_targets(%x: tensor<?x4xf32>, %y: tensor<3x4xf32>, %row: tensor<1x4xf32>) {
  %0 = aten.reshape %y size = [-1, 2] : tensor<3x4xf32> -> tensor<6x2xf32>
  // CHECK-NEXT: %0 = aten.reshape %y size = [-1, 2] : tensor<3x4xf32> -> tensor<6x2xf32>
  %1 = aten.reshape %x size = [2, -1, 2] : tensor<?x4xf32> -> tensor<2x?x2xf32>
  // CHECK-NEXT: %1 = aten.reshape %x size = [2, -1, 2] : tensor<?x4xf32> -> tensor<2x?x2xf32>
  %2 = aten.view %y size = [12] : tensor<3x4xf32> -> tensor<12xf32>
  // CHECK-NEXT: %2 = aten.view %y size = [12] : tensor<3x4xf32> -> tensor<12xf32>
  %3 = aten.expand %row size = [2, 3, -1] : tensor<1x4xf32> -> tensor<2x3x4xf32>
  // CHECK-NEXT: %3 = aten.expand %row size = [2, 3, -1] : tensor<1x4xf32> -> tensor<2x3x4xf32>
  func.return
}

// Sizes are values: what is known of them when compiling is in the types.

// CHECK-LABEL: func.func @sizes_as_values
func.func @sizes_as_values(%x: tensor<?x4xf32>, %row: tensor<4xf32>, %flat: tensor<?xf32>, %s: tensor<2xindex>) {
  %0 = aten.size %x : tensor<?x4xf32> -> tensor<2xindex>
  // CHECK-NEXT: %0 = aten.size %x : tensor<?x4xf32> -> tensor<2xindex>
  %1 = aten.expand %row, %0 : tensor<4xf32>, tensor<2xindex> -> tensor<?x4xf32>
  // CHECK-NEXT: %1 = aten.expand %row, %0 : tensor<4xf32>, tensor<2xindex> -> tensor<?x4xf32>
  %2 = aten.reshape %flat, %0 : tensor<?xf32>, tensor<2xindex> -> tensor<?x4xf32>
  // CHECK-NEXT: %2 = aten.reshape %flat, %0 : tensor<?xf32>, tensor<2xindex> -> tensor<?x4xf32>
  %3 = aten.view %flat, %s : tensor<?xf32>, tensor<2xindex> -> tensor<?x?xf32>
  // CHECK-NEXT: %3 = aten.view %flat, %s : tensor<?xf32>, tensor<2xindex> -> tensor<?x?xf32>
  func.return
}

// The generic form.
// GENERIC: %3 = "aten.expand"(%row) <{static_size = array<i64: 2, 3, -1>}> : (tensor<1x4xf32>) -> tensor<2x3x4xf32>
// GENERIC: %1 = "aten.expand"(%row, %0) : (tensor<4xf32>, tensor<2xindex>) -> tensor<?x4xf32>
