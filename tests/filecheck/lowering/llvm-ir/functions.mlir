// RUN: adjoint-opt %s -t llvm | filecheck %s
// RUN: xdsl-opt %s -t llvm-ir | filecheck %s

// Linkage, attributes of arguments and of functions. Names of values are kept; constants stand where they are used.

llvm.func internal @scale(%x: !llvm.ptr {llvm.noalias, llvm.nocapture}, %n: i64 {llvm.noundef}) attributes {passthrough = ["alwaysinline", ["target-cpu", "x86-64"]]} {
  %zero = llvm.mlir.constant(0) : i64
  %one = llvm.mlir.constant(1) : i64
  %half = llvm.mlir.constant(0.5 : f32) : f32
  llvm.br ^header(%zero : i64)
^header(%i: i64):
  %in_range = llvm.icmp "slt" %i, %n : i64
  llvm.cond_br %in_range, ^body, ^after
^body:
  %p = llvm.getelementptr inbounds %x[%i] : (!llvm.ptr, i64) -> !llvm.ptr, f32
  %a = llvm.load %p : !llvm.ptr -> f32
  %b = llvm.fmul %a, %half {fastmathFlags = #llvm.fastmath<nsz,contract>} : f32
  llvm.store %b, %p : f32, !llvm.ptr
  %next = llvm.add %i, %one overflow<nsw> : i64
  llvm.br ^header(%next : i64)
^after:
  llvm.return
}

// CHECK:      define internal void @scale(ptr noalias captures(none) %x, i64 noundef %n) nounwind alwaysinline "target-cpu"="x86-64" {
// CHECK-NEXT: block0:
// CHECK-NEXT:   br label %block1
// CHECK-NEXT: block1:
// CHECK-NEXT:   %i = phi i64 [ 0, %block0 ], [ %next, %block2 ]
// CHECK-NEXT:   %in_range = icmp slt i64 %i, %n
// CHECK-NEXT:   br i1 %in_range, label %block2, label %block3
// CHECK-NEXT: block2:
// CHECK-NEXT:   %p = getelementptr inbounds float, ptr %x, i64 %i
// CHECK-NEXT:   %a = load float, ptr %p, align 4
// CHECK-NEXT:   %b = fmul contract nsz float %a, 0x3FE0000000000000
// CHECK-NEXT:   store float %b, ptr %p, align 4
// CHECK-NEXT:   %next = add nsw i64 %i, 1
// CHECK-NEXT:   br label %block1
// CHECK-NEXT: block3:
// CHECK-NEXT:   ret void
// CHECK-NEXT: }

llvm.func @work(!llvm.ptr) -> i32

llvm.func @main(%x: !llvm.ptr) -> i32 {
  %function = llvm.mlir.addressof @work : !llvm.ptr
  %status = llvm.call %function(%x) : !llvm.ptr, (!llvm.ptr) -> i32
  %n = llvm.mlir.constant(7) : i64
  llvm.call @scale(%x, %n) : (!llvm.ptr, i64) -> ()
  llvm.return %status : i32
}

// CHECK:      define i32 @main(ptr %x) nounwind {
// CHECK-NEXT: block0:
// CHECK-NEXT:   %status = call i32 @work(ptr %x)
// CHECK-NEXT:   call void @scale(ptr %x, i64 7)
// CHECK-NEXT:   ret i32 %status
// CHECK-NEXT: }
