// RUN: adjoint-opt %s -p pack-returns{function=f} | filecheck %s

// A function returns one tuple; whoever calls it unpacks the tuple.

func.func @f(%x: tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>) {
  %0 = aten.exp %x : tensor<2xf32> -> tensor<2xf32>
  func.return %0, %x : tensor<2xf32>, tensor<2xf32>
}
func.func @caller(%x: tensor<2xf32>) -> tensor<2xf32> {
  %0, %1 = func.call @f(%x) : (tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>)
  %2 = aten.mul %0, %1 : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  func.return %2 : tensor<2xf32>
}

// CHECK:      func.func @f(%x: tensor<2xf32>) -> tuple<tensor<2xf32>, tensor<2xf32>> {
// CHECK-NEXT:   %0 = aten.exp %x : tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   %1 = autodiff.tuple_construct %0, %x : tensor<2xf32>, tensor<2xf32> -> tuple<tensor<2xf32>, tensor<2xf32>>
// CHECK-NEXT:   func.return %1 : tuple<tensor<2xf32>, tensor<2xf32>>
// CHECK-NEXT: }
// CHECK-NEXT: func.func @caller(%x: tensor<2xf32>) -> tensor<2xf32> {
// CHECK-NEXT:   %0 = func.call @f(%x) : (tensor<2xf32>) -> tuple<tensor<2xf32>, tensor<2xf32>>
// CHECK-NEXT:   %1, %2 = autodiff.tuple_unpack %0 : tuple<tensor<2xf32>, tensor<2xf32>> -> tensor<2xf32>, tensor<2xf32>
// CHECK-NEXT:   %3 = aten.mul %1, %2 : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   func.return %3 : tensor<2xf32>
// CHECK-NEXT: }
