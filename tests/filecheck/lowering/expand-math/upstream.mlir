// REQUIRES: mlir-opt
// RUN: adjoint-opt %s -p expand-math | %mlir-opt | filecheck %s

// Every function is upstream's arith and math.

func.func @cos(%x: f32, %y: f64) -> (f32, f64) {
  %narrow = math.cos %x : f32
  %wide = math.cos %y : f64
  func.return %narrow, %wide : f32, f64
}
func.func @erf(%x: f32, %y: f64) -> (f32, f64) {
  %narrow = math.erf %x : f32
  %wide = math.erf %y : f64
  func.return %narrow, %wide : f32, f64
}
func.func @exp(%x: f32, %y: f64) -> (f32, f64) {
  %narrow = math.exp %x : f32
  %wide = math.exp %y : f64
  func.return %narrow, %wide : f32, f64
}
func.func @exp2(%x: f32, %y: f64) -> (f32, f64) {
  %narrow = math.exp2 %x : f32
  %wide = math.exp2 %y : f64
  func.return %narrow, %wide : f32, f64
}
func.func @expm1(%x: f32, %y: f64) -> (f32, f64) {
  %narrow = math.expm1 %x : f32
  %wide = math.expm1 %y : f64
  func.return %narrow, %wide : f32, f64
}
func.func @log(%x: f32, %y: f64) -> (f32, f64) {
  %narrow = math.log %x : f32
  %wide = math.log %y : f64
  func.return %narrow, %wide : f32, f64
}
func.func @log10(%x: f32, %y: f64) -> (f32, f64) {
  %narrow = math.log10 %x : f32
  %wide = math.log10 %y : f64
  func.return %narrow, %wide : f32, f64
}
func.func @log1p(%x: f32, %y: f64) -> (f32, f64) {
  %narrow = math.log1p %x : f32
  %wide = math.log1p %y : f64
  func.return %narrow, %wide : f32, f64
}
func.func @log2(%x: f32, %y: f64) -> (f32, f64) {
  %narrow = math.log2 %x : f32
  %wide = math.log2 %y : f64
  func.return %narrow, %wide : f32, f64
}
func.func @rsqrt(%x: f32, %y: f64) -> (f32, f64) {
  %narrow = math.rsqrt %x : f32
  %wide = math.rsqrt %y : f64
  func.return %narrow, %wide : f32, f64
}
func.func @sin(%x: f32, %y: f64) -> (f32, f64) {
  %narrow = math.sin %x : f32
  %wide = math.sin %y : f64
  func.return %narrow, %wide : f32, f64
}
func.func @tan(%x: f32, %y: f64) -> (f32, f64) {
  %narrow = math.tan %x : f32
  %wide = math.tan %y : f64
  func.return %narrow, %wide : f32, f64
}
func.func @tanh(%x: f32, %y: f64) -> (f32, f64) {
  %narrow = math.tanh %x : f32
  %wide = math.tanh %y : f64
  func.return %narrow, %wide : f32, f64
}
func.func @powf(%x: f32, %y: f64) -> (f32, f64) {
  %narrow = math.powf %x, %x : f32
  %wide = math.powf %y, %y : f64
  func.return %narrow, %wide : f32, f64
}

// CHECK: func.func private @adjoint.cos.f32(
// CHECK: func.func private @adjoint.cos.f64(
// CHECK: func.func private @adjoint.erf.f32(
// CHECK: func.func private @adjoint.erf.f64(
// CHECK: func.func private @adjoint.exp.f32(
// CHECK: func.func private @adjoint.exp.f64(
// CHECK: func.func private @adjoint.exp2.f32(
// CHECK: func.func private @adjoint.exp2.f64(
// CHECK: func.func private @adjoint.expm1.f32(
// CHECK: func.func private @adjoint.expm1.f64(
// CHECK: func.func private @adjoint.log.f32(
// CHECK: func.func private @adjoint.log.f64(
// CHECK: func.func private @adjoint.log10.f32(
// CHECK: func.func private @adjoint.log10.f64(
// CHECK: func.func private @adjoint.log1p.f32(
// CHECK: func.func private @adjoint.log1p.f64(
// CHECK: func.func private @adjoint.log2.f32(
// CHECK: func.func private @adjoint.log2.f64(
// CHECK: func.func private @adjoint.rsqrt.f32(
// CHECK: func.func private @adjoint.rsqrt.f64(
// CHECK: func.func private @adjoint.sin.f32(
// CHECK: func.func private @adjoint.sin.f64(
// CHECK: func.func private @adjoint.tan.f32(
// CHECK: func.func private @adjoint.tan.f64(
// CHECK: func.func private @adjoint.tanh.f32(
// CHECK: func.func private @adjoint.tanh.f64(
// CHECK: func.func private @adjoint.powf.f32(
// CHECK: func.func private @adjoint.powf.f64(
