// RUN: adjoint-opt %s -p differentiate --split-input-file | filecheck %s

// A function and its reverse. TorchScript captures one tensor and six sizes for the first one, where this captures the
// tensor.

func.func @f(%a: tensor<2x3x4xf32>, %b: tensor<2x3x4xf32>) -> tensor<2x3x4xf32> {
  %p = aten.mul %a, %b : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
  %q = aten.mul %p, %a : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
  %y = aten.add %q, %b : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
  func.return %y : tensor<2x3x4xf32>
}

// CHECK:      func.func @f(%a: tensor<2x3x4xf32> {autodiff.requires_grad = false}, %b: tensor<2x3x4xf32> {autodiff.requires_grad = false}) -> (tensor<2x3x4xf32>, tensor<2x3x4xf32>) attributes {autodiff.gradient = #autodiff.gradient<reverse = @f.reverse, real_outputs = 1, input_vjps = [0, 1], captured_inputs = [0, 1], captured_outputs = [1], output_vjps = [0, 1]>} {
// CHECK-NEXT:   %p = aten.mul %a, %b : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
// CHECK-NEXT:   %q = aten.mul %p, %a : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
// CHECK-NEXT:   %y = aten.add %q, %b : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
// CHECK-NEXT:   func.return %y, %p : tensor<2x3x4xf32>, tensor<2x3x4xf32>
// CHECK-NEXT: }
// CHECK-NEXT: func.func @f.reverse(%dy: tensor<2x3x4xf32>, %dp: tensor<2x3x4xf32>, %a: tensor<2x3x4xf32>, %b: tensor<2x3x4xf32>, %p: tensor<2x3x4xf32>) -> (tensor<2x3x4xf32>, tensor<2x3x4xf32>) {
// CHECK-NEXT:   %dp_1 = aten.mul %dy, %a : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
// CHECK-NEXT:   %da = aten.mul %dy, %p : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
// CHECK-NEXT:   %dp_2 = aten.add %dp, %dp_1 : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
// CHECK-NEXT:   %da_1 = aten.mul %dp_2, %b : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
// CHECK-NEXT:   %db = aten.mul %dp_2, %a : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
// CHECK-NEXT:   %da_2 = aten.add %da, %da_1 : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
// CHECK-NEXT:   %db_1 = aten.add %dy, %db : tensor<2x3x4xf32>, tensor<2x3x4xf32> -> tensor<2x3x4xf32>
// CHECK-NEXT:   func.return %da_2, %db_1 : tensor<2x3x4xf32>, tensor<2x3x4xf32>
// CHECK-NEXT: }

// -----

// The size of the batch is known only at run time; nothing has to be kept for it.
func.func @bias_activation(%x: tensor<?x4xf32>, %w: tensor<4x5xf32>, %b: tensor<5xf32>) -> tensor<?x5xf32> {
  %0 = aten.mm %x, %w : tensor<?x4xf32>, tensor<4x5xf32> -> tensor<?x5xf32>
  %1 = aten.add %0, %b : tensor<?x5xf32>, tensor<5xf32> -> tensor<?x5xf32>
  %y = aten.tanh %1 : tensor<?x5xf32> -> tensor<?x5xf32>
  func.return %y : tensor<?x5xf32>
}

// CHECK:      func.func @bias_activation(%x: tensor<?x4xf32> {autodiff.requires_grad = false}, %w: tensor<4x5xf32> {autodiff.requires_grad = false}, %b: tensor<5xf32> {autodiff.requires_grad = false}) -> tensor<?x5xf32> attributes {autodiff.gradient = #autodiff.gradient<reverse = @bias_activation.reverse, real_outputs = 1, input_vjps = [0], captured_inputs = [0, 1], captured_outputs = [0], output_vjps = [0, 1, 2]>} {
// CHECK-NEXT:   %0 = aten.mm %x, %w : tensor<?x4xf32>, tensor<4x5xf32> -> tensor<?x5xf32>
// CHECK-NEXT:   %1 = aten.add %0, %b : tensor<?x5xf32>, tensor<5xf32> -> tensor<?x5xf32>
// CHECK-NEXT:   %y = aten.tanh %1 : tensor<?x5xf32> -> tensor<?x5xf32>
// CHECK-NEXT:   func.return %y : tensor<?x5xf32>
// CHECK-NEXT: }
// CHECK-NEXT: func.func @bias_activation.reverse(%dy: tensor<?x5xf32>, %x: tensor<?x4xf32>, %w: tensor<4x5xf32>, %y: tensor<?x5xf32>) -> (tensor<?x4xf32>, tensor<4x5xf32>, tensor<5xf32>) {
// CHECK-NEXT:   %0 = aten.mul %y, %y : tensor<?x5xf32>, tensor<?x5xf32> -> tensor<?x5xf32>
// CHECK-NEXT:   %1 = aten.constant dense<1.000000e+00> : tensor<f32>
// CHECK-NEXT:   %2 = aten.sub %1, %0 : tensor<f32>, tensor<?x5xf32> -> tensor<?x5xf32>
// CHECK-NEXT:   %3 = aten.mul %dy, %2 : tensor<?x5xf32>, tensor<?x5xf32> -> tensor<?x5xf32>
// CHECK-NEXT:   %db = aten.sum %3 dim = [0] : tensor<?x5xf32> -> tensor<5xf32>
// CHECK-NEXT:   %4 = aten.t %w : tensor<4x5xf32> -> tensor<5x4xf32>
// CHECK-NEXT:   %dx = aten.mm %3, %4 : tensor<?x5xf32>, tensor<5x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   %5 = aten.t %x : tensor<?x4xf32> -> tensor<4x?xf32>
// CHECK-NEXT:   %dw = aten.mm %5, %3 : tensor<4x?xf32>, tensor<?x5xf32> -> tensor<4x5xf32>
// CHECK-NEXT:   func.return %dx, %dw, %db : tensor<?x4xf32>, tensor<4x5xf32>, tensor<5xf32>
// CHECK-NEXT: }

// -----

// Only run time tells whether %a or %b was broadcast: their sizes are kept, and not the tensors.
func.func @sum_of_unknowns(%a: tensor<?xf32>, %b: tensor<?xf32>) -> tensor<?xf32> {
  %y = aten.add %a, %b : tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>
  func.return %y : tensor<?xf32>
}

// CHECK:      func.func @sum_of_unknowns(%a: tensor<?xf32> {autodiff.requires_grad = false}, %b: tensor<?xf32> {autodiff.requires_grad = false}) -> (tensor<?xf32>, tensor<1xindex>, tensor<1xindex>) attributes {autodiff.gradient = #autodiff.gradient<reverse = @sum_of_unknowns.reverse, real_outputs = 1, input_vjps = [0], captured_inputs = [], captured_outputs = [1, 2], output_vjps = [0, 1]>} {
// CHECK-NEXT:   %y = aten.add %a, %b : tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>
// CHECK-NEXT:   %0 = aten.size %a : tensor<?xf32> -> tensor<1xindex>
// CHECK-NEXT:   %1 = aten.size %b : tensor<?xf32> -> tensor<1xindex>
// CHECK-NEXT:   func.return %y, %0, %1 : tensor<?xf32>, tensor<1xindex>, tensor<1xindex>
// CHECK-NEXT: }
// CHECK-NEXT: func.func @sum_of_unknowns.reverse(%dy: tensor<?xf32>, %0: tensor<1xindex>, %1: tensor<1xindex>) -> (tensor<?xf32>, tensor<?xf32>) {
// CHECK-NEXT:   %2 = aten.size %dy : tensor<?xf32> -> tensor<1xindex>
// CHECK-NEXT:   %3 = autodiff.size_if_not_equal %0, %2 : tensor<1xindex>, tensor<1xindex> -> !autodiff.optional_size<1>
// CHECK-NEXT:   %da = autodiff.grad_sum_to_size %dy, %3 : tensor<?xf32>, !autodiff.optional_size<1> -> tensor<?xf32>
// CHECK-NEXT:   %4 = autodiff.size_if_not_equal %1, %2 : tensor<1xindex>, tensor<1xindex> -> !autodiff.optional_size<1>
// CHECK-NEXT:   %db = autodiff.grad_sum_to_size %dy, %4 : tensor<?xf32>, !autodiff.optional_size<1> -> tensor<?xf32>
// CHECK-NEXT:   func.return %da, %db : tensor<?xf32>, tensor<?xf32>
// CHECK-NEXT: }

// -----

// A sum of terms of different sizes: %b and what is added to it later are summed back, each to its own size, before
// they meet in an accumulate.
func.func @broadcast_twice(%x: tensor<4x5xf32>, %b: tensor<5xf32>) -> tensor<4x5xf32> {
  %0 = aten.mul %b, %b : tensor<5xf32>, tensor<5xf32> -> tensor<5xf32>
  %1 = aten.add %x, %b : tensor<4x5xf32>, tensor<5xf32> -> tensor<4x5xf32>
  %y = aten.mul %1, %0 : tensor<4x5xf32>, tensor<5xf32> -> tensor<4x5xf32>
  func.return %y : tensor<4x5xf32>
}

// CHECK:      func.func @broadcast_twice(%x: tensor<4x5xf32> {autodiff.requires_grad = false}, %b: tensor<5xf32> {autodiff.requires_grad = false}) -> (tensor<4x5xf32>, tensor<5xf32>, tensor<4x5xf32>) attributes {autodiff.gradient = #autodiff.gradient<reverse = @broadcast_twice.reverse, real_outputs = 1, input_vjps = [0, 1, 2], captured_inputs = [1], captured_outputs = [1, 2], output_vjps = [0, 1]>} {
// CHECK-NEXT:   %0 = aten.mul %b, %b : tensor<5xf32>, tensor<5xf32> -> tensor<5xf32>
// CHECK-NEXT:   %1 = aten.add %x, %b : tensor<4x5xf32>, tensor<5xf32> -> tensor<4x5xf32>
// CHECK-NEXT:   %y = aten.mul %1, %0 : tensor<4x5xf32>, tensor<5xf32> -> tensor<4x5xf32>
// CHECK-NEXT:   func.return %y, %0, %1 : tensor<4x5xf32>, tensor<5xf32>, tensor<4x5xf32>
// CHECK-NEXT: }
// CHECK-NEXT: func.func @broadcast_twice.reverse(%dy: tensor<4x5xf32>, %0: tensor<5xf32>, %1: tensor<4x5xf32>, %b: tensor<5xf32>, %2: tensor<5xf32>, %3: tensor<4x5xf32>) -> (tensor<4x5xf32>, tensor<5xf32>) {
// CHECK-NEXT:   %4 = aten.mul %dy, %2 : tensor<4x5xf32>, tensor<5xf32> -> tensor<4x5xf32>
// CHECK-NEXT:   %5 = aten.mul %dy, %3 : tensor<4x5xf32>, tensor<4x5xf32> -> tensor<4x5xf32>
// CHECK-NEXT:   %6 = aten.sum %5 dim = [0] : tensor<4x5xf32> -> tensor<5xf32>
// CHECK-NEXT:   %dx = aten.add %1, %4 : tensor<4x5xf32>, tensor<4x5xf32> -> tensor<4x5xf32>
// CHECK-NEXT:   %db = aten.sum %dx dim = [0] : tensor<4x5xf32> -> tensor<5xf32>
// CHECK-NEXT:   %7 = aten.add %0, %6 : tensor<5xf32>, tensor<5xf32> -> tensor<5xf32>
// CHECK-NEXT:   %db_1 = aten.mul %7, %b : tensor<5xf32>, tensor<5xf32> -> tensor<5xf32>
// CHECK-NEXT:   %8 = aten.add %db, %db_1 : tensor<5xf32>, tensor<5xf32> -> tensor<5xf32>
// CHECK-NEXT:   %db_2 = aten.add %8, %db_1 : tensor<5xf32>, tensor<5xf32> -> tensor<5xf32>
// CHECK-NEXT:   func.return %dx, %db_2 : tensor<4x5xf32>, tensor<5xf32>
// CHECK-NEXT: }
