// RUN: adjoint-opt %s  --split-input-file | filecheck %s

// The ops of the dialect, as they are read and printed.

func.func @reverse(%a: tensor<2xf32>, %b: tensor<2xf32>) -> tensor<2xf32> {
  %y = aten.mul %a, %b : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  autodiff.reverse outputs [0] inputs [0, 1] {
  ^bb0(%dy: tensor<2xf32>):
    %da, %db = autodiff.grad_of "aten.mul"(%dy) of (%y : tensor<2xf32>) : tensor<2xf32> -> tensor<2xf32>, tensor<2xf32> {
      %0 = aten.mul %dy, %b : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
      %1 = aten.mul %dy, %a : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
      autodiff.yield %0, %1 : tensor<2xf32>, tensor<2xf32>
    }
    autodiff.yield %da, %db : tensor<2xf32>, tensor<2xf32>
  }
  func.return %y : tensor<2xf32>
}

// CHECK:      func.func @reverse(%a: tensor<2xf32>, %b: tensor<2xf32>) -> tensor<2xf32> {
// CHECK-NEXT:   %y = aten.mul %a, %b : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   autodiff.reverse outputs [0] inputs [0, 1] {
// CHECK-NEXT:   ^bb0(%dy: tensor<2xf32>):
// CHECK-NEXT:     %da, %db = autodiff.grad_of "aten.mul"(%dy) of (%y : tensor<2xf32>) : tensor<2xf32> -> tensor<2xf32>, tensor<2xf32> {
// CHECK-NEXT:       %0 = aten.mul %dy, %b : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:       %1 = aten.mul %dy, %a : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:       autodiff.yield %0, %1 : tensor<2xf32>, tensor<2xf32>
// CHECK-NEXT:     }
// CHECK-NEXT:     autodiff.yield %da, %db : tensor<2xf32>, tensor<2xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.return %y : tensor<2xf32>
// CHECK-NEXT: }

// -----

func.func @cotangents(%g: tensor<2x?xf32>, %h: tensor<2x?xf32>) -> (tensor<2x?xf32>, i1) {
  %zero = autodiff.zero : tensor<2x?xf32>
  %sum = autodiff.accumulate %g, %zero : tensor<2x?xf32>
  %nonzero = autodiff.any_nonzero %sum, %h : tensor<2x?xf32>, tensor<2x?xf32>
  %k = autodiff.grad_of "aten.neg"(%sum) : tensor<2x?xf32> -> tensor<2x?xf32> {
    %0 = aten.neg %sum : tensor<2x?xf32> -> tensor<2x?xf32>
    autodiff.yield %0 : tensor<2x?xf32>
  }
  func.return %k, %nonzero : tensor<2x?xf32>, i1
}

// CHECK:      func.func @cotangents(%g: tensor<2x?xf32>, %h: tensor<2x?xf32>) -> (tensor<2x?xf32>, i1) {
// CHECK-NEXT:   %zero = autodiff.zero : tensor<2x?xf32>
// CHECK-NEXT:   %sum = autodiff.accumulate %g, %zero : tensor<2x?xf32>
// CHECK-NEXT:   %nonzero = autodiff.any_nonzero %sum, %h : tensor<2x?xf32>, tensor<2x?xf32>
// CHECK-NEXT:   %k = autodiff.grad_of "aten.neg"(%sum) : tensor<2x?xf32> -> tensor<2x?xf32> {
// CHECK-NEXT:     %0 = aten.neg %sum : tensor<2x?xf32> -> tensor<2x?xf32>
// CHECK-NEXT:     autodiff.yield %0 : tensor<2x?xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.return %k, %nonzero : tensor<2x?xf32>, i1
// CHECK-NEXT: }

// -----

func.func @sizes(%g: tensor<2x?xf32>, %b: tensor<?xf32>) -> (tensor<?xf32>, tensor<?xf32>, tensor<1xf32>, !autodiff.optional_size<3>) {
  %s = aten.size %b : tensor<?xf32> -> tensor<1xindex>
  %t = aten.size %g : tensor<2x?xf32> -> tensor<2xindex>
  %optional = autodiff.size_if_not_equal %s, %t : tensor<1xindex>, tensor<2xindex> -> !autodiff.optional_size<1>
  %none = autodiff.no_size : !autodiff.optional_size<3>
  %0 = autodiff.grad_sum_to_size %g, %optional : tensor<2x?xf32>, !autodiff.optional_size<1> -> tensor<?xf32>
  %1 = autodiff.grad_sum_to_size %g, %s : tensor<2x?xf32>, tensor<1xindex> -> tensor<?xf32>
  %2 = autodiff.grad_sum_to_size %g : tensor<2x?xf32> -> tensor<1xf32>
  func.return %0, %1, %2, %none : tensor<?xf32>, tensor<?xf32>, tensor<1xf32>, !autodiff.optional_size<3>
}

// CHECK:      func.func @sizes(%g: tensor<2x?xf32>, %b: tensor<?xf32>) -> (tensor<?xf32>, tensor<?xf32>, tensor<1xf32>, !autodiff.optional_size<3>) {
// CHECK-NEXT:   %s = aten.size %b : tensor<?xf32> -> tensor<1xindex>
// CHECK-NEXT:   %t = aten.size %g : tensor<2x?xf32> -> tensor<2xindex>
// CHECK-NEXT:   %optional = autodiff.size_if_not_equal %s, %t : tensor<1xindex>, tensor<2xindex> -> !autodiff.optional_size<1>
// CHECK-NEXT:   %none = autodiff.no_size : !autodiff.optional_size<3>
// CHECK-NEXT:   %0 = autodiff.grad_sum_to_size %g, %optional : tensor<2x?xf32>, !autodiff.optional_size<1> -> tensor<?xf32>
// CHECK-NEXT:   %1 = autodiff.grad_sum_to_size %g, %s : tensor<2x?xf32>, tensor<1xindex> -> tensor<?xf32>
// CHECK-NEXT:   %2 = autodiff.grad_sum_to_size %g : tensor<2x?xf32> -> tensor<1xf32>
// CHECK-NEXT:   func.return %0, %1, %2, %none : tensor<?xf32>, tensor<?xf32>, tensor<1xf32>, !autodiff.optional_size<3>
// CHECK-NEXT: }

// -----

func.func @subgraph(%x: tensor<2xf32>) -> tensor<2xf32> {
  %y = autodiff.differentiable_graph(%x) : (tensor<2xf32>) -> tensor<2xf32> {
  ^bb0(%a: tensor<2xf32>):
    %0 = aten.exp %a : tensor<2xf32> -> tensor<2xf32>
    autodiff.yield %0 : tensor<2xf32>
  }
  func.return %y : tensor<2xf32>
}

// CHECK:      func.func @subgraph(%x: tensor<2xf32>) -> tensor<2xf32> {
// CHECK-NEXT:   %y = autodiff.differentiable_graph(%x) : (tensor<2xf32>) -> tensor<2xf32> {
// CHECK-NEXT:   ^bb0(%a: tensor<2xf32>):
// CHECK-NEXT:     %0 = aten.exp %a : tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:     autodiff.yield %0 : tensor<2xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.return %y : tensor<2xf32>
// CHECK-NEXT: }

// -----

func.func @tuples(%x: tensor<2xf32>, %i: tensor<3xi64>) -> (tensor<3xi64>, tuple<>) {
  %empty = autodiff.tuple_construct -> tuple<>
  %t = autodiff.tuple_construct %x, %i : tensor<2xf32>, tensor<3xi64> -> tuple<tensor<2xf32>, tensor<3xi64>>
  %a, %b = autodiff.tuple_unpack %t : tuple<tensor<2xf32>, tensor<3xi64>> -> tensor<2xf32>, tensor<3xi64>
  func.return %b, %empty : tensor<3xi64>, tuple<>
}

// CHECK:      func.func @tuples(%x: tensor<2xf32>, %i: tensor<3xi64>) -> (tensor<3xi64>, tuple<>) {
// CHECK-NEXT:   %empty = autodiff.tuple_construct -> tuple<>
// CHECK-NEXT:   %t = autodiff.tuple_construct %x, %i : tensor<2xf32>, tensor<3xi64> -> tuple<tensor<2xf32>, tensor<3xi64>>
// CHECK-NEXT:   %a, %b = autodiff.tuple_unpack %t : tuple<tensor<2xf32>, tensor<3xi64>> -> tensor<2xf32>, tensor<3xi64>
// CHECK-NEXT:   func.return %b, %empty : tensor<3xi64>, tuple<>
// CHECK-NEXT: }

// -----

func.func @f(%x: tensor<2xf32> {autodiff.requires_grad}, %n: tensor<2xf32> {autodiff.requires_grad = false}) -> tensor<2xf32> attributes {autodiff.gradient = #autodiff.gradient<reverse = @f.reverse, real_outputs = 1, input_vjps = [0], captured_inputs = [], captured_outputs = [0], output_vjps = [0]>} {
  %y = aten.exp %x {autodiff.requires_grad} : tensor<2xf32> -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}

// CHECK:      func.func @f(%x: tensor<2xf32> {autodiff.requires_grad}, %n: tensor<2xf32> {autodiff.requires_grad = false}) -> tensor<2xf32> attributes {autodiff.gradient = #autodiff.gradient<reverse = @f.reverse, real_outputs = 1, input_vjps = [0], captured_inputs = [], captured_outputs = [0], output_vjps = [0]>} {
// CHECK-NEXT:   %y = aten.exp %x {autodiff.requires_grad} : tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   func.return %y : tensor<2xf32>
// CHECK-NEXT: }
