// RUN: adjoint-opt %s -p inline-functions{function=f} | filecheck %s

// Calls are inlined, also in what was inlined; a declaration stays a call.

func.func private @square(%x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = aten.mul %x, %x : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}
func.func private @fourth(%x: tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>) {
  %0 = func.call @square(%x) : (tensor<2xf32>) -> tensor<2xf32>
  %1 = func.call @square(%0) : (tensor<2xf32>) -> tensor<2xf32>
  func.return %1, %x : tensor<2xf32>, tensor<2xf32>
}
func.func private @elsewhere(%x: tensor<2xf32>) -> tensor<2xf32>
func.func @f(%a: tensor<2xf32>) -> tensor<2xf32> {
  %0, %1 = func.call @fourth(%a) : (tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>)
  %2 = aten.add %0, %1 : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  %3 = func.call @elsewhere(%2) : (tensor<2xf32>) -> tensor<2xf32>
  func.return %3 : tensor<2xf32>
}

// CHECK:      func.func private @square(%x: tensor<2xf32>) -> tensor<2xf32> {
// CHECK-NEXT:   %0 = aten.mul %x, %x : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   func.return %0 : tensor<2xf32>
// CHECK-NEXT: }
// CHECK-NEXT: func.func private @fourth(%x: tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>) {
// CHECK-NEXT:   %0 = func.call @square(%x) : (tensor<2xf32>) -> tensor<2xf32>
// CHECK-NEXT:   %1 = func.call @square(%0) : (tensor<2xf32>) -> tensor<2xf32>
// CHECK-NEXT:   func.return %1, %x : tensor<2xf32>, tensor<2xf32>
// CHECK-NEXT: }
// CHECK-NEXT: func.func private @elsewhere(tensor<2xf32>) -> tensor<2xf32>
// CHECK-NEXT: func.func @f(%a: tensor<2xf32>) -> tensor<2xf32> {
// CHECK-NEXT:   %0 = aten.mul %a, %a : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   %1 = aten.mul %0, %0 : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   %2 = aten.add %1, %a : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   %3 = func.call @elsewhere(%2) : (tensor<2xf32>) -> tensor<2xf32>
// CHECK-NEXT:   func.return %3 : tensor<2xf32>
// CHECK-NEXT: }
