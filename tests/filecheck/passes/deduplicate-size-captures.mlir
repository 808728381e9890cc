// RUN: adjoint-opt %s -p deduplicate-size-captures --split-input-file | filecheck %s

// Sizes come from what is captured anyway; else the size is captured, not the tensor.

// %x has the size of %y, which the reverse needs.
func.func @captured(%x: tensor<?xf32>) -> tensor<f32> {
  %y = aten.exp %x : tensor<?xf32> -> tensor<?xf32>
  %z = aten.sum %y : tensor<?xf32> -> tensor<f32>
  autodiff.reverse outputs [0] inputs [0] {
  ^bb0(%dz: tensor<f32>):
    %s = aten.size %x : tensor<?xf32> -> tensor<1xindex>
    %0 = aten.expand %dz, %s : tensor<f32>, tensor<1xindex> -> tensor<?xf32>
    %1 = aten.mul %0, %y : tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>
    autodiff.yield %1 : tensor<?xf32>
  }
  func.return %z : tensor<f32>
}

// CHECK:      func.func @captured(%x: tensor<?xf32>) -> tensor<f32> {
// CHECK-NEXT:   %y = aten.exp %x : tensor<?xf32> -> tensor<?xf32>
// CHECK-NEXT:   %z = aten.sum %y : tensor<?xf32> -> tensor<f32>
// CHECK-NEXT:   autodiff.reverse outputs [0] inputs [0] {
// CHECK-NEXT:   ^bb0(%dz: tensor<f32>):
// CHECK-NEXT:     %s = aten.size %y : tensor<?xf32> -> tensor<1xindex>
// CHECK-NEXT:     %0 = aten.expand %dz, %s : tensor<f32>, tensor<1xindex> -> tensor<?xf32>
// CHECK-NEXT:     %1 = aten.mul %0, %y : tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>
// CHECK-NEXT:     autodiff.yield %1 : tensor<?xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.return %z : tensor<f32>
// CHECK-NEXT: }

// -----

// Nothing else of %x is needed: its size is computed once, and becomes what is captured.
func.func @size_alone(%x: tensor<?xf32>) -> tensor<f32> {
  %z = aten.sum %x : tensor<?xf32> -> tensor<f32>
  autodiff.reverse outputs [0] inputs [0] {
  ^bb0(%dz: tensor<f32>):
    %s = aten.size %x : tensor<?xf32> -> tensor<1xindex>
    %0 = aten.expand %dz, %s : tensor<f32>, tensor<1xindex> -> tensor<?xf32>
    %1 = aten.ones_like %x : tensor<?xf32> -> tensor<?xf32>
    %2 = aten.mul %0, %1 : tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>
    autodiff.yield %2 : tensor<?xf32>
  }
  func.return %z : tensor<f32>
}

// CHECK:      func.func @size_alone(%x: tensor<?xf32>) -> tensor<f32> {
// CHECK-NEXT:   %z = aten.sum %x : tensor<?xf32> -> tensor<f32>
// CHECK-NEXT:   %s = aten.size %x : tensor<?xf32> -> tensor<1xindex>
// CHECK-NEXT:   autodiff.reverse outputs [0] inputs [0] {
// CHECK-NEXT:   ^bb0(%dz: tensor<f32>):
// CHECK-NEXT:     %0 = aten.expand %dz, %s : tensor<f32>, tensor<1xindex> -> tensor<?xf32>
// CHECK-NEXT:     %1 = aten.full(%s : tensor<1xindex>) fill_value = 1.000000e+00 : f32 : tensor<?xf32>
// CHECK-NEXT:     %2 = aten.mul %0, %1 : tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>
// CHECK-NEXT:     autodiff.yield %2 : tensor<?xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.return %z : tensor<f32>
// CHECK-NEXT: }

// -----

// A size that the function computes for itself is computed again from the captured tensor.
func.func @computed(%x: tensor<?xf32>, %c: tensor<1xf32>) -> tensor<?xf32> {
  %s = aten.size %x : tensor<?xf32> -> tensor<1xindex>
  %e = aten.expand %c, %s : tensor<1xf32>, tensor<1xindex> -> tensor<?xf32>
  %y = aten.mul %x, %e : tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>
  autodiff.reverse outputs [0] inputs [1] {
  ^bb0(%dy: tensor<?xf32>):
    %0 = aten.mul %dy, %x : tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>
    %1 = aten.expand %0, %s : tensor<?xf32>, tensor<1xindex> -> tensor<?xf32>
    %2 = autodiff.grad_sum_to_size %1 : tensor<?xf32> -> tensor<1xf32>
    autodiff.yield %2 : tensor<1xf32>
  }
  func.return %y : tensor<?xf32>
}

// CHECK:      func.func @computed(%x: tensor<?xf32>, %c: tensor<1xf32>) -> tensor<?xf32> {
// CHECK-NEXT:   %s = aten.size %x : tensor<?xf32> -> tensor<1xindex>
// CHECK-NEXT:   %e = aten.expand %c, %s : tensor<1xf32>, tensor<1xindex> -> tensor<?xf32>
// CHECK-NEXT:   %y = aten.mul %x, %e : tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>
// CHECK-NEXT:   autodiff.reverse outputs [0] inputs [1] {
// CHECK-NEXT:   ^bb0(%dy: tensor<?xf32>):
// CHECK-NEXT:     %s_1 = aten.size %x : tensor<?xf32> -> tensor<1xindex>
// CHECK-NEXT:     %0 = aten.mul %dy, %x : tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>
// CHECK-NEXT:     %1 = aten.expand %0, %s_1 : tensor<?xf32>, tensor<1xindex> -> tensor<?xf32>
// CHECK-NEXT:     %2 = autodiff.grad_sum_to_size %1 : tensor<?xf32> -> tensor<1xf32>
// CHECK-NEXT:     autodiff.yield %2 : tensor<1xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.return %y : tensor<?xf32>
// CHECK-NEXT: }
