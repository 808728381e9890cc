// RUN: adjoint-opt %s -p convert-aten-to-linalg --split-input-file | filecheck %s

// Upstream knows nothing of gradients.

func.func @f(%x: tensor<2xf32> {autodiff.requires_grad}, %n: tensor<i64>) -> (tensor<2xf32> {autodiff.requires_grad})
    attributes {autodiff.gradient = #autodiff.gradient<reverse = @f.reverse, real_outputs = 1, input_vjps = [0], captured_inputs = [0], captured_outputs = [], output_vjps = [0]>} {
  %y = aten.exp %x : tensor<2xf32> -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}

// CHECK:      func.func @f(%x: tensor<2xf32>, %n: tensor<i64>) -> tensor<2xf32> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<2xf32>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%x : tensor<2xf32>) outs(%0 : tensor<2xf32>) {
// CHECK-NEXT:   ^bb0(%1: f32, %2: f32):
// CHECK-NEXT:     %3 = math.exp %1 : f32
// CHECK-NEXT:     linalg.yield %3 : f32
// CHECK-NEXT:   } -> tensor<2xf32>
// CHECK-NEXT:   func.return %y : tensor<2xf32>
// CHECK-NEXT: }
