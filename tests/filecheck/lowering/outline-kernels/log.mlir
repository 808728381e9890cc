// RUN: adjoint-opt %s -p outline-kernels --log 2>&1 | filecheck %s
// Each decision is logged with its reason.

func.func @f(%x: tensor<64xf32>, %y: tensor<32xf32>) -> (tensor<64xf32>, tensor<f32>, tensor<64x32xf32>) {
  %zero = arith.constant 0.0 : f32
  %empty = tensor.empty() : tensor<64xf32>
  %e = linalg.generic {
    indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]
  } ins(%x : tensor<64xf32>) outs(%empty : tensor<64xf32>) {
  ^bb0(%a: f32, %unused: f32):
    %r = math.exp %a : f32
    linalg.yield %r : f32
  } -> tensor<64xf32>
  %scalar = tensor.empty() : tensor<f32>
  %s0 = linalg.fill ins(%zero : f32) outs(%scalar : tensor<f32>) -> tensor<f32>
  %s = linalg.generic {
    indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> ()>], iterator_types = ["reduction"]
  } ins(%e : tensor<64xf32>) outs(%s0 : tensor<f32>) {
  ^bb0(%a: f32, %so_far: f32):
    %r = arith.addf %so_far, %a fastmath<reassoc,nsz,contract> : f32
    linalg.yield %r : f32
  } -> tensor<f32>
  %half = tensor.empty() : tensor<32xf32>
  %l = linalg.generic {
    indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]
  } ins(%y : tensor<32xf32>) outs(%half : tensor<32xf32>) {
  ^bb0(%a: f32, %unused: f32):
    %r = math.log %a : f32
    linalg.yield %r : f32
  } -> tensor<32xf32>
  %all = tensor.empty() : tensor<64x32xf32>
  %p = linalg.generic {
    indexing_maps = [affine_map<(i, j) -> (i)>, affine_map<(i, j) -> (j)>, affine_map<(i, j) -> ()>, affine_map<(i, j) -> (i, j)>],
    iterator_types = ["parallel", "parallel"]
  } ins(%e, %l, %s : tensor<64xf32>, tensor<32xf32>, tensor<f32>) outs(%all : tensor<64x32xf32>) {
  ^bb0(%a: f32, %b: f32, %c: f32, %unused: f32):
    %m = arith.mulf %a, %b : f32
    %r = arith.mulf %m, %c : f32
    linalg.yield %r : f32
  } -> tensor<64x32xf32>
  func.return %e, %s, %p : tensor<64xf32>, tensor<f32>, tensor<64x32xf32>
}

// CHECK:      adjoint.lowering.fusion: %e (math.exp at {{.*}}log.mlir:7:3) and %s (reduction by arith.addf at {{.*}}log.mlir:16:3) fused: saves 256 bytes
// CHECK-NEXT: adjoint.lowering.fusion: %e (math.exp at {{.*}}log.mlir:7:3) and %p (arith.mulf at {{.*}}log.mlir:32:3) not fused: their rows differ
// CHECK-NEXT: adjoint.lowering.fusion: %l (math.log at {{.*}}log.mlir:24:3) and %p (arith.mulf at {{.*}}log.mlir:32:3) not fused: their rows differ
// CHECK-NEXT: adjoint.lowering.fusion: %e (math.exp at {{.*}}log.mlir:7:3) read in another kernel: work of 16 an element costs more than reading it
// CHECK-NEXT: adjoint.lowering.fusion: %l (math.log at {{.*}}log.mlir:24:3) read in another kernel: work of 16 an element costs more than reading it
// CHECK-NEXT: adjoint.lowering.fusion: kernel of row rank 1: %e (math.exp at {{.*}}log.mlir:7:3), %s (reduction by arith.addf at {{.*}}log.mlir:16:3)
// CHECK-NEXT: adjoint.lowering.fusion: kernel of row rank 1: %l (math.log at {{.*}}log.mlir:24:3)
// CHECK-NEXT: adjoint.lowering.fusion: kernel of row rank 1: %p (arith.mulf at {{.*}}log.mlir:32:3)
