// RUN: adjoint-opt %s -t llvm | filecheck %s

llvm.func @intrinsics(%x: f32, %y: f32, %v: vector<4xf32>) -> f32 {
  %a = llvm.intr.fabs(%x) : (f32) -> f32
  %b = llvm.intr.fma(%a, %x, %y) {fastmathFlags = #llvm.fastmath<contract>} : (f32, f32, f32) -> f32
  %c = llvm.call_intrinsic "llvm.maximum.f32"(%b, %y) {fastmathFlags = #llvm.fastmath<nsz>} : (f32, f32) -> f32
  %sum = "llvm.intr.vector.reduce.fadd"(%c, %v) <{fastmathFlags = #llvm.fastmath<reassoc>}> : (f32, vector<4xf32>) -> f32
  llvm.return %sum : f32
}

// CHECK:      define float @intrinsics(float %x, float %y, <4 x float> %v) nounwind {
// CHECK-NEXT: block0:
// CHECK-NEXT:   %a = call float @llvm.fabs.f32(float %x)
// CHECK-NEXT:   %b = call contract float @llvm.fma.f32(float %a, float %x, float %y)
// CHECK-NEXT:   %c = call nsz float @llvm.maximum.f32(float %b, float %y)
// CHECK-NEXT:   %sum = call reassoc float @llvm.vector.reduce.fadd.v4f32(float %c, <4 x float> %v)
// CHECK-NEXT:   ret float %sum
// CHECK-NEXT: }

llvm.func @casts(%x: f32, %i: i32, %flag: i1) -> i64 {
  %bits = llvm.bitcast %x : f32 to i32
  %float = llvm.sitofp %bits : i32 to f32
  %double = llvm.fpext %float : f32 to f64
  %chosen = llvm.select %flag, %double, %double : i1, f64
  %same = llvm.fcmp "oeq" %chosen, %double : f64
  %wide = llvm.zext nneg %i : i32 to i64
  %quotient = llvm.udiv exact %wide, %wide : i64
  llvm.return %quotient : i64
}

// CHECK:      define i64 @casts(float %x, i32 %i, i1 %flag) nounwind {
// CHECK-NEXT: block0:
// CHECK-NEXT:   %bits = bitcast float %x to i32
// CHECK-NEXT:   %float = sitofp i32 %bits to float
// CHECK-NEXT:   %double = fpext float %float to double
// CHECK-NEXT:   %chosen = select i1 %flag, double %double, double %double
// CHECK-NEXT:   %same = fcmp oeq double %chosen, %double
// CHECK-NEXT:   %wide = zext nneg i32 %i to i64
// CHECK-NEXT:   %quotient = udiv exact i64 %wide, %wide
// CHECK-NEXT:   ret i64 %quotient
// CHECK-NEXT: }

llvm.func @memory(%n: i64) -> i8 {
  %slot = llvm.alloca %n x i8 {alignment = 64 : i64} : (i64) -> !llvm.ptr
  %byte = llvm.mlir.constant(-1 : i8) : i8
  llvm.store %byte, %slot {alignment = 64 : i64} : i8, !llvm.ptr
  %a = llvm.load %slot : !llvm.ptr -> i8
  llvm.return %a : i8
}

// CHECK:      define i8 @memory(i64 %n) nounwind {
// CHECK-NEXT: block0:
// CHECK-NEXT:   %slot = alloca i8, i64 %n, align 64
// CHECK-NEXT:   store i8 -1, ptr %slot, align 64
// CHECK-NEXT:   %a = load i8, ptr %slot, align 1
// CHECK-NEXT:   ret i8 %a
// CHECK-NEXT: }

llvm.func @aggregates(%p: !llvm.ptr) -> i64 {
  %empty = llvm.mlir.undef : !llvm.struct<(i64, ptr)>
  %pair = llvm.insertvalue %p, %empty[1] : !llvm.struct<(i64, ptr)>
  %first = llvm.extractvalue %pair[0] : !llvm.struct<(i64, ptr)>
  llvm.return %first : i64
}

// CHECK:      define i64 @aggregates(ptr %p) nounwind {
// CHECK-NEXT: block0:
// CHECK-NEXT:   %pair = insertvalue { i64, ptr } undef, ptr %p, 1
// CHECK-NEXT:   %first = extractvalue { i64, ptr } %pair, 0
// CHECK-NEXT:   ret i64 %first
// CHECK-NEXT: }

llvm.mlir.global internal constant @bytes(dense<[1.0, -0.0]> : tensor<2xf32>) {addr_space = 0 : i32, alignment = 64 : i64} : !llvm.array<2 x f32>
llvm.mlir.global external @zeros() {addr_space = 0 : i32} : !llvm.array<3 x i32>

// CHECK:      @bytes = internal constant [8 x i8] c"\00\00\80?\00\00\00\80", align 64
// CHECK:      @zeros = external global [3 x i32]
