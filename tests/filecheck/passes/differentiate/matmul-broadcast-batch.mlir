// RUN: adjoint-opt %s -p differentiate,lower-to-loops --split-input-file | filecheck %s

// The reverse of a matmul whose batch was broadcast is one GEMM: no batch of products is made and summed.

// The rows of all matrices of the batch are the rows of one: Aᵀ G without a copy.

func.func @right(%a: tensor<8x80x160xf32>, %b: tensor<160x320xf32> {autodiff.requires_grad}) -> tensor<8x80x320xf32> {
  %y = aten.matmul %a, %b : tensor<8x80x160xf32>, tensor<160x320xf32> -> tensor<8x80x320xf32>
  func.return %y : tensor<8x80x320xf32>
}

// CHECK-LABEL: func.func @right.reverse(
// CHECK-NOT:     scf.for
// CHECK:         func.call @cblas_sgemm(
// CHECK-NOT:     scf.for
// CHECK-NOT:     func.call
// CHECK:         func.return

// -----

// The same where only run time tells the size of the batch.

func.func @right_unknown(%a: tensor<?x80x160xf32>, %b: tensor<160x320xf32> {autodiff.requires_grad}) -> tensor<?x80x320xf32> {
  %y = aten.matmul %a, %b : tensor<?x80x160xf32>, tensor<160x320xf32> -> tensor<?x80x320xf32>
  func.return %y : tensor<?x80x320xf32>
}

// CHECK-LABEL: func.func @right_unknown.reverse(
// CHECK-NOT:     scf.for
// CHECK:         func.call @cblas_sgemm(
// CHECK-NOT:     scf.for
// CHECK-NOT:     func.call
// CHECK:         func.return

// -----

// On the left the batch joins the columns, which are summed over: G Bᵀ, each packed once.

func.func @left(%a: tensor<80x160xf32> {autodiff.requires_grad}, %b: tensor<8x160x320xf32>) -> tensor<8x80x320xf32> {
  %y = aten.matmul %a, %b : tensor<80x160xf32>, tensor<8x160x320xf32> -> tensor<8x80x320xf32>
  func.return %y : tensor<8x80x320xf32>
}

// CHECK-LABEL: func.func @left.reverse(
// CHECK-NOT:     scf.for
// CHECK:         func.call @cblas_sgemm(
// CHECK-NOT:     scf.for
// CHECK-NOT:     func.call
// CHECK:         func.return

// -----

// The same where only run time tells the size of the batch.

func.func @left_unknown(%a: tensor<80x160xf32> {autodiff.requires_grad}, %b: tensor<?x160x320xf32>) -> tensor<?x80x320xf32> {
  %y = aten.matmul %a, %b : tensor<80x160xf32>, tensor<?x160x320xf32> -> tensor<?x80x320xf32>
  func.return %y : tensor<?x80x320xf32>
}

// CHECK-LABEL: func.func @left_unknown.reverse(
// CHECK-NOT:     scf.for
// CHECK:         func.call @cblas_sgemm(
// CHECK-NOT:     scf.for
// CHECK-NOT:     func.call
// CHECK:         func.return

// -----

// A batch of size 1 is a broadcast as well.

func.func @one_on_the_left(%a: tensor<1x80x160xf32> {autodiff.requires_grad}, %b: tensor<8x160x320xf32>) -> tensor<8x80x320xf32> {
  %y = aten.matmul %a, %b : tensor<1x80x160xf32>, tensor<8x160x320xf32> -> tensor<8x80x320xf32>
  func.return %y : tensor<8x80x320xf32>
}

// CHECK-LABEL: func.func @one_on_the_left.reverse(
// CHECK-NOT:     scf.for
// CHECK:         func.call @cblas_sgemm(
// CHECK-NOT:     scf.for
// CHECK-NOT:     func.call
// CHECK:         func.return

// -----

// On the right there is nothing to pack.

func.func @one_on_the_right(%a: tensor<8x80x160xf32>, %b: tensor<1x160x320xf32> {autodiff.requires_grad}) -> tensor<8x80x320xf32> {
  %y = aten.matmul %a, %b : tensor<8x80x160xf32>, tensor<1x160x320xf32> -> tensor<8x80x320xf32>
  func.return %y : tensor<8x80x320xf32>
}

// CHECK-LABEL: func.func @one_on_the_right.reverse(
// CHECK-NOT:     scf.for
// CHECK:         func.call @cblas_sgemm(
// CHECK-NOT:     scf.for
// CHECK-NOT:     func.call
// CHECK:         func.return
