// RUN: adjoint-opt %s -p differentiate --split-input-file | filecheck %s

// A matrix that a batch was multiplied by: its gradient is one product over all rows of the batch.
func.func @matmul_right(%a: tensor<?x8x16xf32>, %b: tensor<16x32xf32>) -> tensor<?x8x32xf32> {
  %y = aten.matmul %a, %b : tensor<?x8x16xf32>, tensor<16x32xf32> -> tensor<?x8x32xf32>
  func.return %y : tensor<?x8x32xf32>
}

// CHECK:      func.func @matmul_right.reverse(%dy: tensor<?x8x32xf32>, %a: tensor<?x8x16xf32>, %b: tensor<16x32xf32>) -> (tensor<?x8x16xf32>, tensor<16x32xf32>) {
// CHECK-NEXT:   %0 = aten.transpose %b dim0 = -2 dim1 = -1 : tensor<16x32xf32> -> tensor<32x16xf32>
// CHECK-NEXT:   %da = aten.matmul %dy, %0 : tensor<?x8x32xf32>, tensor<32x16xf32> -> tensor<?x8x16xf32>
// CHECK-NEXT:   %1 = aten.flatten %a end_dim = -2 : tensor<?x8x16xf32> -> tensor<?x16xf32>
// CHECK-NEXT:   %2 = aten.flatten %dy end_dim = -2 : tensor<?x8x32xf32> -> tensor<?x32xf32>
// CHECK-NEXT:   %3 = aten.transpose %1 dim0 = -2 dim1 = -1 : tensor<?x16xf32> -> tensor<16x?xf32>
// CHECK-NEXT:   %db = aten.matmul %3, %2 : tensor<16x?xf32>, tensor<?x32xf32> -> tensor<16x32xf32>
// CHECK-NEXT:   func.return %da, %db : tensor<?x8x16xf32>, tensor<16x32xf32>
// CHECK-NEXT: }

// -----

// The same on the left: the batch moves next to the columns, which are summed over.
func.func @matmul_left(%a: tensor<8x16xf32> {autodiff.requires_grad}, %b: tensor<?x16x32xf32>) -> tensor<?x8x32xf32> {
  %y = aten.matmul %a, %b : tensor<8x16xf32>, tensor<?x16x32xf32> -> tensor<?x8x32xf32>
  func.return %y : tensor<?x8x32xf32>
}

// CHECK:      func.func @matmul_left.reverse(%dy: tensor<?x8x32xf32>, %b: tensor<?x16x32xf32>) -> tensor<8x16xf32> {
// CHECK-NEXT:   %0 = aten.transpose %dy dim0 = -2 dim1 = -1 : tensor<?x8x32xf32> -> tensor<?x32x8xf32>
// CHECK-NEXT:   %1 = aten.transpose %b dim0 = -2 dim1 = -1 : tensor<?x16x32xf32> -> tensor<?x32x16xf32>
// CHECK-NEXT:   %2 = aten.flatten %0 end_dim = -2 : tensor<?x32x8xf32> -> tensor<?x8xf32>
// CHECK-NEXT:   %3 = aten.flatten %1 end_dim = -2 : tensor<?x32x16xf32> -> tensor<?x16xf32>
// CHECK-NEXT:   %4 = aten.transpose %2 dim0 = -2 dim1 = -1 : tensor<?x8xf32> -> tensor<8x?xf32>
// CHECK-NEXT:   %da = aten.matmul %4, %3 : tensor<8x?xf32>, tensor<?x16xf32> -> tensor<8x16xf32>
// CHECK-NEXT:   func.return %da : tensor<8x16xf32>
// CHECK-NEXT: }

// -----

// Broadcast in one of two batch dimensions; the other one stays.
func.func @matmul_partly(%a: tensor<5x2x8x16xf32>, %b: tensor<5x1x16x32xf32> {autodiff.requires_grad}) -> tensor<5x2x8x32xf32> {
  %y = aten.matmul %a, %b : tensor<5x2x8x16xf32>, tensor<5x1x16x32xf32> -> tensor<5x2x8x32xf32>
  func.return %y : tensor<5x2x8x32xf32>
}

// CHECK:      func.func @matmul_partly.reverse(%dy: tensor<5x2x8x32xf32>, %a: tensor<5x2x8x16xf32>) -> tensor<5x1x16x32xf32> {
// CHECK-NEXT:   %0 = aten.flatten %a start_dim = 1 end_dim = -2 : tensor<5x2x8x16xf32> -> tensor<5x16x16xf32>
// CHECK-NEXT:   %1 = aten.flatten %dy start_dim = 1 end_dim = -2 : tensor<5x2x8x32xf32> -> tensor<5x16x32xf32>
// CHECK-NEXT:   %2 = aten.transpose %0 dim0 = -2 dim1 = -1 : tensor<5x16x16xf32> -> tensor<5x16x16xf32>
// CHECK-NEXT:   %3 = aten.matmul %2, %1 : tensor<5x16x16xf32>, tensor<5x16x32xf32> -> tensor<5x16x32xf32>
// CHECK-NEXT:   %db = aten.unsqueeze %3 dim = 1 : tensor<5x16x32xf32> -> tensor<5x1x16x32xf32>
// CHECK-NEXT:   func.return %db : tensor<5x1x16x32xf32>
// CHECK-NEXT: }

// -----

// Which batch was broadcast, only run time tells.
func.func @matmul_unknown(%a: tensor<?x8x16xf32> {autodiff.requires_grad}, %b: tensor<?x16x32xf32>) -> tensor<?x8x32xf32> {
  %y = aten.matmul %a, %b : tensor<?x8x16xf32>, tensor<?x16x32xf32> -> tensor<?x8x32xf32>
  func.return %y : tensor<?x8x32xf32>
}

// CHECK:      func.func @matmul_unknown.reverse(%dy: tensor<?x8x32xf32>, %b: tensor<?x16x32xf32>, %0: tensor<3xindex>) -> tensor<?x8x16xf32> {
// CHECK-NEXT:   %1 = aten.transpose %b dim0 = -2 dim1 = -1 : tensor<?x16x32xf32> -> tensor<?x32x16xf32>
// CHECK-NEXT:   %2 = aten.matmul %dy, %1 : tensor<?x8x32xf32>, tensor<?x32x16xf32> -> tensor<?x8x16xf32>
// CHECK-NEXT:   %3 = aten.size %2 : tensor<?x8x16xf32> -> tensor<3xindex>
// CHECK-NEXT:   %4 = autodiff.size_if_not_equal %0, %3 : tensor<3xindex>, tensor<3xindex> -> !autodiff.optional_size<3>
// CHECK-NEXT:   %da = autodiff.grad_sum_to_size %2, %4 : tensor<?x8x16xf32>, !autodiff.optional_size<3> -> tensor<?x8x16xf32>
// CHECK-NEXT:   func.return %da : tensor<?x8x16xf32>
// CHECK-NEXT: }

// -----

func.func @linear(%x: tensor<?x4xf32>, %w: tensor<5x4xf32>, %b: tensor<5xf32>) -> tensor<?x5xf32> {
  %y = aten.linear %x, %w, %b : tensor<?x4xf32>, tensor<5x4xf32>, tensor<5xf32> -> tensor<?x5xf32>
  func.return %y : tensor<?x5xf32>
}

// CHECK:      func.func @linear.reverse(%dy: tensor<?x5xf32>, %x: tensor<?x4xf32>, %w: tensor<5x4xf32>) -> (tensor<?x4xf32>, tensor<5x4xf32>, tensor<5xf32>) {
// CHECK-NEXT:   %dx = aten.matmul %dy, %w : tensor<?x5xf32>, tensor<5x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   %0 = aten.t %dy : tensor<?x5xf32> -> tensor<5x?xf32>
// CHECK-NEXT:   %dw = aten.mm %0, %x : tensor<5x?xf32>, tensor<?x4xf32> -> tensor<5x4xf32>
// CHECK-NEXT:   %db = aten.sum %dy dim = [0] : tensor<?x5xf32> -> tensor<5xf32>
// CHECK-NEXT:   func.return %dx, %dw, %db : tensor<?x4xf32>, tensor<5x4xf32>, tensor<5xf32>
// CHECK-NEXT: }

// -----

func.func @addmm(%x: tensor<5xf32>, %a: tensor<?x4xf32>, %b: tensor<4x5xf32>) -> tensor<?x5xf32> {
  %y = aten.addmm %x, %a, %b beta = 0.5 alpha = 2.0 : tensor<5xf32>, tensor<?x4xf32>, tensor<4x5xf32> -> tensor<?x5xf32>
  func.return %y : tensor<?x5xf32>
}

// CHECK:      func.func @addmm.reverse(%dy: tensor<?x5xf32>, %a: tensor<?x4xf32>, %b: tensor<4x5xf32>) -> (tensor<5xf32>, tensor<?x4xf32>, tensor<4x5xf32>) {
// CHECK-NEXT:   %0 = aten.constant dense<5.000000e-01> : tensor<f32>
// CHECK-NEXT:   %1 = aten.mul %dy, %0 : tensor<?x5xf32>, tensor<f32> -> tensor<?x5xf32>
// CHECK-NEXT:   %dx = aten.sum %1 dim = [0] : tensor<?x5xf32> -> tensor<5xf32>
// CHECK-NEXT:   %2 = aten.t %b : tensor<4x5xf32> -> tensor<5x4xf32>
// CHECK-NEXT:   %3 = aten.mm %dy, %2 : tensor<?x5xf32>, tensor<5x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   %4 = aten.constant dense<2.000000e+00> : tensor<f32>
// CHECK-NEXT:   %da = aten.mul %3, %4 : tensor<?x4xf32>, tensor<f32> -> tensor<?x4xf32>
// CHECK-NEXT:   %5 = aten.t %a : tensor<?x4xf32> -> tensor<4x?xf32>
// CHECK-NEXT:   %6 = aten.mm %5, %dy : tensor<4x?xf32>, tensor<?x5xf32> -> tensor<4x5xf32>
// CHECK-NEXT:   %db = aten.mul %6, %4 : tensor<4x5xf32>, tensor<f32> -> tensor<4x5xf32>
// CHECK-NEXT:   func.return %dx, %da, %db : tensor<5xf32>, tensor<?x4xf32>, tensor<4x5xf32>
// CHECK-NEXT: }
