// RUN: adjoint-opt %s -p convert-aten-to-linalg --split-input-file | filecheck %s

// Tensors of one number are that number in every body that uses them.

func.func @numbers(%x: tensor<?xf32>) -> tensor<?xf32> {
  %ones = aten.ones_like %x : tensor<?xf32> -> tensor<?xf32>
  %y = aten.sub %ones, %x : tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>
  func.return %y : tensor<?xf32>
}

// CHECK:      func.func @numbers(%x: tensor<?xf32>) -> tensor<?xf32> {
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %0 = tensor.dim %x, %c0 : tensor<?xf32>
// CHECK-NEXT:   %1 = tensor.empty(%0) : tensor<?xf32>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%x : tensor<?xf32>) outs(%1 : tensor<?xf32>) {
// CHECK-NEXT:   ^bb0(%2: f32, %3: f32):
// CHECK-NEXT:     %4 = arith.constant 1.000000e+00 : f32
// CHECK-NEXT:     %5 = arith.subf %4, %2 : f32
// CHECK-NEXT:     linalg.yield %5 : f32
// CHECK-NEXT:   } -> tensor<?xf32>
// CHECK-NEXT:   func.return %y : tensor<?xf32>
// CHECK-NEXT: }

// -----

func.func @filled(%x: tensor<?x2xf32>) -> (tensor<?x2xf32>, tensor<2xf32>, tensor<2xi64>) {
  %zeros = aten.zeros_like %x : tensor<?x2xf32> -> tensor<?x2xf32>
  %data = aten.constant dense<[1.0, 2.0]> : tensor<2xf32>
  %indices = aten._dim_arange %x dim = 1 : tensor<?x2xf32> -> tensor<2xi64>
  func.return %zeros, %data, %indices : tensor<?x2xf32>, tensor<2xf32>, tensor<2xi64>
}

// CHECK:      func.func @filled(%x: tensor<?x2xf32>) -> (tensor<?x2xf32>, tensor<2xf32>, tensor<2xi64>) {
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %0 = tensor.dim %x, %c0 : tensor<?x2xf32>
// CHECK-NEXT:   %1 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:   %data = arith.constant dense<[1.000000e+00, 2.000000e+00]> : tensor<2xf32>
// CHECK-NEXT:   %2 = tensor.empty() : tensor<2xi64>
// CHECK-NEXT:   %indices = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} outs(%2 : tensor<2xi64>) {
// CHECK-NEXT:   ^bb0(%3: i64):
// CHECK-NEXT:     %4 = linalg.index 0 : index
// CHECK-NEXT:     %5 = arith.index_cast %4 : index to i64
// CHECK-NEXT:     linalg.yield %5 : i64
// CHECK-NEXT:   } -> tensor<2xi64>
// CHECK-NEXT:   %6 = tensor.empty(%0) : tensor<?x2xf32>
// CHECK-NEXT:   %7 = linalg.fill ins(%1 : f32) outs(%6 : tensor<?x2xf32>) -> tensor<?x2xf32>
// CHECK-NEXT:   func.return %7, %data, %indices : tensor<?x2xf32>, tensor<2xf32>, tensor<2xi64>
// CHECK-NEXT: }
