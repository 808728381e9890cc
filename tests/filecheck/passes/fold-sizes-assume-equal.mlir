// RUN: adjoint-opt %s -p fold-sizes{assume-equal=true} | filecheck %s

// With assume-equal two sizes of which nothing is known are equal; the code of the forward op checks it. A static 1
// still broadcasts.

func.func @f(%a: tensor<?x?xf32>, %b: tensor<?x?xf32>, %c: tensor<1x?xf32>) -> (tensor<?x?xf32>, tensor<1x?xf32>) {
  %y = aten.mul %a, %b : tensor<?x?xf32>, tensor<?x?xf32> -> tensor<?x?xf32>
  %sa = aten.size %a : tensor<?x?xf32> -> tensor<2xindex>
  %sc = aten.size %c : tensor<1x?xf32> -> tensor<2xindex>
  %s = aten.size %y : tensor<?x?xf32> -> tensor<2xindex>
  %n = autodiff.size_if_not_equal %sa, %s : tensor<2xindex>, tensor<2xindex> -> !autodiff.optional_size<2>
  %0 = autodiff.grad_sum_to_size %y, %n : tensor<?x?xf32>, !autodiff.optional_size<2> -> tensor<?x?xf32>
  %1 = autodiff.grad_sum_to_size %y, %sc : tensor<?x?xf32>, tensor<2xindex> -> tensor<1x?xf32>
  func.return %0, %1 : tensor<?x?xf32>, tensor<1x?xf32>
}

// CHECK:      func.func @f(%a: tensor<?x?xf32>, %b: tensor<?x?xf32>, %c: tensor<1x?xf32>) -> (tensor<?x?xf32>, tensor<1x?xf32>) {
// CHECK-NEXT:   %y = aten.mul %a, %b : tensor<?x?xf32>, tensor<?x?xf32> -> tensor<?x?xf32>
// CHECK-NEXT:   %0 = aten.sum %y dim = [0] keepdim : tensor<?x?xf32> -> tensor<1x?xf32>
// CHECK-NEXT:   func.return %y, %0 : tensor<?x?xf32>, tensor<1x?xf32>
// CHECK-NEXT: }
