// RUN: adjoint-opt %s -p convert-to-llvm | filecheck %s

func.func private @integers(%a: index, %b: index, %i: i32, %bit: i1) -> index {
  %sum = arith.addi %a, %b overflow<nsw> : index
  %product = arith.muli %sum, %b : index
  %quotient = arith.divsi %product, %b : index
  %least = arith.minsi %quotient, %a : index
  %less = arith.cmpi slt, %least, %b : index
  %chosen = arith.select %less, %least, %b : index
  %narrow = arith.index_cast %chosen : index to i32
  %mixed = arith.xori %narrow, %i : i32
  %shifted = arith.shrui %mixed, %i : i32
  %wide = arith.index_cast %shifted : i32 to index
  %extended = arith.extui %bit : i1 to i32
  func.return %wide : index
}

// CHECK:      llvm.func internal @integers(%a: i64, %b: i64, %i: i32, %bit: i1) -> i64 {
// CHECK-NEXT:   %sum = llvm.add %a, %b overflow<nsw> : i64
// CHECK-NEXT:   %product = llvm.mul %sum, %b : i64
// CHECK-NEXT:   %quotient = llvm.sdiv %product, %b : i64
// CHECK-NEXT:   %least = llvm.call_intrinsic "llvm.smin.i64"(%quotient, %a) : (i64, i64) -> i64
// CHECK-NEXT:   %less = llvm.icmp "slt" %least, %b : i64
// CHECK-NEXT:   %chosen = llvm.select %less, %least, %b : i1, i64
// CHECK-NEXT:   %narrow = llvm.trunc %chosen : i64 to i32
// CHECK-NEXT:   %mixed = llvm.xor %narrow, %i : i32
// CHECK-NEXT:   %shifted = llvm.lshr %mixed, %i : i32
// CHECK-NEXT:   %wide = llvm.sext %shifted : i32 to i64
// CHECK-NEXT:   %extended = llvm.zext %bit : i1 to i32
// CHECK-NEXT:   llvm.return %wide : i64
// CHECK-NEXT: }

func.func private @floats(%x: f32, %y: f32, %i: i32, %bit: i1) -> f32 {
  %negated = arith.negf %x : f32
  %quotient = arith.divf %negated, %y fastmath<contract> : f32
  %largest = arith.maximumf %quotient, %y : f32
  %is_nan = arith.cmpf uno, %largest, %largest : f32
  %number = arith.select %is_nan, %x, %largest : f32
  %wide = arith.extf %number : f32 to f64
  %narrow = arith.truncf %wide : f64 to f32
  %bits = arith.bitcast %narrow : f32 to i32
  %signed = arith.sitofp %bits : i32 to f32
  // An unsigned number is converted as a signed one of more bits; a float saturates, NaN is 0.
  %unsigned = arith.uitofp %bit : i1 to f32
  %integer = arith.fptosi %signed : f32 to i32
  func.return %unsigned : f32
}

// CHECK:      llvm.func internal @floats(%x: f32, %y: f32, %i_1: i32, %bit_1: i1) -> f32 {
// CHECK-NEXT:   %negated = llvm.fneg %x : f32
// CHECK-NEXT:   %quotient_1 = llvm.fdiv %negated, %y {fastmathFlags = #llvm.fastmath<contract>} : f32
// CHECK-NEXT:   %largest = llvm.call_intrinsic "llvm.maximum.f32"(%quotient_1, %y) : (f32, f32) -> f32
// CHECK-NEXT:   %is_nan = llvm.fcmp "uno" %largest, %largest : f32
// CHECK-NEXT:   %number = llvm.select %is_nan, %x, %largest : i1, f32
// CHECK-NEXT:   %wide_1 = llvm.fpext %number : f32 to f64
// CHECK-NEXT:   %narrow_1 = llvm.fptrunc %wide_1 : f64 to f32
// CHECK-NEXT:   %bits = llvm.bitcast %narrow_1 : f32 to i32
// CHECK-NEXT:   %signed = llvm.sitofp %bits : i32 to f32
// CHECK-NEXT:   %0 = llvm.zext %bit_1 : i1 to i32
// CHECK-NEXT:   %unsigned = llvm.sitofp %0 : i32 to f32
// CHECK-NEXT:   %integer = llvm.call_intrinsic "llvm.fptosi.sat.i32.f32"(%signed) : (f32) -> i32
// CHECK-NEXT:   llvm.return %unsigned : f32
// CHECK-NEXT: }

// The quotient is rounded towards zero; it is corrected where that was the wrong way.
func.func private @ceildivsi(%a: index, %b: index) -> index {
  %c = arith.ceildivsi %a, %b : index
  func.return %c : index
}

// CHECK:      llvm.func internal @ceildivsi(%a_1: i64, %b_1: i64) -> i64 {
// CHECK-NEXT:   %1 = llvm.mlir.constant(0) : i64
// CHECK-NEXT:   %2 = llvm.sdiv %a_1, %b_1 : i64
// CHECK-NEXT:   %3 = llvm.srem %a_1, %b_1 : i64
// CHECK-NEXT:   %4 = llvm.xor %a_1, %b_1 : i64
// CHECK-NEXT:   %5 = llvm.icmp "sge" %4, %1 : i64
// CHECK-NEXT:   %6 = llvm.icmp "ne" %3, %1 : i64
// CHECK-NEXT:   %7 = llvm.and %5, %6 : i1
// CHECK-NEXT:   %8 = llvm.zext %7 : i1 to i64
// CHECK-NEXT:   %c = llvm.add %2, %8 : i64
// CHECK-NEXT:   llvm.return %c : i64
// CHECK-NEXT: }
