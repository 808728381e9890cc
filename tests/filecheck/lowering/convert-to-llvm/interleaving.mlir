// RUN: adjoint-opt %s -p convert-to-llvm -t llvm | filecheck %s

// Twenty functions of one another are more instructions than a processor looks ahead, and each waits for the one
// before: the loop is to work on several elements at a time. One function is not, as the next iteration starts meanwhile.

// CHECK-LABEL: @chain(
// CHECK: br label %{{.*}}, !llvm.loop [[LOOP:![0-9]+]]

func.func private @chain(%n: index, %x: memref<?xf32>) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  scf.for %i = %zero to %n step %one {
    %y0 = memref.load %x[%i] : memref<?xf32>
    %y1 = math.tanh %y0 : f32
    %y2 = math.tanh %y1 : f32
    %y3 = math.tanh %y2 : f32
    %y4 = math.tanh %y3 : f32
    %y5 = math.tanh %y4 : f32
    %y6 = math.tanh %y5 : f32
    %y7 = math.tanh %y6 : f32
    %y8 = math.tanh %y7 : f32
    %y9 = math.tanh %y8 : f32
    %y10 = math.tanh %y9 : f32
    %y11 = math.tanh %y10 : f32
    %y12 = math.tanh %y11 : f32
    %y13 = math.tanh %y12 : f32
    %y14 = math.tanh %y13 : f32
    %y15 = math.tanh %y14 : f32
    %y16 = math.tanh %y15 : f32
    %y17 = math.tanh %y16 : f32
    %y18 = math.tanh %y17 : f32
    %y19 = math.tanh %y18 : f32
    %y20 = math.tanh %y19 : f32
    memref.store %y20, %x[%i] : memref<?xf32>
  }
  func.return
}

// CHECK-LABEL: @short(
// CHECK-NOT: !llvm.loop !

func.func private @short(%n: index, %x: memref<?xf32>) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  scf.for %i = %zero to %n step %one {
    %y0 = memref.load %x[%i] : memref<?xf32>
    %y1 = math.tanh %y0 : f32
    memref.store %y1, %x[%i] : memref<?xf32>
  }
  func.return
}

// CHECK: [[LOOP]] = distinct !{[[LOOP]], [[COUNT:![0-9]+]]}
// CHECK: [[COUNT]] = !{!"llvm.loop.interleave.count", i32 {{[248]}}}
