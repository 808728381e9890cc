// RUN: adjoint-opt %s -p convert-aten-to-linalg | filecheck %s

// The sum back to the size of a broadcast operand: over what is static 1, and nothing where the sizes are equal.

func.func @f(%g: tensor<?x4xf32>, %x: tensor<1x4xf32>, %y: tensor<?x4xf32>) -> (tensor<1x4xf32>, tensor<?x4xf32>) {
  %sx = aten.size %x : tensor<1x4xf32> -> tensor<2xindex>
  %sy = aten.size %y : tensor<?x4xf32> -> tensor<2xindex>
  %0 = autodiff.grad_sum_to_size %g, %sx : tensor<?x4xf32>, tensor<2xindex> -> tensor<1x4xf32>
  %1 = autodiff.grad_sum_to_size %g, %sy : tensor<?x4xf32>, tensor<2xindex> -> tensor<?x4xf32>
  return %0, %1 : tensor<1x4xf32>, tensor<?x4xf32>
}

// CHECK:      func.func @f(%g: tensor<?x4xf32>, %x: tensor<1x4xf32>, %y: tensor<?x4xf32>) -> (tensor<1x4xf32>, tensor<?x4xf32>) {
// CHECK-NEXT:   %0 = arith.constant 0 : index
// CHECK-NEXT:   %1 = tensor.dim %y, %0 : tensor<?x4xf32>
// CHECK-NEXT:   %2 = tensor.dim %g, %0 : tensor<?x4xf32>
// CHECK-NEXT:   %3 = arith.cmpi eq, %1, %2 : index
// CHECK-NEXT:   cf.assert %3, "{{.*}}.mlir:{{[0-9]+:[0-9]+}}: error: 'autodiff.grad_sum_to_size': size at dimension 0 is neither 1 nor that of the result"
// CHECK-NEXT:   %4 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:   %5 = tensor.empty() : tensor<4xf32>
// CHECK-NEXT:   %6 = linalg.fill ins(%4 : f32) outs(%5 : tensor<4xf32>) -> tensor<4xf32>
// CHECK-NEXT:   %7 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>], iterator_types = ["reduction", "parallel"]} ins(%g : tensor<?x4xf32>) outs(%6 : tensor<4xf32>) {
// CHECK-NEXT:   ^bb0(%8: f32, %9: f32):
// CHECK-NEXT:     %10 = arith.addf %9, %8 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:     linalg.yield %10 : f32
// CHECK-NEXT:   } -> tensor<4xf32>
// CHECK-NEXT:   %11 = tensor.expand_shape %7 {{\[\[}}0 : i64, 1 : i64]] output_shape [1, 4] : tensor<4xf32> into tensor<1x4xf32>
// CHECK-NEXT:   func.return %11, %g : tensor<1x4xf32>, tensor<?x4xf32>
// CHECK-NEXT: }
