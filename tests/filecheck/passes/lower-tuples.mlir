// RUN: adjoint-opt %s -p lower-tuples | filecheck %s

// Tuples, also tuples in tuples, become their elements: in functions, where they are given and returned, and where
// they are called.

func.func @f(%x: tensor<2xf32>, %p: tuple<tensor<3xf32>, tuple<tensor<4xf32>>>) -> tuple<tensor<2xf32>, tuple<tensor<4xf32>>> {
  %0, %1 = autodiff.tuple_unpack %p : tuple<tensor<3xf32>, tuple<tensor<4xf32>>> -> tensor<3xf32>, tuple<tensor<4xf32>>
  %2 = autodiff.tuple_construct %x, %1 : tensor<2xf32>, tuple<tensor<4xf32>> -> tuple<tensor<2xf32>, tuple<tensor<4xf32>>>
  func.return %2 : tuple<tensor<2xf32>, tuple<tensor<4xf32>>>
}
func.func @caller(%x: tensor<2xf32>, %y: tensor<3xf32>, %z: tensor<4xf32>) -> tensor<4xf32> {
  %0 = autodiff.tuple_construct %z : tensor<4xf32> -> tuple<tensor<4xf32>>
  %1 = autodiff.tuple_construct %y, %0 : tensor<3xf32>, tuple<tensor<4xf32>> -> tuple<tensor<3xf32>, tuple<tensor<4xf32>>>
  %2 = func.call @f(%x, %1) : (tensor<2xf32>, tuple<tensor<3xf32>, tuple<tensor<4xf32>>>) -> tuple<tensor<2xf32>, tuple<tensor<4xf32>>>
  %3, %4 = autodiff.tuple_unpack %2 : tuple<tensor<2xf32>, tuple<tensor<4xf32>>> -> tensor<2xf32>, tuple<tensor<4xf32>>
  %5 = autodiff.tuple_unpack %4 : tuple<tensor<4xf32>> -> tensor<4xf32>
  func.return %5 : tensor<4xf32>
}

// CHECK:      func.func @f(%x: tensor<2xf32>, %0: tensor<3xf32>, %1: tensor<4xf32>) -> (tensor<2xf32>, tensor<4xf32>) {
// CHECK-NEXT:   func.return %x, %1 : tensor<2xf32>, tensor<4xf32>
// CHECK-NEXT: }
// CHECK-NEXT: func.func @caller(%x: tensor<2xf32>, %y: tensor<3xf32>, %z: tensor<4xf32>) -> tensor<4xf32> {
// CHECK-NEXT:   %0, %1 = func.call @f(%x, %y, %z) : (tensor<2xf32>, tensor<3xf32>, tensor<4xf32>) -> (tensor<2xf32>, tensor<4xf32>)
// CHECK-NEXT:   func.return %1 : tensor<4xf32>
// CHECK-NEXT: }
