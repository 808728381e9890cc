// RUN: adjoint-opt %s -p expand-math --verify-diagnostics --split-input-file | filecheck %s

func.func @f(%x: f32) -> f32 {
  %y = math.acos %x : f32
  func.return %y : f32
}

// CHECK: errors.mlir:4:{{[0-9]+}}: error: 'math.acos': has no polynomial; these have: cos, erf, exp, exp2, expm1, log, log10, log1p, log2, powf, rsqrt, sin, tan, tanh

// -----

func.func @f(%x: f16) -> f16 {
  %y = math.exp %x : f16
  func.return %y : f16
}

// CHECK: error: 'math.exp': computes numbers of type f32 or f64, got f16
