// RUN: adjoint-opt %s -p decompose-aten | filecheck %s

// The parts of an op of bf16 are computed in f32, so that its result is rounded once; what rounds nothing stays.

func.func @softmax(%x: tensor<?x4xbf16>) -> tensor<?x4xbf16> {
  %0 = aten.softmax %x dim = 1 : tensor<?x4xbf16> -> tensor<?x4xbf16>
  return %0 : tensor<?x4xbf16>
}

func.func @mean(%x: tensor<5x4xf16>) -> tensor<5xf16> {
  %0 = aten.mean %x dim = [1] : tensor<5x4xf16> -> tensor<5xf16>
  return %0 : tensor<5xf16>
}

func.func @stack(%x: tensor<4xbf16>, %y: tensor<4xbf16>) -> tensor<2x4xbf16> {
  %0 = aten.stack %x, %y : tensor<4xbf16>, tensor<4xbf16> -> tensor<2x4xbf16>
  return %0 : tensor<2x4xbf16>
}

// CHECK:        func.func @softmax(%x: tensor<?x4xbf16>) -> tensor<?x4xbf16> {
// CHECK-NEXT:     %0 = aten.to %x dtype = f32 : tensor<?x4xbf16> -> tensor<?x4xf32>
// CHECK-NEXT:     %1 = aten.amax %0 dim = [1] keepdim : tensor<?x4xf32> -> tensor<?x1xf32>
// CHECK-NEXT:     %2 = aten.sub %0, %1 : tensor<?x4xf32>, tensor<?x1xf32> -> tensor<?x4xf32>
// CHECK-NEXT:     %3 = aten.exp %2 : tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:     %4 = aten.sum %3 dim = [1] keepdim : tensor<?x4xf32> -> tensor<?x1xf32>
// CHECK-NEXT:     %5 = aten.div %3, %4 : tensor<?x4xf32>, tensor<?x1xf32> -> tensor<?x4xf32>
// CHECK-NEXT:     %6 = aten.to %5 dtype = bf16 : tensor<?x4xf32> -> tensor<?x4xbf16>
// CHECK-NEXT:     func.return %6 : tensor<?x4xbf16>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.func @mean(%x: tensor<5x4xf16>) -> tensor<5xf16> {
// CHECK-NEXT:     %0 = aten.to %x dtype = f32 : tensor<5x4xf16> -> tensor<5x4xf32>
// CHECK-NEXT:     %1 = aten.sum %0 dim = [1] : tensor<5x4xf32> -> tensor<5xf32>
// CHECK-NEXT:     %2 = aten.constant dense<4.000000e+00> : tensor<f32>
// CHECK-NEXT:     %3 = aten.div %1, %2 : tensor<5xf32>, tensor<f32> -> tensor<5xf32>
// CHECK-NEXT:     %4 = aten.to %3 dtype = f16 : tensor<5xf32> -> tensor<5xf16>
// CHECK-NEXT:     func.return %4 : tensor<5xf16>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.func @stack(%x: tensor<4xbf16>, %y: tensor<4xbf16>) -> tensor<2x4xbf16> {
// CHECK-NEXT:     %0 = aten.unsqueeze %x dim = 0 : tensor<4xbf16> -> tensor<1x4xbf16>
// CHECK-NEXT:     %1 = aten.unsqueeze %y dim = 0 : tensor<4xbf16> -> tensor<1x4xbf16>
// CHECK-NEXT:     %2 = aten.cat %0, %1 : tensor<1x4xbf16>, tensor<1x4xbf16> -> tensor<2x4xbf16>
// CHECK-NEXT:     func.return %2 : tensor<2x4xbf16>
// CHECK-NEXT:   }
