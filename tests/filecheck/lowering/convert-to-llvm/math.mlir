// RUN: adjoint-opt %s -p convert-to-llvm | filecheck %s

// What is one instruction stays one.

func.func private @instructions(%x: f32, %y: f32) -> f32 {
  %a = math.absf %x : f32
  %b = math.sqrt %a : f32
  %c = math.fma %b, %x, %y fastmath<contract> : f32
  %d = math.copysign %c, %y : f32
  %e = math.rsqrt %d : f32
  func.return %e : f32
}

// CHECK:      llvm.func internal @instructions(%x: f32, %y: f32) -> f32 {
// CHECK-NEXT:   %0 = llvm.mlir.constant(1.000000e+00 : f32) : f32
// CHECK-NEXT:   %a = llvm.call_intrinsic "llvm.fabs.f32"(%x) : (f32) -> f32
// CHECK-NEXT:   %b = llvm.call_intrinsic "llvm.sqrt.f32"(%a) : (f32) -> f32
// CHECK-NEXT:   %c = llvm.call_intrinsic "llvm.fma.f32"(%b, %x, %y) {fastmathFlags = #llvm.fastmath<contract>} : (f32, f32, f32) -> f32
// CHECK-NEXT:   %d = llvm.call_intrinsic "llvm.copysign.f32"(%c, %y) : (f32, f32) -> f32
// CHECK-NEXT:   %1 = llvm.call_intrinsic "llvm.sqrt.f32"(%d) : (f32) -> f32
// CHECK-NEXT:   %e = llvm.fdiv %0, %1 : f32
// CHECK-NEXT:   llvm.return %e : f32
// CHECK-NEXT: }

// Every other function is a call of its polynomial, which is inlined. The module gets it once.

func.func private @functions(%x: f32) -> f32 {
  %a = math.exp %x : f32
  %b = math.exp %a : f32
  func.return %b : f32
}

// CHECK:      llvm.func internal @adjoint.exp.f32(%{{.*}}: f32) -> f32 attributes {passthrough = ["alwaysinline"]} {
// CHECK:      llvm.func internal @functions(%[[X:.*]]: f32) -> f32 {
// CHECK-NEXT:   %[[A:.*]] = llvm.call @adjoint.exp.f32(%[[X]]) : (f32) -> f32
// CHECK-NEXT:   %[[B:.*]] = llvm.call @adjoint.exp.f32(%[[A]]) : (f32) -> f32
// CHECK-NEXT:   llvm.return %[[B]] : f32
// CHECK-NEXT: }
