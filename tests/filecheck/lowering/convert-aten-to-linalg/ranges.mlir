// RUN: adjoint-opt %s -p convert-aten-to-linalg --split-input-file | filecheck %s

// Elements are computed from their places where they are used.

func.func @arange() -> tensor<3xi64> {
  %y = aten.arange start = 1 : i64 end = 8 : i64 step = 3 : i64 dtype = i64 : tensor<3xi64>
  func.return %y : tensor<3xi64>
}

// CHECK:      func.func @arange() -> tensor<3xi64> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<3xi64>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} outs(%0 : tensor<3xi64>) {
// CHECK-NEXT:   ^bb0(%1: i64):
// CHECK-NEXT:     %2 = linalg.index 0 : index
// CHECK-NEXT:     %3 = arith.index_cast %2 : index to i64
// CHECK-NEXT:     %4 = arith.constant 1 : i64
// CHECK-NEXT:     %5 = arith.constant 3 : i64
// CHECK-NEXT:     %6 = arith.muli %3, %5 : i64
// CHECK-NEXT:     %7 = arith.addi %4, %6 : i64
// CHECK-NEXT:     linalg.yield %7 : i64
// CHECK-NEXT:   } -> tensor<3xi64>
// CHECK-NEXT:   func.return %y : tensor<3xi64>
// CHECK-NEXT: }

// -----

// Floats are computed in f64 and rounded once.
func.func @arange_of_floats() -> tensor<4xf32> {
  %y = aten.arange start = 0.0 : f64 end = 1.0 : f64 step = 0.25 : f64 dtype = f32 : tensor<4xf32>
  func.return %y : tensor<4xf32>
}

// CHECK:      func.func @arange_of_floats() -> tensor<4xf32> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<4xf32>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} outs(%0 : tensor<4xf32>) {
// CHECK-NEXT:   ^bb0(%1: f32):
// CHECK-NEXT:     %2 = linalg.index 0 : index
// CHECK-NEXT:     %3 = arith.index_cast %2 : index to i64
// CHECK-NEXT:     %4 = arith.sitofp %3 : i64 to f64
// CHECK-NEXT:     %5 = arith.constant 0.000000e+00 : f64
// CHECK-NEXT:     %6 = arith.constant 2.500000e-01 : f64
// CHECK-NEXT:     %7 = arith.mulf %4, %6 : f64
// CHECK-NEXT:     %8 = arith.addf %5, %7 : f64
// CHECK-NEXT:     %9 = arith.truncf %8 : f64 to f32
// CHECK-NEXT:     linalg.yield %9 : f32
// CHECK-NEXT:   } -> tensor<4xf32>
// CHECK-NEXT:   func.return %y : tensor<4xf32>
// CHECK-NEXT: }

// -----

func.func @linspace(%a: tensor<f32>, %b: tensor<f32>) -> tensor<5xf32> {
  %y = aten.linspace %a, %b steps = 5 dtype = f32 : tensor<f32>, tensor<f32> -> tensor<5xf32>
  func.return %y : tensor<5xf32>
}

// CHECK:      func.func @linspace(%a: tensor<f32>, %b: tensor<f32>) -> tensor<5xf32> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<5xf32>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0) -> ()>, affine_map<(d0) -> ()>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%a, %b : tensor<f32>, tensor<f32>) outs(%0 : tensor<5xf32>) {
// CHECK-NEXT:   ^bb0(%1: f32, %2: f32, %3: f32):
// CHECK-NEXT:     %4 = arith.subf %2, %1 : f32
// CHECK-NEXT:     %5 = arith.constant 4.000000e+00 : f32
// CHECK-NEXT:     %6 = arith.divf %4, %5 : f32
// CHECK-NEXT:     %7 = linalg.index 0 : index
// CHECK-NEXT:     %8 = arith.index_cast %7 : index to i64
// CHECK-NEXT:     %9 = arith.sitofp %8 : i64 to f32
// CHECK-NEXT:     %10 = arith.mulf %9, %6 : f32
// CHECK-NEXT:     %11 = arith.addf %1, %10 : f32
// CHECK-NEXT:     %12 = arith.constant 4 : index
// CHECK-NEXT:     %13 = arith.subi %12, %7 : index
// CHECK-NEXT:     %14 = arith.index_cast %13 : index to i64
// CHECK-NEXT:     %15 = arith.sitofp %14 : i64 to f32
// CHECK-NEXT:     %16 = arith.mulf %15, %6 : f32
// CHECK-NEXT:     %17 = arith.subf %2, %16 : f32
// CHECK-NEXT:     %18 = arith.constant 2 : index
// CHECK-NEXT:     %19 = arith.cmpi slt, %7, %18 : index
// CHECK-NEXT:     %20 = arith.select %19, %11, %17 : f32
// CHECK-NEXT:     linalg.yield %20 : f32
// CHECK-NEXT:   } -> tensor<5xf32>
// CHECK-NEXT:   func.return %y : tensor<5xf32>
// CHECK-NEXT: }
