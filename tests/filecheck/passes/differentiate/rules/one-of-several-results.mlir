// RUN: adjoint-opt %s -p differentiate --split-input-file | filecheck %s

// Operators that give values and indices: only the values have a gradient, so that the reverse takes one cotangent and
// neither keeps nor asks for one of the indices. What chooses one element gives it the cotangent; what chooses several
// writes them back to where they were.

func.func @topk(%x: tensor<?x8xf32>) -> (tensor<?x2xf32>, tensor<?x2xi64>) {
  %y, %i = aten.topk %x k = 2 : tensor<?x8xf32> -> tensor<?x2xf32>, tensor<?x2xi64>
  func.return %y, %i : tensor<?x2xf32>, tensor<?x2xi64>
}

// CHECK:      func.func @topk(%x: tensor<?x8xf32> {autodiff.requires_grad = false}) -> (tensor<?x2xf32>, tensor<?x2xi64>, tensor<2xindex>) attributes {autodiff.gradient = #autodiff.gradient<reverse = @topk.reverse, real_outputs = 2, input_vjps = [0], captured_inputs = [], captured_outputs = [1, 2], output_vjps = [0]>} {
// CHECK-NEXT:   %y, %i = aten.topk %x k = 2 : tensor<?x8xf32> -> tensor<?x2xf32>, tensor<?x2xi64>
// CHECK-NEXT:   %0 = aten.size %x : tensor<?x8xf32> -> tensor<2xindex>
// CHECK-NEXT:   func.return %y, %i, %0 : tensor<?x2xf32>, tensor<?x2xi64>, tensor<2xindex>
// CHECK-NEXT: }
// CHECK:      func.func @topk.reverse(%dy: tensor<?x2xf32>, %i: tensor<?x2xi64>, %0: tensor<2xindex>) -> tensor<?x8xf32> {
// CHECK-NEXT:   %1 = aten.full(%0 : tensor<2xindex>) fill_value = 0.000000e+00 : f32 : tensor<?x8xf32>
// CHECK-NEXT:   %dx = aten.scatter_add %1, %i, %dy dim = 1 : tensor<?x8xf32>, tensor<?x2xi64>, tensor<?x2xf32> -> tensor<?x8xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x8xf32>
// CHECK-NEXT: }

// -----

func.func @kthvalue(%x: tensor<?x8xf32>) -> tensor<?xf32> {
  %y, %i = aten.kthvalue %x k = 3 dim = 1 : tensor<?x8xf32> -> tensor<?xf32>, tensor<?xi64>
  func.return %y : tensor<?xf32>
}

// CHECK:      func.func @kthvalue(%x: tensor<?x8xf32> {autodiff.requires_grad = false}) -> (tensor<?xf32>, tensor<?xi64>) attributes {autodiff.gradient = #autodiff.gradient<reverse = @kthvalue.reverse, real_outputs = 1, input_vjps = [0], captured_inputs = [], captured_outputs = [1], output_vjps = [0]>} {
// CHECK-NEXT:   %y, %i = aten.kthvalue %x k = 3 dim = 1 : tensor<?x8xf32> -> tensor<?xf32>, tensor<?xi64>
// CHECK-NEXT:   func.return %y, %i : tensor<?xf32>, tensor<?xi64>
// CHECK-NEXT: }
// CHECK:      func.func @kthvalue.reverse(%dy: tensor<?xf32>, %i: tensor<?xi64>) -> tensor<?x8xf32> {
// CHECK-NEXT:   %0 = aten.unsqueeze %dy dim = 1 : tensor<?xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   %1 = aten.unsqueeze %i dim = 1 : tensor<?xi64> -> tensor<?x1xi64>
// CHECK-NEXT:   %2 = aten.arange start = 0 : i64 end = 8 : i64 step = 1 : i64 dtype = i64 : tensor<8xi64>
// CHECK-NEXT:   %3 = aten.eq %2, %1 : tensor<8xi64>, tensor<?x1xi64> -> tensor<?x8xi1>
// CHECK-NEXT:   %4 = aten.constant dense<0.000000e+00> : tensor<f32>
// CHECK-NEXT:   %dx = aten.where %3, %0, %4 : tensor<?x8xi1>, tensor<?x1xf32>, tensor<f32> -> tensor<?x8xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x8xf32>
// CHECK-NEXT: }

// -----

func.func @max(%x: tensor<?x8xf32>) -> (tensor<?x1xf32>, tensor<?x1xi64>) {
  %y, %i = aten.max.dim %x dim = 1 keepdim : tensor<?x8xf32> -> tensor<?x1xf32>, tensor<?x1xi64>
  func.return %y, %i : tensor<?x1xf32>, tensor<?x1xi64>
}

// CHECK:      func.func @max.reverse(%dy: tensor<?x1xf32>, %i: tensor<?x1xi64>) -> tensor<?x8xf32> {
// CHECK-NEXT:   %0 = aten.arange start = 0 : i64 end = 8 : i64 step = 1 : i64 dtype = i64 : tensor<8xi64>
// CHECK-NEXT:   %1 = aten.eq %0, %i : tensor<8xi64>, tensor<?x1xi64> -> tensor<?x8xi1>
// CHECK-NEXT:   %2 = aten.constant dense<0.000000e+00> : tensor<f32>
// CHECK-NEXT:   %dx = aten.where %1, %dy, %2 : tensor<?x8xi1>, tensor<?x1xf32>, tensor<f32> -> tensor<?x8xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x8xf32>
// CHECK-NEXT: }

// -----

// Where only the indices are used, nothing depends on x differentiably.
func.func @indices(%x: tensor<8xf32>, %w: tensor<8xf32>) -> tensor<8xf32> {
  %y, %i = aten.sort %x descending : tensor<8xf32> -> tensor<8xf32>, tensor<8xi64>
  %z = aten.gather %w, %i dim = 0 : tensor<8xf32>, tensor<8xi64> -> tensor<8xf32>
  func.return %z : tensor<8xf32>
}

// CHECK:      func.func @indices(%x: tensor<8xf32> {autodiff.requires_grad = false}, %w: tensor<8xf32> {autodiff.requires_grad = false}) -> (tensor<8xf32>, tensor<8xi64>) attributes {autodiff.gradient = #autodiff.gradient<reverse = @indices.reverse, real_outputs = 1, input_vjps = [0], captured_inputs = [], captured_outputs = [1], output_vjps = [1]>} {
// CHECK-NEXT:   %y, %i = aten.sort %x descending : tensor<8xf32> -> tensor<8xf32>, tensor<8xi64>
// CHECK-NEXT:   %z = aten.gather %w, %i dim = 0 : tensor<8xf32>, tensor<8xi64> -> tensor<8xf32>
// CHECK-NEXT:   func.return %z, %i : tensor<8xf32>, tensor<8xi64>
// CHECK-NEXT: }
// CHECK:      func.func @indices.reverse(%dz: tensor<8xf32>, %i: tensor<8xi64>) -> tensor<8xf32> {
// CHECK-NEXT:   %0 = aten.full size = [8] fill_value = 0.000000e+00 : f32 : tensor<8xf32>
// CHECK-NEXT:   %dw = aten.scatter_add %0, %i, %dz dim = 0 : tensor<8xf32>, tensor<8xi64>, tensor<8xf32> -> tensor<8xf32>
// CHECK-NEXT:   func.return %dw : tensor<8xf32>
// CHECK-NEXT: }
