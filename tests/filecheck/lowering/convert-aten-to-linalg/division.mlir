// RUN: adjoint-opt %s -p convert-aten-to-linalg --split-input-file | filecheck %s

// An integer divided by zero is an error of the call. The processor would trap there, and at the smallest integer by -1:
// what is divided by is 1 in place of both, and a quotient by -1 is the negation.

func.func @quotient(%x: tensor<4xi32>, %y: tensor<4xi32>) -> tensor<4xi32> {
  %0 = aten.div %x, %y rounding_mode = "trunc" : tensor<4xi32>, tensor<4xi32> -> tensor<4xi32>
  func.return %0 : tensor<4xi32>
}

// CHECK-LABEL: func.func @quotient
// CHECK:         %[[VALID:.*]] = tensor.extract %{{.*}}[] : tensor<i1>
// CHECK-NEXT:    cf.assert %[[VALID]], "{{.*}}:7:{{[0-9]+}}: error: 'aten.div': an integer is divided by zero"
// CHECK:         ^bb0(%[[X:.*]]: i32, %[[Y:.*]]: i32, %{{.*}}: i32):
// CHECK:         %[[HARMLESS:.*]] = arith.select %{{.*}}, %{{.*}}, %[[Y]] : i32
// CHECK-NEXT:    %[[QUOTIENT:.*]] = arith.divsi %[[X]], %[[HARMLESS]] : i32
// CHECK:         arith.select %{{.*}}, %{{.*}}, %[[QUOTIENT]] : i32

// -----

// A number that is not zero needs no check.

func.func @remainder_by_number(%x: tensor<4xi64>) -> tensor<4xi64> {
  %n = aten.constant dense<3> : tensor<i64>
  %0 = aten.fmod %x, %n : tensor<4xi64>, tensor<i64> -> tensor<4xi64>
  func.return %0 : tensor<4xi64>
}

// CHECK-LABEL: func.func @remainder_by_number
// CHECK-NOT:     cf.assert
// CHECK:         arith.remsi
// CHECK-NOT:     cf.assert
