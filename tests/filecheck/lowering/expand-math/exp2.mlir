// RUN: adjoint-opt %s -p expand-math | filecheck %s

func.func @f(%x: f32) -> f32 {
  %y = math.exp2 %x : f32
  func.return %y : f32
}

// CHECK:      func.func private @adjoint.exp2.f32(%x: f32) -> f32 attributes {adjoint.always_inline} {

// Beyond these x the result is infinite, or 0. NaN is neither greater nor less, and stays.
// CHECK-NEXT:   [[GREATEST:%.+]] = arith.constant 1.290000e+02 : f32
// CHECK-NEXT:   [[IS_GREATER:%.+]] = arith.cmpf ogt, %x, [[GREATEST]] : f32
// CHECK-NEXT:   [[AT_MOST:%.+]] = arith.select [[IS_GREATER]], [[GREATEST]], %x : f32
// CHECK-NEXT:   [[LEAST:%.+]] = arith.constant -1.510000e+02 : f32
// CHECK-NEXT:   [[IS_LESS:%.+]] = arith.cmpf olt, [[AT_MOST]], [[LEAST]] : f32
// CHECK-NEXT:   [[BOUNDED:%.+]] = arith.select [[IS_LESS]], [[LEAST]], [[AT_MOST]] : f32

// x = n + r: the sum with 1.5·2^23 has n as its low bits.
// CHECK-NEXT:   [[SHIFT:%.+]] = arith.constant 0x4B400000 : f32
// CHECK-NEXT:   [[SHIFTED:%.+]] = arith.addf [[BOUNDED]], [[SHIFT]] : f32
// CHECK-NEXT:   [[N:%.+]] = arith.subf [[SHIFTED]], [[SHIFT]] : f32
// CHECK-NEXT:   [[R:%.+]] = arith.subf [[BOUNDED]], [[N]] : f32

// 2^r is a polynomial.
// CHECK-NEXT:   [[C6:%.+]] = arith.constant 0.000133351161 : f32
// CHECK-NEXT:   [[C5:%.+]] = arith.constant 0.00133879134 : f32
// CHECK-NEXT:   [[P5:%.+]] = math.fma [[R]], [[C6]], [[C5]] : f32
// CHECK-NEXT:   [[C4:%.+]] = arith.constant 9.625440e-03 : f32
// CHECK-NEXT:   [[P4:%.+]] = math.fma [[P5]], [[R]], [[C4]] : f32
// CHECK-NEXT:   [[C3:%.+]] = arith.constant 0.0555036627 : f32
// CHECK-NEXT:   [[P3:%.+]] = math.fma [[P4]], [[R]], [[C3]] : f32
// CHECK-NEXT:   [[C2:%.+]] = arith.constant 0.240225941 : f32
// CHECK-NEXT:   [[P2:%.+]] = math.fma [[P3]], [[R]], [[C2]] : f32
// CHECK-NEXT:   [[C1:%.+]] = arith.constant 0.693147182 : f32
// CHECK-NEXT:   [[P1:%.+]] = math.fma [[P2]], [[R]], [[C1]] : f32
// CHECK-NEXT:   [[C0:%.+]] = arith.constant 1.000000e+00 : f32
// CHECK-NEXT:   [[P0:%.+]] = math.fma [[P1]], [[R]], [[C0]] : f32

// It is multiplied by 2^n in two steps, as 2^n itself may be infinite or subnormal.
// CHECK-NEXT:   [[BITS:%.+]] = arith.bitcast [[SHIFTED]] : f32 to i32
// CHECK-NEXT:   [[OFFSET:%.+]] = arith.constant 1262485250 : i32
// CHECK-NEXT:   [[BIASED:%.+]] = arith.subi [[BITS]], [[OFFSET]] : i32
// CHECK-NEXT:   [[C1_I32:%.+]] = arith.constant 1 : i32
// CHECK-NEXT:   [[HALF:%.+]] = arith.shrui [[BIASED]], [[C1_I32]] : i32
// CHECK-NEXT:   [[C23:%.+]] = arith.constant 23 : i32
// CHECK-NEXT:   [[FIRST_BITS:%.+]] = arith.shli [[HALF]], [[C23]] : i32
// CHECK-NEXT:   [[FIRST:%.+]] = arith.bitcast [[FIRST_BITS]] : i32 to f32
// CHECK-NEXT:   [[REST:%.+]] = arith.subi [[BIASED]], [[HALF]] : i32
// CHECK-NEXT:   [[SECOND_BITS:%.+]] = arith.shli [[REST]], [[C23]] : i32
// CHECK-NEXT:   [[SECOND:%.+]] = arith.bitcast [[SECOND_BITS]] : i32 to f32
// CHECK-NEXT:   [[PRODUCT:%.+]] = arith.mulf [[P0]], [[FIRST]] : f32
// CHECK-NEXT:   [[RESULT:%.+]] = arith.mulf [[PRODUCT]], [[SECOND]] : f32
// CHECK-NEXT:   func.return [[RESULT]] : f32
// CHECK-NEXT: }
