// RUN: adjoint-opt %s -p convert-aten-to-linalg --split-input-file | filecheck %s

// Bounds are maxima and minima, in which NaN stays NaN; what is 0 or a slope on one side is chosen.

func.func @bounds(%x: tensor<f32>) -> tensor<f32> {
  %0 = aten.hardswish %x : tensor<f32> -> tensor<f32>
  %1 = aten.leaky_relu %0 : tensor<f32> -> tensor<f32>
  func.return %1 : tensor<f32>
}

// CHECK:      func.func @bounds(%x: tensor<f32>) -> tensor<f32> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<f32>
// CHECK-NEXT:   %1 = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%x : tensor<f32>) outs(%0 : tensor<f32>) {
// CHECK-NEXT:   ^bb0(%2: f32, %3: f32):
// CHECK-NEXT:     %4 = arith.constant 3.000000e+00 : f32
// CHECK-NEXT:     %5 = arith.addf %2, %4 : f32
// CHECK-NEXT:     %6 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:     %7 = arith.maximumf %5, %6 : f32
// CHECK-NEXT:     %8 = arith.constant 6.000000e+00 : f32
// CHECK-NEXT:     %9 = arith.minimumf %7, %8 : f32
// CHECK-NEXT:     %10 = arith.mulf %2, %9 : f32
// CHECK-NEXT:     %11 = arith.constant 6.000000e+00 : f32
// CHECK-NEXT:     %12 = arith.divf %10, %11 : f32
// CHECK-NEXT:     linalg.yield %12 : f32
// CHECK-NEXT:   } -> tensor<f32>
// CHECK-NEXT:   %13 = tensor.empty() : tensor<f32>
// CHECK-NEXT:   %14 = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%1 : tensor<f32>) outs(%13 : tensor<f32>) {
// CHECK-NEXT:   ^bb0(%15: f32, %16: f32):
// CHECK-NEXT:     %17 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:     %18 = arith.cmpf ogt, %15, %17 : f32
// CHECK-NEXT:     %19 = arith.constant 1.000000e-02 : f32
// CHECK-NEXT:     %20 = arith.mulf %15, %19 : f32
// CHECK-NEXT:     %21 = arith.select %18, %15, %20 : f32
// CHECK-NEXT:     linalg.yield %21 : f32
// CHECK-NEXT:   } -> tensor<f32>
// CHECK-NEXT:   func.return %14 : tensor<f32>
// CHECK-NEXT: }

// -----

// The exponential is never above 1.

func.func @log_sigmoid(%x: tensor<f32>) -> tensor<f32> {
  %0 = aten.log_sigmoid %x : tensor<f32> -> tensor<f32>
  func.return %0 : tensor<f32>
}

// CHECK:      func.func @log_sigmoid(%x: tensor<f32>) -> tensor<f32> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<f32>
// CHECK-NEXT:   %1 = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%x : tensor<f32>) outs(%0 : tensor<f32>) {
// CHECK-NEXT:   ^bb0(%2: f32, %3: f32):
// CHECK-NEXT:     %4 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:     %5 = arith.minimumf %2, %4 : f32
// CHECK-NEXT:     %6 = math.absf %2 : f32
// CHECK-NEXT:     %7 = arith.negf %6 : f32
// CHECK-NEXT:     %8 = math.exp %7 : f32
// CHECK-NEXT:     %9 = math.log1p %8 : f32
// CHECK-NEXT:     %10 = arith.subf %5, %9 : f32
// CHECK-NEXT:     linalg.yield %10 : f32
// CHECK-NEXT:   } -> tensor<f32>
// CHECK-NEXT:   func.return %1 : tensor<f32>
// CHECK-NEXT: }

// -----

// Computed from the nearer end.

func.func @lerp(%a: tensor<f32>, %b: tensor<f32>, %w: tensor<f32>) -> tensor<f32> {
  %0 = aten.lerp %a, %b, %w : tensor<f32>, tensor<f32>, tensor<f32> -> tensor<f32>
  func.return %0 : tensor<f32>
}

// CHECK:      func.func @lerp(%a: tensor<f32>, %b: tensor<f32>, %w: tensor<f32>) -> tensor<f32> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<f32>
// CHECK-NEXT:   %1 = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>, affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%a, %b, %w : tensor<f32>, tensor<f32>, tensor<f32>) outs(%0 : tensor<f32>) {
// CHECK-NEXT:   ^bb0(%2: f32, %3: f32, %4: f32, %5: f32):
// CHECK-NEXT:     %6 = arith.subf %3, %2 : f32
// CHECK-NEXT:     %7 = arith.mulf %4, %6 : f32
// CHECK-NEXT:     %8 = arith.addf %2, %7 : f32
// CHECK-NEXT:     %9 = arith.subf %3, %2 : f32
// CHECK-NEXT:     %10 = arith.constant 1.000000e+00 : f32
// CHECK-NEXT:     %11 = arith.subf %10, %4 : f32
// CHECK-NEXT:     %12 = arith.mulf %9, %11 : f32
// CHECK-NEXT:     %13 = arith.subf %3, %12 : f32
// CHECK-NEXT:     %14 = math.absf %4 : f32
// CHECK-NEXT:     %15 = arith.constant 5.000000e-01 : f32
// CHECK-NEXT:     %16 = arith.cmpf olt, %14, %15 : f32
// CHECK-NEXT:     %17 = arith.select %16, %8, %13 : f32
// CHECK-NEXT:     linalg.yield %17 : f32
// CHECK-NEXT:   } -> tensor<f32>
// CHECK-NEXT:   func.return %1 : tensor<f32>
// CHECK-NEXT: }
