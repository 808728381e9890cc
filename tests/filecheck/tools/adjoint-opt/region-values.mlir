// RUN: adjoint-opt %s | filecheck %s
// Values of an outer region are defined in an inner one, the arguments of a block everywhere in it.

func.func @f(%n: index, %x: f32) -> f32 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %sum = scf.for %i = %zero to %n step %one iter_args(%total = %x) -> (f32) {
    %next = arith.addf %total, %x : f32
    scf.yield %next : f32
  }
  return %sum : f32
}

func.func @blocks(%x: f32) -> f32 {
  cf.br ^second(%x : f32)
^second(%y: f32):
  return %y : f32
}

// CHECK: func.func @f
// CHECK: func.func @blocks
