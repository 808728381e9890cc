// RUN: adjoint-opt %s -p convert-aten-to-linalg --split-input-file | filecheck %s

// Two sizes that meet are assumed to be equal: one assertion, and one size from then on.

func.func @equal(%x: tensor<?x?xf32>, %y: tensor<?x?xf32>) -> tensor<?x?xf32> {
  %a = aten.add %x, %y : tensor<?x?xf32>, tensor<?x?xf32> -> tensor<?x?xf32>
  %b = aten.mul %a, %y : tensor<?x?xf32>, tensor<?x?xf32> -> tensor<?x?xf32>
  func.return %b : tensor<?x?xf32>
}

// CHECK:      func.func @equal(%x: tensor<?x?xf32>, %y: tensor<?x?xf32>) -> tensor<?x?xf32> {
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %0 = tensor.dim %x, %c0 : tensor<?x?xf32>
// CHECK-NEXT:   %1 = tensor.dim %y, %c0 : tensor<?x?xf32>
// CHECK-NEXT:   %2 = arith.cmpi eq, %0, %1 : index
// CHECK-NEXT:   cf.assert %2, "{{.*}}.mlir:{{[0-9]+:[0-9]+}}: error: 'aten.add': the shapes cannot broadcast: sizes at dimension 0 differ and neither is 1"
// CHECK-NEXT:   %c1 = arith.constant 1 : index
// CHECK-NEXT:   %3 = tensor.dim %x, %c1 : tensor<?x?xf32>
// CHECK-NEXT:   %4 = tensor.dim %y, %c1 : tensor<?x?xf32>
// CHECK-NEXT:   %5 = arith.cmpi eq, %3, %4 : index
// CHECK-NEXT:   cf.assert %5, "{{.*}}.mlir:{{[0-9]+:[0-9]+}}: error: 'aten.add': the shapes cannot broadcast: sizes at dimension 1 differ and neither is 1"
// CHECK-NEXT:   %6 = tensor.empty(%0, %3) : tensor<?x?xf32>
// CHECK-NEXT:   %a = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%x, %y : tensor<?x?xf32>, tensor<?x?xf32>) outs(%6 : tensor<?x?xf32>) {
// CHECK-NEXT:   ^bb0(%7: f32, %8: f32, %9: f32):
// CHECK-NEXT:     %10 = arith.addf %7, %8 : f32
// CHECK-NEXT:     linalg.yield %10 : f32
// CHECK-NEXT:   } -> tensor<?x?xf32>
// CHECK-NEXT:   %11 = tensor.empty(%0, %3) : tensor<?x?xf32>
// CHECK-NEXT:   %b = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%a, %y : tensor<?x?xf32>, tensor<?x?xf32>) outs(%11 : tensor<?x?xf32>) {
// CHECK-NEXT:   ^bb0(%12: f32, %13: f32, %14: f32):
// CHECK-NEXT:     %15 = arith.mulf %12, %13 : f32
// CHECK-NEXT:     linalg.yield %15 : f32
// CHECK-NEXT:   } -> tensor<?x?xf32>
// CHECK-NEXT:   func.return %b : tensor<?x?xf32>
// CHECK-NEXT: }

// -----

// A number above 1 is what an unknown size is assumed to be, in its type as well; 1 is a broadcast.

func.func @number(%x: tensor<?xf32>, %y: tensor<5xf32>, %z: tensor<1xf32>) -> tensor<?xf32> {
  %a = aten.mul %x, %z : tensor<?xf32>, tensor<1xf32> -> tensor<?xf32>
  %b = aten.add %a, %y : tensor<?xf32>, tensor<5xf32> -> tensor<5xf32>
  %c = aten.neg %a : tensor<?xf32> -> tensor<?xf32>
  func.return %c : tensor<?xf32>
}

// CHECK:      func.func @number(%x: tensor<?xf32>, %y: tensor<5xf32>, %z: tensor<1xf32>) -> tensor<?xf32> {
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %0 = tensor.dim %x, %c0 : tensor<?xf32>
// CHECK-NEXT:   %c5 = arith.constant 5 : index
// CHECK-NEXT:   %1 = arith.cmpi eq, %0, %c5 : index
// CHECK-NEXT:   cf.assert %1, "{{.*}}.mlir:{{[0-9]+:[0-9]+}}: error: 'aten.add': the shapes cannot broadcast: sizes at dimension 0 differ and neither is 1"
// CHECK-NEXT:   %2 = tensor.cast %x : tensor<?xf32> to tensor<5xf32>
// CHECK-NEXT:   %3 = tensor.empty() : tensor<5xf32>
// CHECK-NEXT:   %a = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%2, %z : tensor<5xf32>, tensor<1xf32>) outs(%3 : tensor<5xf32>) {
// CHECK-NEXT:   ^bb0(%4: f32, %5: f32, %6: f32):
// CHECK-NEXT:     %7 = arith.mulf %4, %5 : f32
// CHECK-NEXT:     linalg.yield %7 : f32
// CHECK-NEXT:   } -> tensor<5xf32>
// CHECK-NEXT:   %8 = tensor.empty() : tensor<5xf32>
// CHECK-NEXT:   %b = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%a, %y : tensor<5xf32>, tensor<5xf32>) outs(%8 : tensor<5xf32>) {
// CHECK-NEXT:   ^bb0(%9: f32, %10: f32, %11: f32):
// CHECK-NEXT:     %12 = arith.addf %9, %10 : f32
// CHECK-NEXT:     linalg.yield %12 : f32
// CHECK-NEXT:   } -> tensor<5xf32>
// CHECK-NEXT:   %13 = tensor.empty() : tensor<5xf32>
// CHECK-NEXT:   %c = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%a : tensor<5xf32>) outs(%13 : tensor<5xf32>) {
// CHECK-NEXT:   ^bb0(%14: f32, %15: f32):
// CHECK-NEXT:     %16 = arith.negf %14 : f32
// CHECK-NEXT:     linalg.yield %16 : f32
// CHECK-NEXT:   } -> tensor<5xf32>
// CHECK-NEXT:   %17 = tensor.cast %c : tensor<5xf32> to tensor<?xf32>
// CHECK-NEXT:   func.return %17 : tensor<?xf32>
// CHECK-NEXT: }

// -----

// Sizes are computed once, at the start, from those of the arguments.

func.func @computed(%x: tensor<?x3xf32>, %y: tensor<?x3xf32>, %z: tensor<?xf32>) -> tensor<?xf32> {
  %joined = aten.cat %x, %y dim = 0 : tensor<?x3xf32>, tensor<?x3xf32> -> tensor<?x3xf32>
  %flat = aten.flatten %joined : tensor<?x3xf32> -> tensor<?xf32>
  %part = aten.slice %flat start = 1 : tensor<?xf32> -> tensor<?xf32>
  %sum = aten.add %part, %z : tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>
  func.return %sum : tensor<?xf32>
}

// CHECK:      func.func @computed(%x: tensor<?x3xf32>, %y: tensor<?x3xf32>, %z: tensor<?xf32>) -> tensor<?xf32> {
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %0 = tensor.dim %x, %c0 : tensor<?x3xf32>
// CHECK-NEXT:   %c3 = arith.constant 3 : index
// CHECK-NEXT:   %1 = arith.muli %0, %c3 : index
// CHECK-NEXT:   %2 = tensor.dim %y, %c0 : tensor<?x3xf32>
// CHECK-NEXT:   %3 = arith.muli %2, %c3 : index
// CHECK-NEXT:   %4 = arith.addi %1, %3 : index
// CHECK-NEXT:   %c1 = arith.constant 1 : index
// CHECK-NEXT:   %5 = arith.subi %4, %c1 : index
// CHECK-NEXT:   %6 = arith.maxsi %5, %c0 : index
// CHECK-NEXT:   %7 = tensor.dim %z, %c0 : tensor<?xf32>
// CHECK-NEXT:   %8 = arith.cmpi eq, %6, %7 : index
// CHECK-NEXT:   cf.assert %8, "{{.*}}.mlir:{{[0-9]+:[0-9]+}}: error: 'aten.add': the shapes cannot broadcast: sizes at dimension 0 differ and neither is 1"
// CHECK-NEXT:   %9 = arith.addi %0, %2 : index
// CHECK-NEXT:   %10 = tensor.empty(%9) : tensor<?x3xf32>
// CHECK-NEXT:   %11 = tensor.insert_slice %x into %10[0, 0] [%0, 3] [1, 1] : tensor<?x3xf32> into tensor<?x3xf32>
// CHECK-NEXT:   %joined = tensor.insert_slice %y into %11[%0, 0] [%2, 3] [1, 1] : tensor<?x3xf32> into tensor<?x3xf32>
// CHECK-NEXT:   %flat = tensor.collapse_shape %joined {{\[\[}}0 : i64, 1 : i64]] : tensor<?x3xf32> into tensor<?xf32>
// CHECK-NEXT:   %12 = tensor.empty(%7) : tensor<?xf32>
// CHECK-NEXT:   %part = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} outs(%12 : tensor<?xf32>) {
// CHECK-NEXT:   ^bb0(%13: f32):
// CHECK-NEXT:     %14 = linalg.index 0 : index
// CHECK-NEXT:     %15 = arith.constant 1 : index
// CHECK-NEXT:     %16 = arith.addi %14, %15 : index
// CHECK-NEXT:     %17 = tensor.extract %flat[%16] : tensor<?xf32>
// CHECK-NEXT:     linalg.yield %17 : f32
// CHECK-NEXT:   } -> tensor<?xf32>
// CHECK-NEXT:   %18 = tensor.empty(%7) : tensor<?xf32>
// CHECK-NEXT:   %sum = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%part, %z : tensor<?xf32>, tensor<?xf32>) outs(%18 : tensor<?xf32>) {
// CHECK-NEXT:   ^bb0(%19: f32, %20: f32, %21: f32):
// CHECK-NEXT:     %22 = arith.addf %19, %20 : f32
// CHECK-NEXT:     linalg.yield %22 : f32
// CHECK-NEXT:   } -> tensor<?xf32>
// CHECK-NEXT:   func.return %sum : tensor<?xf32>
// CHECK-NEXT: }

// -----

// Where nothing but a broadcast can be right, the assertion fails, and the program is specialised.

func.func @broadcast_after_all(%x: tensor<?xf32>, %y: tensor<2xf32>, %z: tensor<3xf32>) -> (tensor<2xf32>, tensor<3xf32>) {
  %a = aten.add %x, %y : tensor<?xf32>, tensor<2xf32> -> tensor<2xf32>
  %b = aten.add %x, %z : tensor<?xf32>, tensor<3xf32> -> tensor<3xf32>
  func.return %a, %b : tensor<2xf32>, tensor<3xf32>
}

// CHECK:      func.func @broadcast_after_all(%x: tensor<?xf32>, %y: tensor<2xf32>, %z: tensor<3xf32>) -> (tensor<2xf32>, tensor<3xf32>) {
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %0 = tensor.dim %x, %c0 : tensor<?xf32>
// CHECK-NEXT:   %c2 = arith.constant 2 : index
// CHECK-NEXT:   %1 = arith.cmpi eq, %0, %c2 : index
// CHECK-NEXT:   cf.assert %1, "{{.*}}.mlir:{{[0-9]+:[0-9]+}}: error: 'aten.add': the shapes cannot broadcast: sizes at dimension 0 differ and neither is 1"
// CHECK-NEXT:   %2 = arith.constant false
// CHECK-NEXT:   cf.assert %2, "{{.*}}.mlir:{{[0-9]+:[0-9]+}}: error: 'aten.add': the shapes cannot broadcast: sizes at dimension 0 differ and neither is 1"
// CHECK-NEXT:   %3 = tensor.empty() : tensor<2xf32>
// CHECK-NEXT:   %4 = tensor.empty() : tensor<3xf32>
// CHECK-NEXT:   func.return %3, %4 : tensor<2xf32>, tensor<3xf32>
// CHECK-NEXT: }
