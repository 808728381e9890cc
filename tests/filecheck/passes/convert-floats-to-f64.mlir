// RUN: adjoint-opt %s -p convert-floats-to-f64 | filecheck %s

// Types and numbers of every float become f64; what was rounded stays what it is.
func.func @f(%x: tensor<?xf32>, %h: tensor<?xbf16>, %n: tensor<?xi32>) -> tensor<?xf32> {
  %c = aten.constant dense<0.1> : tensor<bf16>
  %0 = aten.mul %h, %c : tensor<?xbf16>, tensor<bf16> -> tensor<?xbf16>
  %1 = aten.to %0 dtype = f32 : tensor<?xbf16> -> tensor<?xf32>
  %2 = aten.add %x, %1 : tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>
  return %2 : tensor<?xf32>
}

// CHECK:      func.func @f(%x: tensor<?xf64>, %h: tensor<?xf64>, %n: tensor<?xi32>) -> tensor<?xf64> {
// CHECK-NEXT:   %c = aten.constant dense<0.10009765625> : tensor<f64>
// CHECK-NEXT:   %0 = aten.mul %h, %c : tensor<?xf64>, tensor<f64> -> tensor<?xf64>
// CHECK-NEXT:   %1 = aten.to %0 dtype = f64 : tensor<?xf64> -> tensor<?xf64>
// CHECK-NEXT:   %2 = aten.add %x, %1 : tensor<?xf64>, tensor<?xf64> -> tensor<?xf64>
