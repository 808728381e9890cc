// RUN: adjoint-opt %s -p convert-aten-to-linalg | filecheck %s

// A constant that is a size, as a result: what a reverse captures of a narrow, for example.
func.func @constant_size(%x: tensor<?xf32>) -> (tensor<?xf32>, tensor<index>) {
  %start = aten.constant dense<3> : tensor<index>
  return %x, %start : tensor<?xf32>, tensor<index>
}

// CHECK:      func.func @constant_size(%x: tensor<?xf32>) -> (tensor<?xf32>, tensor<index>) {
// CHECK-NEXT:   [[START:%.*]] = arith.constant 3 : index
// CHECK-NEXT:   [[RESULT:%.*]] = tensor.from_elements [[START]] : tensor<index>
// CHECK-NEXT:   func.return %x, [[RESULT]] : tensor<?xf32>, tensor<index>
// CHECK-NEXT: }
