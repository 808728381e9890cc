// RUN: adjoint-opt %s -p specialize-zeros --allow-unregistered-dialect --split-input-file | filecheck %s

// Without undefined cotangents: the ops of every grad_of take its place, and accumulate is aten.add.

func.func @f(%g: tensor<2xf32>, %b: tensor<2xf32>) -> tensor<2xf32> {
  %0, %1 = autodiff.grad_of "aten.mul"(%g) : tensor<2xf32> -> tensor<2xf32>, tensor<2xf32> {
    %2 = aten.mul %g, %b : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
    autodiff.yield %2, %g : tensor<2xf32>, tensor<2xf32>
  }
  %3 = autodiff.accumulate %0, %1 : tensor<2xf32>
  func.return %3 : tensor<2xf32>
}

// CHECK:      func.func @f(%g: tensor<2xf32>, %b: tensor<2xf32>) -> tensor<2xf32> {
// CHECK-NEXT:   %0 = aten.mul %g, %b : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   %1 = aten.add %0, %g : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   func.return %1 : tensor<2xf32>
// CHECK-NEXT: }

// -----

// Zeros pass through grad_of, through ops that are linear in them, and choose branches.
func.func @zeros(%g: tensor<2xf32>, %b: tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>, tensor<2xf32>) {
  %z = autodiff.zero : tensor<2xf32>
  %0 = autodiff.grad_of "aten.exp"(%z) : tensor<2xf32> -> tensor<2xf32> {
    %1 = aten.mul %z, %b : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
    autodiff.yield %1 : tensor<2xf32>
  }
  %2 = aten.mul %0, %b : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  %3 = aten.add %2, %g : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  %nonzero = autodiff.any_nonzero %2 : tensor<2xf32>
  %4 = scf.if %nonzero -> (tensor<2xf32>) {
    scf.yield %g : tensor<2xf32>
  } else {
    scf.yield %2 : tensor<2xf32>
  }
  %5 = aten.exp %z : tensor<2xf32> -> tensor<2xf32>
  func.return %3, %4, %5 : tensor<2xf32>, tensor<2xf32>, tensor<2xf32>
}

// CHECK:      func.func @zeros(%g: tensor<2xf32>, %b: tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>, tensor<2xf32>) {
// CHECK-NEXT:   %0 = autodiff.zero : tensor<2xf32>
// CHECK-NEXT:   %1 = aten.full size = [2] fill_value = 0.000000e+00 : f32 : tensor<2xf32>
// CHECK-NEXT:   %2 = aten.exp %1 : tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   func.return %g, %0, %2 : tensor<2xf32>, tensor<2xf32>, tensor<2xf32>
// CHECK-NEXT: }

// -----

// Only run time tells whether %0 is zero: what is linear in it is guarded.
func.func @unknown(%g: tensor<2xf32>, %h: tensor<2xf32>) -> tensor<2xf32> {
  %z = autodiff.zero : tensor<2xf32>
  %c = autodiff.any_nonzero %h : tensor<2xf32>
  %k = "test.condition"() : () -> i1
  %0 = scf.if %k -> (tensor<2xf32>) {
    scf.yield %g : tensor<2xf32>
  } else {
    scf.yield %z : tensor<2xf32>
  }
  %1 = autodiff.grad_of "aten.exp"(%0) : tensor<2xf32> -> tensor<2xf32> {
    %2 = aten.mul %0, %h : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
    autodiff.yield %2 : tensor<2xf32>
  }
  func.return %1 : tensor<2xf32>
}

// CHECK:      func.func @unknown(%g: tensor<2xf32>, %h: tensor<2xf32>) -> tensor<2xf32> {
// CHECK-NEXT:   %z = autodiff.zero : tensor<2xf32>
// CHECK-NEXT:   %k = "test.condition"() : () -> i1
// CHECK-NEXT:   %0 = scf.if %k -> (tensor<2xf32>) {
// CHECK-NEXT:     scf.yield %g : tensor<2xf32>
// CHECK-NEXT:   } else {
// CHECK-NEXT:     scf.yield %z : tensor<2xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   %1 = autodiff.any_nonzero %0 : tensor<2xf32>
// CHECK-NEXT:   %2 = scf.if %1 -> (tensor<2xf32>) {
// CHECK-NEXT:     %3 = aten.mul %0, %h : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:     scf.yield %3 : tensor<2xf32>
// CHECK-NEXT:   } else {
// CHECK-NEXT:     %4 = autodiff.zero : tensor<2xf32>
// CHECK-NEXT:     scf.yield %4 : tensor<2xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.return %2 : tensor<2xf32>
// CHECK-NEXT: }
