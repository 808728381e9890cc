// RUN: adjoint-opt %s -p expand-math | filecheck %s

// A function of the math dialect becomes a call of its polynomial, which the module gets once for each type.
// What is one instruction stays.

func.func @f(%x: f32, %y: f32, %z: f64) -> (f32, f64) {
  %root = math.rsqrt %x : f32
  %other = math.rsqrt %y : f32
  %product = arith.mulf %root, %other : f32
  %magnitude = math.absf %product : f32
  %wide = math.rsqrt %z : f64
  func.return %magnitude, %wide : f32, f64
}

// CHECK:      func.func @f(%x: f32, %y: f32, %z: f64) -> (f32, f64) {
// CHECK-NEXT:   %root = func.call @adjoint.rsqrt.f32(%x) : (f32) -> f32
// CHECK-NEXT:   %other = func.call @adjoint.rsqrt.f32(%y) : (f32) -> f32
// CHECK-NEXT:   %product = arith.mulf %root, %other : f32
// CHECK-NEXT:   %magnitude = math.absf %product : f32
// CHECK-NEXT:   %wide = func.call @adjoint.rsqrt.f64(%z) : (f64) -> f64
// CHECK-NEXT:   func.return %magnitude, %wide : f32, f64
// CHECK-NEXT: }
// CHECK-NEXT: func.func private @adjoint.rsqrt.f32(%x: f32) -> f32 attributes {adjoint.always_inline} {
// CHECK-NEXT:   [[ROOT:%.+]] = math.sqrt %x : f32
// CHECK-NEXT:   [[ONE:%.+]] = arith.constant 1.000000e+00 : f32
// CHECK-NEXT:   [[RESULT:%.+]] = arith.divf [[ONE]], [[ROOT]] : f32
// CHECK-NEXT:   func.return [[RESULT]] : f32
// CHECK-NEXT: }
// CHECK-NEXT: func.func private @adjoint.rsqrt.f64(%x: f64) -> f64 attributes {adjoint.always_inline} {
// CHECK-NEXT:   math.sqrt %x : f64
