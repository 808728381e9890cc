// RUN: adjoint-opt %s -p outline-data-sizes --split-input-file | filecheck %s

// A size that depends on data is computed by a function that runs first, and is an argument.

func.func @f(%x: tensor<?xf32>) -> (tensor<?x1xi64>, tensor<?xf32>) {
  %0 = aten.nonzero %x : tensor<?xf32> -> tensor<?x1xi64>
  %1 = aten.exp %x : tensor<?xf32> -> tensor<?xf32>
  func.return %0, %1 : tensor<?x1xi64>, tensor<?xf32>
}

// CHECK:      func.func @f(%x: tensor<?xf32>, %0: tensor<index>) -> (tensor<?x1xi64>, tensor<?xf32>) attributes {adjoint.data_sizes = @f.data_sizes} {
// CHECK-NEXT:   %1 = aten.nonzero %x count %0 : tensor<?xf32> -> tensor<?x1xi64>
// CHECK-NEXT:   %2 = aten.exp %x : tensor<?xf32> -> tensor<?xf32>
// CHECK-NEXT:   func.return %1, %2 : tensor<?x1xi64>, tensor<?xf32>
// CHECK-NEXT: }
// CHECK-NEXT: func.func @f.data_sizes(%x: tensor<?xf32>) -> tensor<index> {
// CHECK-NEXT:   %0 = aten.constant dense<0.000000e+00> : tensor<f32>
// CHECK-NEXT:   %1 = aten.ne %x, %0 : tensor<?xf32>, tensor<f32> -> tensor<?xi1>
// CHECK-NEXT:   %2 = aten.sum %1 : tensor<?xi1> -> tensor<i64>
// CHECK-NEXT:   %3 = aten.to %2 dtype = index : tensor<i64> -> tensor<index>
// CHECK-NEXT:   func.return %3 : tensor<index>
// CHECK-NEXT: }
// -----

// What computes a size may need one itself.

func.func @f(%repeats: tensor<3xi64>, %x: tensor<3xf32>) -> tensor<?x1xi64> {
  %0 = aten.repeat_interleave.Tensor %repeats : tensor<3xi64> -> tensor<?xi64>
  %1 = aten.index_select %x, %0 dim = 0 : tensor<3xf32>, tensor<?xi64> -> tensor<?xf32>
  %2 = aten.nonzero %1 : tensor<?xf32> -> tensor<?x1xi64>
  func.return %2 : tensor<?x1xi64>
}

// CHECK:      func.func @f(%repeats: tensor<3xi64>, %x: tensor<3xf32>, %0: tensor<index>, %1: tensor<index>) -> tensor<?x1xi64> attributes {adjoint.data_sizes = @f.data_sizes} {
// CHECK-NEXT:   %2 = aten.repeat_interleave.Tensor %repeats count %0 : tensor<3xi64> -> tensor<?xi64>
// CHECK-NEXT:   %3 = aten.index_select %x, %2 dim = 0 : tensor<3xf32>, tensor<?xi64> -> tensor<?xf32>
// CHECK-NEXT:   %4 = aten.nonzero %3 count %1 : tensor<?xf32> -> tensor<?x1xi64>
// CHECK-NEXT:   func.return %4 : tensor<?x1xi64>
// CHECK-NEXT: }
// CHECK-NEXT: func.func @f.data_sizes(%repeats: tensor<3xi64>, %x: tensor<3xf32>, %0: tensor<index>) -> (tensor<index>, tensor<index>) attributes {adjoint.data_sizes = @f.data_sizes.data_sizes} {
// CHECK-NEXT:   %1 = aten.repeat_interleave.Tensor %repeats count %0 : tensor<3xi64> -> tensor<?xi64>
// CHECK-NEXT:   %2 = aten.index_select %x, %1 dim = 0 : tensor<3xf32>, tensor<?xi64> -> tensor<?xf32>
// CHECK-NEXT:   %3 = aten.sum %repeats : tensor<3xi64> -> tensor<i64>
// CHECK-NEXT:   %4 = aten.to %3 dtype = index : tensor<i64> -> tensor<index>
// CHECK-NEXT:   %5 = aten.constant dense<0.000000e+00> : tensor<f32>
// CHECK-NEXT:   %6 = aten.ne %2, %5 : tensor<?xf32>, tensor<f32> -> tensor<?xi1>
// CHECK-NEXT:   %7 = aten.sum %6 : tensor<?xi1> -> tensor<i64>
// CHECK-NEXT:   %8 = aten.to %7 dtype = index : tensor<i64> -> tensor<index>
// CHECK-NEXT:   func.return %4, %8 : tensor<index>, tensor<index>
// CHECK-NEXT: }
// CHECK-NEXT: func.func @f.data_sizes.data_sizes(%repeats: tensor<3xi64>, %x: tensor<3xf32>) -> tensor<index> {
// CHECK-NEXT:   %0 = aten.sum %repeats : tensor<3xi64> -> tensor<i64>
// CHECK-NEXT:   %1 = aten.to %0 dtype = index : tensor<i64> -> tensor<index>
// CHECK-NEXT:   func.return %1 : tensor<index>
// CHECK-NEXT: }
