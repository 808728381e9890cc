// RUN: adjoint-opt %s -p convert-aten-to-linalg --split-input-file | filecheck %s

// A function that upstream's `math` has is one op. One that it does not have is called, and declared once in the module:
// its body comes with the llvm stage. The exact remainder of two f64 takes a loop, that of the C library.

func.func @special(%x: tensor<4xf32>, %y: tensor<4xf64>) -> (tensor<4xf32>, tensor<4xf32>, tensor<4xf64>) {
  %0 = aten.asinh %x : tensor<4xf32> -> tensor<4xf32>
  %1 = aten.lgamma %x : tensor<4xf32> -> tensor<4xf32>
  %2 = aten.lgamma %1 : tensor<4xf32> -> tensor<4xf32>
  %3 = aten.fmod %y, %y : tensor<4xf64>, tensor<4xf64> -> tensor<4xf64>
  func.return %0, %2, %3 : tensor<4xf32>, tensor<4xf32>, tensor<4xf64>
}

// CHECK-LABEL: func.func @special
// CHECK:         math.asinh %{{.*}} : f32
// CHECK:         func.call @adjoint.lgamma.f32(%{{.*}}) : (f32) -> f32
// CHECK:         func.call @adjoint.lgamma.f32(%{{.*}}) : (f32) -> f32
// CHECK:         func.call @fmod(%{{.*}}, %{{.*}}) : (f64, f64) -> f64
// CHECK:       func.func private @adjoint.lgamma.f32(f32) -> f32
// CHECK-NEXT:  func.func private @fmod(f64, f64) -> f64
// CHECK-NEXT: }
