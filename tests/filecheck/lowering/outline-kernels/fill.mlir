// RUN: adjoint-opt %s -p outline-kernels | filecheck %s
// A fill that starts a reduction is part of it; one that is read as well is a kernel for those who need it in memory, and
// a copy in the kernels that use it.

func.func @f(%x: tensor<64x8xf32>) -> (tensor<64xf32>, tensor<64xf32>, tensor<64xf32>) {
  %zero = arith.constant 0.0 : f32
  %empty = tensor.empty() : tensor<64xf32>
  %zeros = linalg.fill ins(%zero : f32) outs(%empty : tensor<64xf32>) -> tensor<64xf32>
  %sum = linalg.generic {
    indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]
  } ins(%x : tensor<64x8xf32>) outs(%zeros : tensor<64xf32>) {
  ^bb0(%a: f32, %so_far: f32):
    %r = arith.addf %so_far, %a fastmath<reassoc,nsz,contract> : f32
    linalg.yield %r : f32
  } -> tensor<64xf32>
  %clamped = linalg.generic {
    indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]
  } ins(%sum, %zeros : tensor<64xf32>, tensor<64xf32>) outs(%empty : tensor<64xf32>) {
  ^bb0(%a: f32, %b: f32, %unused: f32):
    %r = arith.maximumf %a, %b : f32
    linalg.yield %r : f32
  } -> tensor<64xf32>
  func.return %zeros, %sum, %clamped : tensor<64xf32>, tensor<64xf32>, tensor<64xf32>
}

// CHECK:        func.func private @kernel_0() -> tensor<64xf32> attributes {kernel.rows = [64 : i64], kernel.row_rank = 1 : i64, kernel.input_sizes = []} {
// CHECK:          %zeros = linalg.fill ins(%zero : f32) outs(%0 : tensor<64xf32>) -> tensor<64xf32>
// CHECK-NEXT:     func.return %zeros : tensor<64xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.func private @kernel_1(%x: tensor<64x8xf32>) -> (tensor<64xf32>, tensor<64xf32>) attributes {kernel.rows = [64 : i64], kernel.row_rank = 1 : i64, kernel.input_sizes = {{\[\[}}64 : i64, 8 : i64]]} {
// CHECK:          %zeros = linalg.fill ins(%zero : f32) outs(%0 : tensor<64xf32>) -> tensor<64xf32>
// CHECK-NEXT:     %sum = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<64x8xf32>) outs(%zeros : tensor<64xf32>) {
// CHECK:            %r = arith.addf %so_far, %a fastmath<reassoc,nsz,contract> : f32
// CHECK:          %clamped = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%sum, %zeros : tensor<64xf32>, tensor<64xf32>) outs(%0 : tensor<64xf32>) {
// CHECK:            %r_1 = arith.maximumf %a_1, %b : f32
// CHECK:          func.return %sum, %clamped : tensor<64xf32>, tensor<64xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.func @f(%x: tensor<64x8xf32>) -> (tensor<64xf32>, tensor<64xf32>, tensor<64xf32>) {
// CHECK-NEXT:     %zeros = func.call @kernel_0() : () -> tensor<64xf32>
// CHECK-NEXT:     %sum, %clamped = func.call @kernel_1(%x) : (tensor<64x8xf32>) -> (tensor<64xf32>, tensor<64xf32>)
// CHECK-NEXT:     func.return %zeros, %sum, %clamped : tensor<64xf32>, tensor<64xf32>, tensor<64xf32>
// CHECK-NEXT:   }
