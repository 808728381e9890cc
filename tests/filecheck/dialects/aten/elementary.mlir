// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s

// Elementary and special functions, rounding, remainders and logic.

// CHECK-LABEL: func.func @unary
func.func @unary(%x: tensor<?x4xf32>, %n: tensor<3xi64>, %c: tensor<3xi1>) {
  %0 = aten.tan %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %0 = aten.tan %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %1 = aten.asin %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %1 = aten.asin %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %2 = aten.acos %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %2 = aten.acos %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %3 = aten.atan %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %3 = aten.atan %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %4 = aten.sinh %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %4 = aten.sinh %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %5 = aten.cosh %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %5 = aten.cosh %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %6 = aten.asinh %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %6 = aten.asinh %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %7 = aten.acosh %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %7 = aten.acosh %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %8 = aten.atanh %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %8 = aten.atanh %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %9 = aten.exp2 %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %9 = aten.exp2 %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %10 = aten.log2 %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %10 = aten.log2 %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %11 = aten.log10 %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %11 = aten.log10 %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %12 = aten.erfc %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %12 = aten.erfc %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %13 = aten.erfinv %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %13 = aten.erfinv %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %14 = aten.lgamma %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %14 = aten.lgamma %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %15 = aten.digamma %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %15 = aten.digamma %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %16 = aten.sinc %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %16 = aten.sinc %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %17 = aten.ceil %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %17 = aten.ceil %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %18 = aten.floor %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %18 = aten.floor %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %19 = aten.trunc %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %19 = aten.trunc %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %20 = aten.frac %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %20 = aten.frac %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %21 = aten.sign %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %21 = aten.sign %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %22 = aten.sgn %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %22 = aten.sgn %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %23 = aten.square %n : tensor<3xi64> -> tensor<3xi64>
  // CHECK-NEXT: %23 = aten.square %n : tensor<3xi64> -> tensor<3xi64>
  %24 = aten.deg2rad %n : tensor<3xi64> -> tensor<3xf32>
  // CHECK-NEXT: %24 = aten.deg2rad %n : tensor<3xi64> -> tensor<3xf32>
  %25 = aten.square %c : tensor<3xi1> -> tensor<3xi64>
  // CHECK-NEXT: %25 = aten.square %c : tensor<3xi1> -> tensor<3xi64>
  %26 = aten.acos %n : tensor<3xi64> -> tensor<3xf32>
  // CHECK-NEXT: %26 = aten.acos %n : tensor<3xi64> -> tensor<3xf32>
  %27 = aten.floor %n : tensor<3xi64> -> tensor<3xi64>
  // CHECK-NEXT: %27 = aten.floor %n : tensor<3xi64> -> tensor<3xi64>
  %28 = aten.sign %c : tensor<3xi1> -> tensor<3xi1>
  // CHECK-NEXT: %28 = aten.sign %c : tensor<3xi1> -> tensor<3xi1>
  %29 = aten.round %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %29 = aten.round %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %30 = aten.round %x decimals = -2 : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %30 = aten.round %x decimals = -2 : tensor<?x4xf32> -> tensor<?x4xf32>
  %31 = aten.polygamma %x n = 2 : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %31 = aten.polygamma %x n = 2 : tensor<?x4xf32> -> tensor<?x4xf32>
  %32 = aten.logit %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %32 = aten.logit %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %33 = aten.logit %x eps = 0.1 : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %33 = aten.logit %x eps = 0.1 : tensor<?x4xf32> -> tensor<?x4xf32>
  %34 = aten.isfinite %x : tensor<?x4xf32> -> tensor<?x4xi1>
  // CHECK-NEXT: %34 = aten.isfinite %x : tensor<?x4xf32> -> tensor<?x4xi1>
  %35 = aten.isinf %x : tensor<?x4xf32> -> tensor<?x4xi1>
  // CHECK-NEXT: %35 = aten.isinf %x : tensor<?x4xf32> -> tensor<?x4xi1>
  %36 = aten.isnan %x : tensor<?x4xf32> -> tensor<?x4xi1>
  // CHECK-NEXT: %36 = aten.isnan %x : tensor<?x4xf32> -> tensor<?x4xi1>
  %37 = aten.logical_not %x : tensor<?x4xf32> -> tensor<?x4xi1>
  // CHECK-NEXT: %37 = aten.logical_not %x : tensor<?x4xf32> -> tensor<?x4xi1>
  %38 = aten.bitwise_not %n : tensor<3xi64> -> tensor<3xi64>
  // CHECK-NEXT: %38 = aten.bitwise_not %n : tensor<3xi64> -> tensor<3xi64>
  func.return
}

// CHECK-LABEL: func.func @binary
func.func @binary(%x: tensor<?x4xf32>, %y: tensor<4xf32>, %n: tensor<3xi64>, %c: tensor<3xi1>, %s: tensor<f64>) {
  %0 = aten.atan2 %x, %y : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %0 = aten.atan2 %x, %y : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xf32>
  %1 = aten.xlogy %x, %y : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %1 = aten.xlogy %x, %y : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xf32>
  %2 = aten.hypot %x, %y : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %2 = aten.hypot %x, %y : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xf32>
  %3 = aten.logaddexp %x, %y : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %3 = aten.logaddexp %x, %y : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xf32>
  %4 = aten.copysign %x, %y : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %4 = aten.copysign %x, %y : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xf32>
  %5 = aten.fmax %x, %y : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %5 = aten.fmax %x, %y : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xf32>
  %6 = aten.fmin %x, %y : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %6 = aten.fmin %x, %y : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xf32>
  %7 = aten.fmod %x, %y : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %7 = aten.fmod %x, %y : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xf32>
  %8 = aten.remainder %x, %y : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %8 = aten.remainder %x, %y : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xf32>
  %9 = aten.div %x, %y rounding_mode = "floor" : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %9 = aten.div %x, %y rounding_mode = "floor" : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xf32>
  %10 = aten.div %n, %n rounding_mode = "trunc" : tensor<3xi64>, tensor<3xi64> -> tensor<3xi64>
  // CHECK-NEXT: %10 = aten.div %n, %n rounding_mode = "trunc" : tensor<3xi64>, tensor<3xi64> -> tensor<3xi64>
  %11 = aten.remainder %n, %n : tensor<3xi64>, tensor<3xi64> -> tensor<3xi64>
  // CHECK-NEXT: %11 = aten.remainder %n, %n : tensor<3xi64>, tensor<3xi64> -> tensor<3xi64>
  %12 = aten.atan2 %n, %n : tensor<3xi64>, tensor<3xi64> -> tensor<3xf32>
  // CHECK-NEXT: %12 = aten.atan2 %n, %n : tensor<3xi64>, tensor<3xi64> -> tensor<3xf32>
  %13 = aten.logical_and %x, %y : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xi1>
  // CHECK-NEXT: %13 = aten.logical_and %x, %y : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xi1>
  %14 = aten.logical_or %x, %y : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xi1>
  // CHECK-NEXT: %14 = aten.logical_or %x, %y : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xi1>
  %15 = aten.logical_xor %x, %y : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xi1>
  // CHECK-NEXT: %15 = aten.logical_xor %x, %y : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xi1>
  %16 = aten.bitwise_and %n, %c : tensor<3xi64>, tensor<3xi1> -> tensor<3xi64>
  // CHECK-NEXT: %16 = aten.bitwise_and %n, %c : tensor<3xi64>, tensor<3xi1> -> tensor<3xi64>
  %17 = aten.bitwise_or %n, %c : tensor<3xi64>, tensor<3xi1> -> tensor<3xi64>
  // CHECK-NEXT: %17 = aten.bitwise_or %n, %c : tensor<3xi64>, tensor<3xi1> -> tensor<3xi64>
  %18 = aten.bitwise_xor %n, %c : tensor<3xi64>, tensor<3xi1> -> tensor<3xi64>
  // CHECK-NEXT: %18 = aten.bitwise_xor %n, %c : tensor<3xi64>, tensor<3xi1> -> tensor<3xi64>
  %19 = aten.clamp.Tensor %x min(%y : tensor<4xf32>) max(%y : tensor<4xf32>) : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %19 = aten.clamp.Tensor %x min(%y : tensor<4xf32>) max(%y : tensor<4xf32>) : tensor<?x4xf32> -> tensor<?x4xf32>
  %20 = aten.clamp.Tensor %n max(%s : tensor<f64>) : tensor<3xi64> -> tensor<3xf64>
  // CHECK-NEXT: %20 = aten.clamp.Tensor %n max(%s : tensor<f64>) : tensor<3xi64> -> tensor<3xf64>
  func.return
}
