// RUN: adjoint-opt %s -p convert-to-llvm | filecheck %s

// What is one instruction stays one.

func.func private @instructions(%x: f32, %y: f32) -> f32 {
  %a = math.absf %x : f32
  %b = math.sqrt %a : f32
  %c = math.fma %b, %x, %y fastmath<contract> : f32
  %d = math.copysign %c, %y : f32
  func.return %d : f32
}

// CHECK:      llvm.func internal @instructions(%x: f32, %y: f32) -> f32 {
// CHECK-NEXT:   %a = llvm.call_intrinsic "llvm.fabs.f32"(%x) : (f32) -> f32
// CHECK-NEXT:   %b = llvm.call_intrinsic "llvm.sqrt.f32"(%a) : (f32) -> f32
// CHECK-NEXT:   %c = llvm.call_intrinsic "llvm.fma.f32"(%b, %x, %y) {fastmathFlags = #llvm.fastmath<contract>} : (f32, f32, f32) -> f32
// CHECK-NEXT:   %d = llvm.call_intrinsic "llvm.copysign.f32"(%c, %y) : (f32, f32) -> f32
// CHECK-NEXT:   llvm.return %d : f32
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
