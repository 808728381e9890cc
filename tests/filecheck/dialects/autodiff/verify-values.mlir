// RUN: adjoint-opt %s  --split-input-file --verify-diagnostics | filecheck %s

// What is refused of cotangents, sizes and tuples.

// CHECK:      error: 'autodiff.grad_sum_to_size': shape [4] cannot broadcast to [2, 3]
func.func @f(%g: tensor<2x3xf32>) {
  %0 = autodiff.grad_sum_to_size %g : tensor<2x3xf32> -> tensor<4xf32>
  func.return
}

// -----

// CHECK:      error: 'autodiff.grad_sum_to_size': without a size operand the target must be static, got [?]
func.func @f(%g: tensor<2x3xf32>) {
  %0 = autodiff.grad_sum_to_size %g : tensor<2x3xf32> -> tensor<?xf32>
  func.return
}

// -----

// CHECK:      error: 'autodiff.grad_sum_to_size': a size of rank 2 is not that of a tensor<3xf32>
func.func @f(%g: tensor<2x3xf32>, %s: tensor<2xindex>) {
  %0 = autodiff.grad_sum_to_size %g, %s : tensor<2x3xf32>, tensor<2xindex> -> tensor<3xf32>
  func.return
}

// -----

// CHECK:      error: 'autodiff.grad_sum_to_size': element types f32 and f64 differ
func.func @f(%g: tensor<2x3xf32>, %s: tensor<2xindex>) {
  %0 = autodiff.grad_sum_to_size %g, %s : tensor<2x3xf32>, tensor<2xindex> -> tensor<2x3xf64>
  func.return
}

// -----

// CHECK:      error: 'autodiff.size_if_not_equal': a size must be a tensor<nxindex> of static n, got tensor<2xi64>
func.func @f(%s: tensor<2xindex>, %t: tensor<2xi64>) {
  %0 = autodiff.size_if_not_equal %s, %t : tensor<2xindex>, tensor<2xi64> -> !autodiff.optional_size<2>
  func.return
}

// -----

// CHECK:      error: 'autodiff.size_if_not_equal': a size of rank 2 cannot become !autodiff.optional_size<1>
func.func @f(%s: tensor<2xindex>, %t: tensor<2xindex>) {
  %0 = autodiff.size_if_not_equal %s, %t : tensor<2xindex>, tensor<2xindex> -> !autodiff.optional_size<1>
  func.return
}

// -----

// CHECK:      error: 'autodiff.any_nonzero': expected at least one cotangent
func.func @f() {
  %0 = "autodiff.any_nonzero"() : () -> i1
  func.return
}

// -----

// CHECK:      error: 'autodiff.tuple_unpack': the elements of tuple<tensor<2xf32>> are not a tuple<tensor<3xf32>>
func.func @f(%t: tuple<tensor<2xf32>>) {
  %0 = autodiff.tuple_unpack %t : tuple<tensor<2xf32>> -> tensor<3xf32>
  func.return
}

// -----

// CHECK:      error: 'autodiff.tuple_construct': the elements make a tuple<tensor<2xf32>>, not a tuple<>
func.func @f(%x: tensor<2xf32>) {
  %0 = autodiff.tuple_construct %x : tensor<2xf32> -> tuple<>
  func.return
}
