// RUN: adjoint-opt %s -p expand-math | filecheck %s

// A special function that is declared gets its body, a polynomial like those of `math`; other declarations stay.

func.func @f(%x: f32) -> f32 {
  %y = func.call @adjoint.erfc.f32(%x) : (f32) -> f32
  %z = func.call @adjoint.polygamma2.f32(%y) : (f32) -> f32
  %w = func.call @adjoint.mine.f32(%z) : (f32) -> f32
  func.return %w : f32
}
func.func private @adjoint.erfc.f32(f32) -> f32
func.func private @adjoint.polygamma2.f32(f32) -> f32
func.func private @adjoint.mine.f32(f32) -> f32

// CHECK:      func.func @f(%x: f32) -> f32 {
// CHECK-NEXT:   %y = func.call @adjoint.erfc.f32(%x) : (f32) -> f32
// CHECK:      func.func private @adjoint.erfc.f32(%x: f32) -> f32 attributes {adjoint.always_inline} {
// CHECK-NEXT:   math.absf %x : f32
// CHECK:      func.func private @adjoint.polygamma2.f32(%x: f32) -> f32 attributes {adjoint.always_inline} {
// CHECK:      func.func private @adjoint.mine.f32(f32) -> f32
