// RUN: adjoint-opt %s -p convert-aten-to-linalg --split-input-file | filecheck %s

// The index says which tensor is read; the others are read at a clamped place, and not used.

func.func @cat(%x: tensor<?x2xf32>, %y: tensor<?x3xf32>) -> tensor<?x5xf32> {
  %z = aten.cat %x, %y dim = 1 : tensor<?x2xf32>, tensor<?x3xf32> -> tensor<?x5xf32>
  func.return %z : tensor<?x5xf32>
}

// CHECK:      func.func @cat(%x: tensor<?x2xf32>, %y: tensor<?x3xf32>) -> tensor<?x5xf32> {
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %0 = tensor.dim %x, %c0 : tensor<?x2xf32>
// CHECK-NEXT:   %1 = tensor.dim %y, %c0 : tensor<?x3xf32>
// CHECK-NEXT:   %2 = arith.cmpi eq, %0, %1 : index
// CHECK-NEXT:   cf.assert %2, "{{.*}}.mlir:{{[0-9]+:[0-9]+}}: error: 'aten.cat': the tensors cannot be joined along dim 1: sizes at dimension 0 differ"
// CHECK-NEXT:   %3 = tensor.empty(%0) : tensor<?x5xf32>
// CHECK-NEXT:   %z = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%3 : tensor<?x5xf32>) {
// CHECK-NEXT:   ^bb0(%4: f32):
// CHECK-NEXT:     %5 = linalg.index 0 : index
// CHECK-NEXT:     %6 = linalg.index 1 : index
// CHECK-NEXT:     %7 = arith.constant 2 : index
// CHECK-NEXT:     %8 = arith.subi %6, %7 : index
// CHECK-NEXT:     %9 = arith.constant 0 : index
// CHECK-NEXT:     %10 = arith.maxsi %8, %9 : index
// CHECK-NEXT:     %11 = tensor.extract %y[%5, %10] : tensor<?x3xf32>
// CHECK-NEXT:     %12 = arith.constant 2 : index
// CHECK-NEXT:     %13 = arith.cmpi slt, %6, %12 : index
// CHECK-NEXT:     %14 = arith.constant 1 : index
// CHECK-NEXT:     %15 = arith.minsi %6, %14 : index
// CHECK-NEXT:     %16 = tensor.extract %x[%5, %15] : tensor<?x2xf32>
// CHECK-NEXT:     %17 = arith.select %13, %16, %11 : f32
// CHECK-NEXT:     linalg.yield %17 : f32
// CHECK-NEXT:   } -> tensor<?x5xf32>
// CHECK-NEXT:   func.return %z : tensor<?x5xf32>
// CHECK-NEXT: }

// -----

// Tensors that may be empty are inserted.

func.func @rows(%x: tensor<?x2xf32>, %y: tensor<3x2xf64>) -> tensor<?x2xf64> {
  %z = aten.cat %x, %y : tensor<?x2xf32>, tensor<3x2xf64> -> tensor<?x2xf64>
  func.return %z : tensor<?x2xf64>
}

// CHECK:      func.func @rows(%x: tensor<?x2xf32>, %y: tensor<3x2xf64>) -> tensor<?x2xf64> {
// CHECK-NEXT:   %c3 = arith.constant 3 : index
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %0 = tensor.dim %x, %c0 : tensor<?x2xf32>
// CHECK-NEXT:   %1 = arith.addi %c3, %0 : index
// CHECK-NEXT:   %2 = tensor.empty(%1) : tensor<?x2xf64>
// CHECK-NEXT:   %3 = tensor.empty(%0) : tensor<?x2xf64>
// CHECK-NEXT:   %4 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%x : tensor<?x2xf32>) outs(%3 : tensor<?x2xf64>) {
// CHECK-NEXT:   ^bb0(%5: f32, %6: f64):
// CHECK-NEXT:     %7 = arith.extf %5 : f32 to f64
// CHECK-NEXT:     linalg.yield %7 : f64
// CHECK-NEXT:   } -> tensor<?x2xf64>
// CHECK-NEXT:   %8 = tensor.insert_slice %4 into %2[0, 0] [%0, 2] [1, 1] : tensor<?x2xf64> into tensor<?x2xf64>
// CHECK-NEXT:   %z = tensor.insert_slice %y into %8[%0, 0] [3, 2] [1, 1] : tensor<3x2xf64> into tensor<?x2xf64>
// CHECK-NEXT:   func.return %z : tensor<?x2xf64>
// CHECK-NEXT: }
