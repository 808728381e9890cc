// RUN: adjoint-opt %s -p convert-kernels-to-loops | filecheck %s
// A kernel that is loops over its rows already: what it inserts into goes where the result or the scratch is, and only
// numbers are carried. The loop over rows, its last one, runs from %begin to %end.

func.func private @running_sums(%x: tensor<?xf32>, %rows: index, %n: index) -> tensor<?xf32> attributes {
  kernel.rows = [0 : index], kernel.work = [1 : index, 64 : i64], kernel.scratch = [[f32, [1 : i64]]]
} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  %count = arith.muli %rows, %n : index
  %empty = tensor.empty(%count) : tensor<?xf32>
  %scratch = tensor.empty() : tensor<1xf32>
  %result, %last = scf.for %row = %c0 to %rows step %c1 iter_args(%y = %empty, %s = %scratch) -> (tensor<?xf32>, tensor<1xf32>) {
    %first = arith.muli %row, %n : index
    %total, %sums = scf.for %i = %c0 to %n step %c1 iter_args(%so_far = %zero, %z = %y) -> (f32, tensor<?xf32>) {
      %at = arith.addi %first, %i : index
      %element = tensor.extract %x[%at] : tensor<?xf32>
      %next = arith.addf %so_far, %element : f32
      %inserted = tensor.insert %next into %z[%at] : tensor<?xf32>
      scf.yield %next, %inserted : f32, tensor<?xf32>
    }
    %kept = tensor.insert %total into %s[%c0] : tensor<1xf32>
    scf.yield %sums, %kept : tensor<?xf32>, tensor<1xf32>
  }
  func.return %result : tensor<?xf32>
}

// CHECK:      func.func private @running_sums(%begin: index, %end: index, %rows: index, %n: index, %x: memref<?xf32>, %0: memref<?xf32>, %1: memref<?xf32>) {
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %c1 = arith.constant 1 : index
// CHECK-NEXT:   %zero = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:   %count = arith.muli %rows, %n : index
// CHECK-NEXT:   scf.for %row = %begin to %end step %c1 {
// CHECK-NEXT:     %first = arith.muli %row, %n : index
// CHECK-NEXT:     %2 = scf.for %i = %c0 to %n step %c1 iter_args(%so_far = %zero) -> (f32) {
// CHECK-NEXT:       %at = arith.addi %first, %i : index
// CHECK-NEXT:       %3 = memref.load %x[%at] : memref<?xf32>
// CHECK-NEXT:       %next = arith.addf %so_far, %3 : f32
// CHECK-NEXT:       memref.store %next, %0[%at] : memref<?xf32>
// CHECK-NEXT:       scf.yield %next : f32
// CHECK-NEXT:     }
// CHECK-NEXT:     memref.store %2, %1[%c0] : memref<?xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.return
// CHECK-NEXT: }
