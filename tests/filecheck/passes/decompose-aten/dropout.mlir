// RUN: adjoint-opt %s -p decompose-aten | filecheck %s

// The reverse draws the same mask again.

func.func @dropout(%x: tensor<8xf32>, %seed: tensor<i64>) -> (tensor<8xf32>, tensor<8xf32>) {
  %y = aten.dropout %x, %seed p = 0.25 train offset = 3 : tensor<8xf32>, tensor<i64> -> tensor<8xf32>
  %z = aten.dropout %x, %seed : tensor<8xf32>, tensor<i64> -> tensor<8xf32>
  func.return %y, %z : tensor<8xf32>, tensor<8xf32>
}

// CHECK:      func.func @dropout(%x: tensor<8xf32>, %seed: tensor<i64>) -> (tensor<8xf32>, tensor<8xf32>) {
// CHECK-NEXT:   %0 = aten.dropout_mask %x, %seed p = 0.25 offset = 3 : tensor<8xf32>, tensor<i64> -> tensor<8xf32>
// CHECK-NEXT:   %y = aten.mul %x, %0 : tensor<8xf32>, tensor<8xf32> -> tensor<8xf32>
// CHECK-NEXT:   func.return %y, %x : tensor<8xf32>, tensor<8xf32>
// CHECK-NEXT: }
