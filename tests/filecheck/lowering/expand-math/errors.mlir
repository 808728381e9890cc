// RUN: adjoint-opt %s -p expand-math --verify-diagnostics --split-input-file | filecheck %s

func.func @f(%x: f32) -> f32 {
  %y = math.cbrt %x : f32
  func.return %y : f32
}

// CHECK: errors.mlir:4:{{[0-9]+}}: error: 'math.cbrt': has no polynomial; these have: acos, acosh, asin, asinh, atan, atan2, atanh, cos, cosh, erf, exp, exp2, expm1, log, log10, log1p, log2, powf, rsqrt, sin, sinh, tan, tanh

// -----

func.func @f(%x: f16) -> f16 {
  %y = math.exp %x : f16
  func.return %y : f16
}

// CHECK: error: 'math.exp': computes numbers of type f32 or f64, got f16
