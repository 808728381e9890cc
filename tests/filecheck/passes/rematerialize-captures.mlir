// RUN: adjoint-opt %s -p 'add-reverse,lift-constants,rematerialize-captures,lambda-lift-reverse,cse' --split-input-file | filecheck %s

// A GELU of its parts: the reverse gets %x, a product, and computes from it what it needs.
func.func @gelu(%a: tensor<64x32xf32>, %w: tensor<32x16xf32>) -> tensor<64x16xf32> {
  %x = aten.mm %a, %w : tensor<64x32xf32>, tensor<32x16xf32> -> tensor<64x16xf32>
  %s = aten.constant dense<0.7> : tensor<f32>
  %u = aten.mul %x, %s : tensor<64x16xf32>, tensor<f32> -> tensor<64x16xf32>
  %e = aten.erf %u : tensor<64x16xf32> -> tensor<64x16xf32>
  %y = aten.mul %x, %e : tensor<64x16xf32>, tensor<64x16xf32> -> tensor<64x16xf32>
  return %y : tensor<64x16xf32>
}

// CHECK-LABEL: func.func @gelu(
// CHECK-SAME:    captured_inputs = [0, 1], captured_outputs = [1],
// CHECK:         func.return %y, %x :
// CHECK-LABEL: func.func @gelu.reverse(
// CHECK:         %u = aten.mul %x, %{{.*}} : tensor<64x16xf32>, tensor<f32> -> tensor<64x16xf32>
// CHECK:         %e = aten.erf %u : tensor<64x16xf32> -> tensor<64x16xf32>

// -----

// The product needs the result of relu, and so does the reverse of relu: the sum before it is not captured.
func.func @relu(%a: tensor<?x32xf32>, %b: tensor<32xf32>, %w: tensor<32x16xf32>) -> tensor<?x16xf32> {
  %0 = aten.add %a, %b : tensor<?x32xf32>, tensor<32xf32> -> tensor<?x32xf32>
  %1 = aten.relu %0 : tensor<?x32xf32> -> tensor<?x32xf32>
  %y = aten.mm %1, %w : tensor<?x32xf32>, tensor<32x16xf32> -> tensor<?x16xf32>
  return %y : tensor<?x16xf32>
}

// CHECK-LABEL: func.func @relu(
// CHECK-SAME:    captured_inputs = [2], captured_outputs = [1],
// CHECK:         func.return %y, %1 :

// -----

// The mask of dropout is drawn again from the seed.
func.func @dropout(%x: tensor<64x32xf32>, %seed: tensor<i64>) -> tensor<64x32xf32> {
  %0 = aten.sin %x : tensor<64x32xf32> -> tensor<64x32xf32>
  %y = aten.dropout %0, %seed p = 0.5 train : tensor<64x32xf32>, tensor<i64> -> tensor<64x32xf32>
  return %y : tensor<64x32xf32>
}

// CHECK-LABEL: func.func @dropout(
// CHECK-SAME:    captured_inputs = [0, 1], captured_outputs = [],

// -----

// Softmax is captured by its result, not by the product before it; the exponential is computed again.
func.func @softmax(%q: tensor<64x32xf32>, %k: tensor<32x16xf32>) -> tensor<64x16xf32> {
  %0 = aten.mm %q, %k : tensor<64x32xf32>, tensor<32x16xf32> -> tensor<64x16xf32>
  %p = aten.softmax %0 dim = 1 : tensor<64x16xf32> -> tensor<64x16xf32>
  %y = aten.exp %p : tensor<64x16xf32> -> tensor<64x16xf32>
  return %y : tensor<64x16xf32>
}

// CHECK-LABEL: func.func @softmax(
// CHECK-SAME:    captured_inputs = [0, 1], captured_outputs = [1],
// CHECK:         func.return %y, %p :
// CHECK-LABEL: func.func @softmax.reverse(
// CHECK:         %y = aten.exp %p

// -----

// A factor of a product is in memory: it stays captured, and no product is computed again.
func.func @products(%a: tensor<64x64xf32>, %w: tensor<64x64xf32>) -> tensor<64x64xf32> {
  %0 = aten.mm %a, %w : tensor<64x64xf32>, tensor<64x64xf32> -> tensor<64x64xf32>
  %1 = aten.tanh %0 : tensor<64x64xf32> -> tensor<64x64xf32>
  %y = aten.mm %1, %w : tensor<64x64xf32>, tensor<64x64xf32> -> tensor<64x64xf32>
  return %y : tensor<64x64xf32>
}

// CHECK-LABEL: func.func @products(
// CHECK-SAME:    captured_inputs = [0, 1], captured_outputs = [1],
// CHECK-LABEL: func.func @products.reverse(
// CHECK-NOT:     aten.tanh %

// -----

// A view of an argument is taken again, which would be a copy as a result.
func.func @view(%x: tensor<8x4xf32>, %w: tensor<16x4xf32>) -> tensor<8x16xf32> {
  %t = aten.t %w : tensor<16x4xf32> -> tensor<4x16xf32>
  %y = aten.mm %x, %t : tensor<8x4xf32>, tensor<4x16xf32> -> tensor<8x16xf32>
  return %y : tensor<8x16xf32>
}

// CHECK-LABEL: func.func @view(
// CHECK-SAME:    captured_inputs = [0, 1], captured_outputs = [],
// CHECK:         func.return %y :

// -----

// What the program detached stays detached where it is computed again, for the derivative of the reverse.
func.func @detached(%x: tensor<9xf32>, %z: tensor<9xf32>) -> tensor<9xf32> {
  %0 = aten.exp %x {autodiff.requires_grad = false} : tensor<9xf32> -> tensor<9xf32>
  %y = aten.mul %0, %z : tensor<9xf32>, tensor<9xf32> -> tensor<9xf32>
  return %y : tensor<9xf32>
}

// CHECK-LABEL: func.func @detached.reverse(
// CHECK:         aten.exp %x {autodiff.requires_grad = false}
