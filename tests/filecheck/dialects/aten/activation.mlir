// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s

// Activation functions with bounds and slopes, and those that are compositions.

// CHECK-LABEL: func.func @activation
func.func @activation(%x: tensor<?x4xf32>, %n: tensor<3xi64>) {
  %0 = aten.hardsigmoid %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %0 = aten.hardsigmoid %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %1 = aten.hardswish %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %1 = aten.hardswish %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %2 = aten.log_sigmoid %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %2 = aten.log_sigmoid %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %3 = aten.hardshrink %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %3 = aten.hardshrink %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %4 = aten.hardshrink %x lambd = -0.5 : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %4 = aten.hardshrink %x lambd = -0.5 : tensor<?x4xf32> -> tensor<?x4xf32>
  %5 = aten.softshrink %x lambd = 0.0 : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %5 = aten.softshrink %x lambd = 0.0 : tensor<?x4xf32> -> tensor<?x4xf32>
  %6 = aten.hardtanh %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %6 = aten.hardtanh %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %7 = aten.hardtanh %x min_val = -0.5 max_val = inf : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %7 = aten.hardtanh %x min_val = -0.5 max_val = inf : tensor<?x4xf32> -> tensor<?x4xf32>
  %8 = aten.hardtanh %n max_val = 6.0 : tensor<3xi64> -> tensor<3xi64>
  // CHECK-NEXT: %8 = aten.hardtanh %n max_val = 6.0 : tensor<3xi64> -> tensor<3xi64>
  %9 = aten.leaky_relu %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %9 = aten.leaky_relu %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %10 = aten.leaky_relu %x negative_slope = 0.2 : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %10 = aten.leaky_relu %x negative_slope = 0.2 : tensor<?x4xf32> -> tensor<?x4xf32>
  %11 = aten.threshold %x threshold = 0.5 value = -7.0 : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %11 = aten.threshold %x threshold = 0.5 value = -7.0 : tensor<?x4xf32> -> tensor<?x4xf32>
  %12 = aten.threshold %n threshold = 0.0 value = 2.0 : tensor<3xi64> -> tensor<3xi64>
  // CHECK-NEXT: %12 = aten.threshold %n threshold = 0.0 value = 2.0 : tensor<3xi64> -> tensor<3xi64>
  %13 = aten.elu %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %13 = aten.elu %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %14 = aten.elu %x alpha = 1.5 scale = 2.0 input_scale = 0.5 : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %14 = aten.elu %x alpha = 1.5 scale = 2.0 input_scale = 0.5 : tensor<?x4xf32> -> tensor<?x4xf32>
  %15 = aten.softplus %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %15 = aten.softplus %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %16 = aten.softplus %x beta = 2.0 threshold = 1.0 : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %16 = aten.softplus %x beta = 2.0 threshold = 1.0 : tensor<?x4xf32> -> tensor<?x4xf32>
  %17 = aten.relu6 %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %17 = aten.relu6 %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %18 = aten.selu %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %18 = aten.selu %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %19 = aten.celu %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %19 = aten.celu %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %20 = aten.celu %x alpha = 1.5 : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %20 = aten.celu %x alpha = 1.5 : tensor<?x4xf32> -> tensor<?x4xf32>
  %21 = aten.mish %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %21 = aten.mish %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %22 = aten.softsign %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %22 = aten.softsign %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %23 = aten.softsign %n : tensor<3xi64> -> tensor<3xf32>
  // CHECK-NEXT: %23 = aten.softsign %n : tensor<3xi64> -> tensor<3xf32>
  %24 = aten.tanhshrink %x : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %24 = aten.tanhshrink %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %25 = aten.glu %x : tensor<?x4xf32> -> tensor<?x2xf32>
  // CHECK-NEXT: %25 = aten.glu %x : tensor<?x4xf32> -> tensor<?x2xf32>
  %26 = aten.glu %x dim = 0 : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %26 = aten.glu %x dim = 0 : tensor<?x4xf32> -> tensor<?x4xf32>
  func.return
}
