// RUN: adjoint-opt %s -p specialize-shapes{elements=1,0,1,2,0,7} --split-input-file --verify-diagnostics | filecheck %s

// Sizes that arguments hold, and that become known.

func.func @f(%x: tensor<?x4xf32>, %size: tensor<2xindex>, %n: tensor<index>) -> (tensor<?x?xf32>, tensor<?xf32>) {
  %0 = aten.reshape %x, %size : tensor<?x4xf32>, tensor<2xindex> -> tensor<?x?xf32>
  %1 = aten.unsqueeze %n dim = 0 : tensor<index> -> tensor<1xindex>
  %2 = aten.full (%1 : tensor<1xindex>) fill_value = 1.0 : f32 : tensor<?xf32>
  func.return %0, %2 : tensor<?x?xf32>, tensor<?xf32>
}

// CHECK:      func.func @f(%x: tensor<?x4xf32>, %size: tensor<2xindex>, %n: tensor<index>) -> (tensor<1x?xf32>, tensor<7xf32>) {
// CHECK-NEXT:   %0 = aten.constant dense<7> : tensor<index>
// CHECK-NEXT:   %1 = aten.constant dense<1> : tensor<1xindex>
// CHECK-NEXT:   %2 = aten.slice %size start = 1 end = 2 : tensor<2xindex> -> tensor<1xindex>
// CHECK-NEXT:   %3 = aten.cat %1, %2 : tensor<1xindex>, tensor<1xindex> -> tensor<2xindex>
// CHECK-NEXT:   %4 = aten.reshape %x, %3 : tensor<?x4xf32>, tensor<2xindex> -> tensor<1x?xf32>
// CHECK-NEXT:   %5 = aten.unsqueeze %0 dim = 0 : tensor<index> -> tensor<1xindex>
// CHECK-NEXT:   %6 = aten.full(%5 : tensor<1xindex>) fill_value = 1.000000e+00 : f32 : tensor<7xf32>
// CHECK-NEXT:   func.return %4, %6 : tensor<1x?xf32>, tensor<7xf32>
// CHECK-NEXT: }

// -----

// CHECK: error: 'func.func': argument 1 of @wrong, a tensor<2xi64>, has no sizes at [0]
func.func @wrong(%x: tensor<?x4xf32>, %size: tensor<2xi64>) -> tensor<?x4xf32> {
  func.return %x : tensor<?x4xf32>
}
