// RUN: adjoint-opt %s -p differentiate --split-input-file | filecheck %s

// A broadcast value used twice: each cotangent is summed to the size of the value before the two are added. Summing
// afterwards, TorchScript once had gradients that were broadcast against each other.

// pytorch issue 13669: a number beside a number and beside 1000. Only the second cotangent is summed.
func.func @beside_a_number_and_many(%z: tensor<f32>, %many: tensor<1000xf32>, %one: tensor<f32>) -> tensor<f32> {
  %e = aten.exp %z : tensor<f32> -> tensor<f32>
  %0 = aten.sub %e, %one : tensor<f32>, tensor<f32> -> tensor<f32>
  %1 = aten.sub %e, %many : tensor<f32>, tensor<1000xf32> -> tensor<1000xf32>
  %2 = aten.sum %1 : tensor<1000xf32> -> tensor<f32>
  %y = aten.add %0, %2 : tensor<f32>, tensor<f32> -> tensor<f32>
  func.return %y : tensor<f32>
}

// CHECK:      func.func @beside_a_number_and_many.reverse(%dy: tensor<f32>, %de: tensor<f32>, %e: tensor<f32>) -> (tensor<f32>, tensor<1000xf32>, tensor<f32>) {
// CHECK-NEXT:   %0 = aten.expand %dy size = [1000] : tensor<f32> -> tensor<1000xf32>
// CHECK-NEXT:   %de_1 = aten.sum %0 : tensor<1000xf32> -> tensor<f32>
// CHECK-NEXT:   %dmany = aten.neg %0 : tensor<1000xf32> -> tensor<1000xf32>
// CHECK-NEXT:   %done = aten.neg %dy : tensor<f32> -> tensor<f32>
// CHECK-NEXT:   %1 = aten.add %de_1, %dy : tensor<f32>, tensor<f32> -> tensor<f32>
// CHECK-NEXT:   %de_2 = aten.add %de, %1 : tensor<f32>, tensor<f32> -> tensor<f32>
// CHECK-NEXT:   %dz = aten.mul %de_2, %e : tensor<f32>, tensor<f32> -> tensor<f32>
// CHECK-NEXT:   func.return %dz, %dmany, %done : tensor<f32>, tensor<1000xf32>, tensor<f32>
// CHECK-NEXT: }

// -----

// pytorch issue 11736: a vector beside a matrix gets a cotangent of its own size, whatever the size is.
func.func @beside_a_matrix(%x: tensor<?x4xf32>, %w: tensor<4xf32>) -> tensor<?x4xf32> {
  %0 = aten.mul %x, %w : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xf32>
  %y = aten.add %0, %w : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xf32>
  func.return %y : tensor<?x4xf32>
}

// CHECK:      func.func @beside_a_matrix.reverse(%dy: tensor<?x4xf32>, %x: tensor<?x4xf32>, %w: tensor<4xf32>) -> (tensor<?x4xf32>, tensor<4xf32>) {
// CHECK-NEXT:   %dw = aten.sum %dy dim = [0] : tensor<?x4xf32> -> tensor<4xf32>
// CHECK-NEXT:   %dx = aten.mul %dy, %w : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   %0 = aten.mul %dy, %x : tensor<?x4xf32>, tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   %dw_1 = aten.sum %0 dim = [0] : tensor<?x4xf32> -> tensor<4xf32>
// CHECK-NEXT:   %dw_2 = aten.add %dw, %dw_1 : tensor<4xf32>, tensor<4xf32> -> tensor<4xf32>
// CHECK-NEXT:   func.return %dx, %dw_2 : tensor<?x4xf32>, tensor<4xf32>
// CHECK-NEXT: }

// -----

// pytorch issue 22833: whether %b is repeated beside %a, only run time tells. A sum does not move past the accumulate:
// without it the two cotangents of %b would have different sizes.
func.func @unknown(%a: tensor<?xf32>, %b: tensor<?xf32>) -> (tensor<?xf32>, tensor<?xf32>) {
  %0 = aten.sin %b : tensor<?xf32> -> tensor<?xf32>
  %y = aten.add %a, %0 : tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>
  %z = aten.neg %0 : tensor<?xf32> -> tensor<?xf32>
  func.return %y, %z : tensor<?xf32>, tensor<?xf32>
}

// CHECK:      func.func @unknown.reverse(%dy: tensor<?xf32>, %dz: tensor<?xf32>, %b: tensor<?xf32>, %0: tensor<1xindex>) -> (tensor<?xf32>, tensor<?xf32>) {
// CHECK-NEXT:   %1 = aten.neg %dz : tensor<?xf32> -> tensor<?xf32>
// CHECK-NEXT:   %2 = aten.size %dy : tensor<?xf32> -> tensor<1xindex>
// CHECK-NEXT:   %3 = autodiff.size_if_not_equal %0, %2 : tensor<1xindex>, tensor<1xindex> -> !autodiff.optional_size<1>
// CHECK-NEXT:   %da = autodiff.grad_sum_to_size %dy, %3 : tensor<?xf32>, !autodiff.optional_size<1> -> tensor<?xf32>
// CHECK-NEXT:   %4 = aten.size %b : tensor<?xf32> -> tensor<1xindex>
// CHECK-NEXT:   %5 = autodiff.size_if_not_equal %4, %2 : tensor<1xindex>, tensor<1xindex> -> !autodiff.optional_size<1>
// CHECK-NEXT:   %6 = autodiff.grad_sum_to_size %dy, %5 : tensor<?xf32>, !autodiff.optional_size<1> -> tensor<?xf32>
// CHECK-NEXT:   %7 = aten.add %1, %6 : tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>
// CHECK-NEXT:   %8 = aten.cos %b : tensor<?xf32> -> tensor<?xf32>
// CHECK-NEXT:   %db = aten.mul %7, %8 : tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>
// CHECK-NEXT:   func.return %da, %db : tensor<?xf32>, tensor<?xf32>
// CHECK-NEXT: }
