// RUN: adjoint-opt %s -p 'inline-reverse{function=f wrt=1},symbol-dce,lower-to-kernels' | filecheck %s
// Every step multiplies a part of x by w: all of them are one product, of x where it is. The gradient of w sums up a
// product a step: it is one product too, of x and of what the kernels of the steps write side by side.

func.func @f(%x: tensor<2x64x48xf32>, %w: tensor<56x48xf32>) -> tensor<f32> {
  %x0 = aten.select %x dim = 0 index = 0 : tensor<2x64x48xf32> -> tensor<64x48xf32>
  %y0 = aten.linear %x0, %w : tensor<64x48xf32>, tensor<56x48xf32> -> tensor<64x56xf32>
  %z0 = aten.tanh %y0 : tensor<64x56xf32> -> tensor<64x56xf32>
  %x1 = aten.select %x dim = 0 index = 1 : tensor<2x64x48xf32> -> tensor<64x48xf32>
  %y1 = aten.linear %x1, %w : tensor<64x48xf32>, tensor<56x48xf32> -> tensor<64x56xf32>
  %s = aten.mul %y1, %z0 : tensor<64x56xf32>, tensor<64x56xf32> -> tensor<64x56xf32>
  %l = aten.sum %s : tensor<64x56xf32> -> tensor<f32>
  func.return %l : tensor<f32>
}
// CHECK-LABEL: func.func @f.value_and_grad(
// CHECK:       %[[X:.*]] = tensor.extract_slice %x[0, 0, 0] [2, 64, 48]
// CHECK:       %[[Y:.*]] = linalg.generic
// CHECK-SAME:    (d0, d1, d2, d3) -> (d0, d1, d3)
// CHECK-SAME:    ins(%[[X]], %w :
// CHECK:       %y0 = tensor.extract_slice %[[Y]][0, 0, 0] [1, 64, 56]
// CHECK:       %y1 = tensor.extract_slice %[[Y]][1, 0, 0] [1, 64, 56]
// CHECK:       func.call @kernel_{{[0-9]+}}(%y0, %y1)
// CHECK:       tensor.insert_slice %dy0 into %{{.*}}[0, 0, 0] [1, 64, 56]
// CHECK:       %[[D:.*]] = tensor.insert_slice %dy1 into %{{.*}}[1, 0, 0] [1, 64, 56]
// CHECK:       %[[ALL:.*]] = tensor.extract_slice %x[0, 0, 0] [2, 64, 48]
// CHECK:       %dw = linalg.generic
// CHECK-SAME:    ["parallel", "parallel", "reduction", "reduction"]
// CHECK-SAME:    ins(%[[D]], %[[ALL]] :
// CHECK-NOT:   linalg.generic
// CHECK:       return %l, %dw
