// RUN: adjoint-opt %s -p fold-sizes --split-input-file | filecheck %s

// A sum to a size is aten.sum where it is known what was broadcast, and nothing where nothing was.

func.func @static(%g: tensor<8x5x2xf32>) -> (tensor<5x1xf32>, tensor<8x5x2xf32>, tensor<8x1x1xf32>, tensor<f32>) {
  %0 = autodiff.grad_sum_to_size %g : tensor<8x5x2xf32> -> tensor<5x1xf32>
  %1 = autodiff.grad_sum_to_size %g : tensor<8x5x2xf32> -> tensor<8x5x2xf32>
  %2 = autodiff.grad_sum_to_size %g : tensor<8x5x2xf32> -> tensor<8x1x1xf32>
  %3 = autodiff.grad_sum_to_size %g : tensor<8x5x2xf32> -> tensor<f32>
  func.return %0, %1, %2, %3 : tensor<5x1xf32>, tensor<8x5x2xf32>, tensor<8x1x1xf32>, tensor<f32>
}

// CHECK:      func.func @static(%g: tensor<8x5x2xf32>) -> (tensor<5x1xf32>, tensor<8x5x2xf32>, tensor<8x1x1xf32>, tensor<f32>) {
// CHECK-NEXT:   %0 = aten.sum %g dim = [0, 2] : tensor<8x5x2xf32> -> tensor<5xf32>
// CHECK-NEXT:   %1 = aten.unsqueeze %0 dim = 1 : tensor<5xf32> -> tensor<5x1xf32>
// CHECK-NEXT:   %2 = aten.sum %g dim = [1, 2] keepdim : tensor<8x5x2xf32> -> tensor<8x1x1xf32>
// CHECK-NEXT:   %3 = aten.sum %g : tensor<8x5x2xf32> -> tensor<f32>
// CHECK-NEXT:   func.return %1, %g, %2, %3 : tensor<5x1xf32>, tensor<8x5x2xf32>, tensor<8x1x1xf32>, tensor<f32>
// CHECK-NEXT: }

// -----

// p = a b and y = p a have the same size, whatever broadcast: only a itself may have been.
func.func @same_unknowns(%a: tensor<?xf32>, %b: tensor<?xf32>, %dy: tensor<?xf32>) -> (tensor<?xf32>, tensor<?xf32>) {
  %p = aten.mul %a, %b : tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>
  %y = aten.mul %p, %a : tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>
  %0 = aten.mul %y, %y : tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>
  %sp = aten.size %p : tensor<?xf32> -> tensor<1xindex>
  %sa = aten.size %a : tensor<?xf32> -> tensor<1xindex>
  %s = aten.size %0 : tensor<?xf32> -> tensor<1xindex>
  %np = autodiff.size_if_not_equal %sp, %s : tensor<1xindex>, tensor<1xindex> -> !autodiff.optional_size<1>
  %na = autodiff.size_if_not_equal %sa, %s : tensor<1xindex>, tensor<1xindex> -> !autodiff.optional_size<1>
  %dp = autodiff.grad_sum_to_size %0, %np : tensor<?xf32>, !autodiff.optional_size<1> -> tensor<?xf32>
  %da = autodiff.grad_sum_to_size %0, %na : tensor<?xf32>, !autodiff.optional_size<1> -> tensor<?xf32>
  func.return %dp, %da : tensor<?xf32>, tensor<?xf32>
}

// CHECK:      func.func @same_unknowns(%a: tensor<?xf32>, %b: tensor<?xf32>, %dy: tensor<?xf32>) -> (tensor<?xf32>, tensor<?xf32>) {
// CHECK-NEXT:   %p = aten.mul %a, %b : tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>
// CHECK-NEXT:   %y = aten.mul %p, %a : tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>
// CHECK-NEXT:   %dp = aten.mul %y, %y : tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>
// CHECK-NEXT:   %sa = aten.size %a : tensor<?xf32> -> tensor<1xindex>
// CHECK-NEXT:   %s = aten.size %dp : tensor<?xf32> -> tensor<1xindex>
// CHECK-NEXT:   %na = autodiff.size_if_not_equal %sa, %s : tensor<1xindex>, tensor<1xindex> -> !autodiff.optional_size<1>
// CHECK-NEXT:   %da = autodiff.grad_sum_to_size %dp, %na : tensor<?xf32>, !autodiff.optional_size<1> -> tensor<?xf32>
// CHECK-NEXT:   func.return %dp, %da : tensor<?xf32>, tensor<?xf32>
// CHECK-NEXT: }

// -----

// The leading dimension is missing, the other one is that of the matrix: what was repeated is known without a number.
func.func @bias(%x: tensor<?x4xf32>, %w: tensor<4x?xf32>, %g: tensor<?x?xf32>) -> tensor<1x?xf32> {
  %y = aten.mm %x, %w : tensor<?x4xf32>, tensor<4x?xf32> -> tensor<?x?xf32>
  %b = aten.sum %y dim = [0] keepdim : tensor<?x?xf32> -> tensor<1x?xf32>
  %s = aten.size %b : tensor<1x?xf32> -> tensor<2xindex>
  %0 = autodiff.grad_sum_to_size %y, %s : tensor<?x?xf32>, tensor<2xindex> -> tensor<1x?xf32>
  func.return %0 : tensor<1x?xf32>
}

// CHECK:      func.func @bias(%x: tensor<?x4xf32>, %w: tensor<4x?xf32>, %g: tensor<?x?xf32>) -> tensor<1x?xf32> {
// CHECK-NEXT:   %y = aten.mm %x, %w : tensor<?x4xf32>, tensor<4x?xf32> -> tensor<?x?xf32>
// CHECK-NEXT:   %b = aten.sum %y dim = [0] keepdim : tensor<?x?xf32> -> tensor<1x?xf32>
// CHECK-NEXT:   %0 = aten.sum %y dim = [0] keepdim : tensor<?x?xf32> -> tensor<1x?xf32>
// CHECK-NEXT:   func.return %0 : tensor<1x?xf32>
// CHECK-NEXT: }

// -----

// A sum of a sum is one, unless the first one is used elsewhere.
func.func @chain(%g: tensor<?x?xf32>, %s: tensor<2xindex>, %t: tensor<2xindex>) -> (tensor<?x?xf32>, tensor<?x?xf32>, tensor<?x?xf32>) {
  %0 = autodiff.grad_sum_to_size %g, %s : tensor<?x?xf32>, tensor<2xindex> -> tensor<?x?xf32>
  %1 = autodiff.grad_sum_to_size %0, %t : tensor<?x?xf32>, tensor<2xindex> -> tensor<?x?xf32>
  %2 = autodiff.grad_sum_to_size %g, %t : tensor<?x?xf32>, tensor<2xindex> -> tensor<?x?xf32>
  %3 = autodiff.grad_sum_to_size %2, %s : tensor<?x?xf32>, tensor<2xindex> -> tensor<?x?xf32>
  func.return %1, %2, %3 : tensor<?x?xf32>, tensor<?x?xf32>, tensor<?x?xf32>
}

// CHECK:      func.func @chain(%g: tensor<?x?xf32>, %s: tensor<2xindex>, %t: tensor<2xindex>) -> (tensor<?x?xf32>, tensor<?x?xf32>, tensor<?x?xf32>) {
// CHECK-NEXT:   %0 = autodiff.grad_sum_to_size %g, %t : tensor<?x?xf32>, tensor<2xindex> -> tensor<?x?xf32>
// CHECK-NEXT:   %1 = autodiff.grad_sum_to_size %g, %t : tensor<?x?xf32>, tensor<2xindex> -> tensor<?x?xf32>
// CHECK-NEXT:   %2 = autodiff.grad_sum_to_size %1, %s : tensor<?x?xf32>, tensor<2xindex> -> tensor<?x?xf32>
// CHECK-NEXT:   func.return %0, %1, %2 : tensor<?x?xf32>, tensor<?x?xf32>, tensor<?x?xf32>
// CHECK-NEXT: }

// -----

// A sum does not move past an accumulate: %g and %h have the size %s there, which would broadcast otherwise.
func.func @accumulated(%g: tensor<?xf32>, %h: tensor<?xf32>, %s: tensor<1xindex>, %t: tensor<1xindex>) -> tensor<?xf32> {
  %0 = autodiff.grad_sum_to_size %g, %s : tensor<?xf32>, tensor<1xindex> -> tensor<?xf32>
  %1 = autodiff.accumulate %0, %h : tensor<?xf32>
  %2 = autodiff.grad_sum_to_size %1, %t : tensor<?xf32>, tensor<1xindex> -> tensor<?xf32>
  func.return %2 : tensor<?xf32>
}

// CHECK:      func.func @accumulated(%g: tensor<?xf32>, %h: tensor<?xf32>, %s: tensor<1xindex>, %t: tensor<1xindex>) -> tensor<?xf32> {
// CHECK-NEXT:   %0 = autodiff.grad_sum_to_size %g, %s : tensor<?xf32>, tensor<1xindex> -> tensor<?xf32>
// CHECK-NEXT:   %1 = autodiff.accumulate %0, %h : tensor<?xf32>
// CHECK-NEXT:   %2 = autodiff.grad_sum_to_size %1, %t : tensor<?xf32>, tensor<1xindex> -> tensor<?xf32>
// CHECK-NEXT:   func.return %2 : tensor<?xf32>
// CHECK-NEXT: }

// -----

// The size of a static shape is a constant; one that is equal for sure is none.
func.func @sizes(%x: tensor<2x3xf32>, %y: tensor<2x3xf32>) -> (tensor<2xindex>, !autodiff.optional_size<2>) {
  %0 = aten.size %x : tensor<2x3xf32> -> tensor<2xindex>
  %1 = aten.size %y : tensor<2x3xf32> -> tensor<2xindex>
  %2 = autodiff.size_if_not_equal %0, %1 : tensor<2xindex>, tensor<2xindex> -> !autodiff.optional_size<2>
  func.return %0, %2 : tensor<2xindex>, !autodiff.optional_size<2>
}

// CHECK:      func.func @sizes(%x: tensor<2x3xf32>, %y: tensor<2x3xf32>) -> (tensor<2xindex>, !autodiff.optional_size<2>) {
// CHECK-NEXT:   %0 = aten.constant dense<[2, 3]> : tensor<2xindex>
// CHECK-NEXT:   %1 = autodiff.no_size : !autodiff.optional_size<2>
// CHECK-NEXT:   func.return %0, %1 : tensor<2xindex>, !autodiff.optional_size<2>
// CHECK-NEXT: }
