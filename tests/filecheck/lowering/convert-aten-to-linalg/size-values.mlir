// RUN: adjoint-opt %s -p convert-aten-to-linalg --split-input-file | filecheck %s

// Sizes that are values of the program are computed like all sizes, and are no tensors before they have to be.

func.func @expand(%x: tensor<1x?xf32>, %y: tensor<?x2xf32>) -> tensor<?x?xf32> {
  %sizes = aten.size %y : tensor<?x2xf32> -> tensor<2xindex>
  %rows = aten.select %sizes dim = 0 index = 0 : tensor<2xindex> -> tensor<index>
  %twice = aten.add %rows, %rows : tensor<index>, tensor<index> -> tensor<index>
  %first = aten.unsqueeze %twice dim = 0 : tensor<index> -> tensor<1xindex>
  %own = aten.size %x : tensor<1x?xf32> -> tensor<2xindex>
  %second = aten.slice %own start = 1 : tensor<2xindex> -> tensor<1xindex>
  %target = aten.cat %first, %second : tensor<1xindex>, tensor<1xindex> -> tensor<2xindex>
  %z = aten.expand %x, %target : tensor<1x?xf32>, tensor<2xindex> -> tensor<?x?xf32>
  func.return %z : tensor<?x?xf32>
}

// CHECK:      func.func @expand(%x: tensor<1x?xf32>, %y: tensor<?x2xf32>) -> tensor<?x?xf32> {
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %0 = tensor.dim %y, %c0 : tensor<?x2xf32>
// CHECK-NEXT:   %c2 = arith.constant 2 : index
// CHECK-NEXT:   %1 = arith.muli %0, %c2 : index
// CHECK-NEXT:   %c1 = arith.constant 1 : index
// CHECK-NEXT:   %2 = tensor.dim %x, %c1 : tensor<1x?xf32>
// CHECK-NEXT:   %3 = tensor.empty(%1, %2) : tensor<?x?xf32>
// CHECK-NEXT:   %4 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%x : tensor<1x?xf32>) outs(%3 : tensor<?x?xf32>) {
// CHECK-NEXT:   ^bb0(%5: f32, %6: f32):
// CHECK-NEXT:     linalg.yield %5 : f32
// CHECK-NEXT:   } -> tensor<?x?xf32>
// CHECK-NEXT:   func.return %4 : tensor<?x?xf32>
// CHECK-NEXT: }

// -----

// As a result they are a tensor.

func.func @size(%x: tensor<?x4xf32>) -> tensor<2xindex> {
  %sizes = aten.size %x : tensor<?x4xf32> -> tensor<2xindex>
  func.return %sizes : tensor<2xindex>
}

// CHECK:      func.func @size(%x: tensor<?x4xf32>) -> tensor<2xindex> {
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %0 = tensor.dim %x, %c0 : tensor<?x4xf32>
// CHECK-NEXT:   %c4 = arith.constant 4 : index
// CHECK-NEXT:   %1 = tensor.from_elements %0, %c4 : tensor<2xindex>
// CHECK-NEXT:   func.return %1 : tensor<2xindex>
// CHECK-NEXT: }

// -----

// Sizes that a caller hands over are read, checked and used like those of arguments; an optional one is handed over as
// what it was made from.

func.func @reverse(%g: tensor<?x?xf32>, %size: !autodiff.optional_size<1>) -> tensor<?xf32> {
  %dx = autodiff.grad_sum_to_size %g, %size : tensor<?x?xf32>, !autodiff.optional_size<1> -> tensor<?xf32>
  func.return %dx : tensor<?xf32>
}

// CHECK:      func.func @reverse(%g: tensor<?x?xf32>, %size: tensor<1xindex>) -> tensor<?xf32> {
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %0 = tensor.extract %size[%c0] : tensor<1xindex>
// CHECK-NEXT:   %1 = arith.cmpi sge, %0, %c0 : index
// CHECK-NEXT:   cf.assert %1, "{{.*}}.mlir:{{[0-9]+:[0-9]+}}: error: 'func.func': a size must not be negative, one in argument 1 is"
// CHECK-NEXT:   %c1 = arith.constant 1 : index
// CHECK-NEXT:   %2 = tensor.dim %g, %c1 : tensor<?x?xf32>
// CHECK-NEXT:   %3 = arith.cmpi eq, %0, %2 : index
// CHECK-NEXT:   cf.assert %3, "{{.*}}.mlir:{{[0-9]+:[0-9]+}}: error: 'autodiff.grad_sum_to_size': size at dimension 1 is not that of the result, and is not known to be 1"
// CHECK-NEXT:   %4 = tensor.empty(%2) : tensor<?xf32>
// CHECK-NEXT:   %5 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:   %6 = linalg.fill ins(%5 : f32) outs(%4 : tensor<?xf32>) -> tensor<?xf32>
// CHECK-NEXT:   %dx = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>], iterator_types = ["reduction", "parallel"]} ins(%g : tensor<?x?xf32>) outs(%6 : tensor<?xf32>) {
// CHECK-NEXT:   ^bb0(%7: f32, %8: f32):
// CHECK-NEXT:     %9 = arith.addf %8, %7 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:     linalg.yield %9 : f32
// CHECK-NEXT:   } -> tensor<?xf32>
// CHECK-NEXT:   func.return %dx : tensor<?xf32>
// CHECK-NEXT: }

// -----

func.func @sum_of_repeated(%g: tensor<?x5xf32>) -> tensor<1x5xf32> {
  %dx = autodiff.grad_sum_to_size %g : tensor<?x5xf32> -> tensor<1x5xf32>
  func.return %dx : tensor<1x5xf32>
}

// CHECK:      func.func @sum_of_repeated(%g: tensor<?x5xf32>) -> tensor<1x5xf32> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<5xf32>
// CHECK-NEXT:   %1 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:   %2 = linalg.fill ins(%1 : f32) outs(%0 : tensor<5xf32>) -> tensor<5xf32>
// CHECK-NEXT:   %dx = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>], iterator_types = ["reduction", "parallel"]} ins(%g : tensor<?x5xf32>) outs(%2 : tensor<5xf32>) {
// CHECK-NEXT:   ^bb0(%3: f32, %4: f32):
// CHECK-NEXT:     %5 = arith.addf %4, %3 fastmath<reassoc,nsz,contract> : f32
// CHECK-NEXT:     linalg.yield %5 : f32
// CHECK-NEXT:   } -> tensor<5xf32>
// CHECK-NEXT:   %6 = tensor.expand_shape %dx {{\[\[}}0 : i64, 1 : i64]] output_shape [1, 5] : tensor<5xf32> into tensor<1x5xf32>
// CHECK-NEXT:   func.return %6 : tensor<1x5xf32>
// CHECK-NEXT: }

// -----

// A target of the size that the tensor has, as far as is known, leaves it as it is.

func.func @nothing_repeated(%x: tensor<?xf32>, %y: tensor<?xf32>, %g: tensor<?xf32>) -> tensor<?xf32> {
  %z = aten.mul %x, %y : tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>
  %a = aten.size %x : tensor<?xf32> -> tensor<1xindex>
  %b = aten.size %z : tensor<?xf32> -> tensor<1xindex>
  %size = autodiff.size_if_not_equal %a, %b : tensor<1xindex>, tensor<1xindex> -> !autodiff.optional_size<1>
  %0 = aten.mul %z, %g : tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>
  %dx = autodiff.grad_sum_to_size %0, %size : tensor<?xf32>, !autodiff.optional_size<1> -> tensor<?xf32>
  func.return %dx : tensor<?xf32>
}

// CHECK:      func.func @nothing_repeated(%x: tensor<?xf32>, %y: tensor<?xf32>, %g: tensor<?xf32>) -> tensor<?xf32> {
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %0 = tensor.dim %x, %c0 : tensor<?xf32>
// CHECK-NEXT:   %1 = tensor.dim %y, %c0 : tensor<?xf32>
// CHECK-NEXT:   %2 = arith.cmpi eq, %0, %1 : index
// CHECK-NEXT:   cf.assert %2, "{{.*}}.mlir:{{[0-9]+:[0-9]+}}: error: 'aten.mul': the shapes cannot broadcast: sizes at dimension 0 differ and neither is 1"
// CHECK-NEXT:   %3 = tensor.dim %g, %c0 : tensor<?xf32>
// CHECK-NEXT:   %4 = arith.cmpi eq, %0, %3 : index
// CHECK-NEXT:   cf.assert %4, "{{.*}}.mlir:{{[0-9]+:[0-9]+}}: error: 'aten.mul': the shapes cannot broadcast: sizes at dimension 0 differ and neither is 1"
// CHECK-NEXT:   %5 = tensor.empty(%0) : tensor<?xf32>
// CHECK-NEXT:   %z = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%x, %y : tensor<?xf32>, tensor<?xf32>) outs(%5 : tensor<?xf32>) {
// CHECK-NEXT:   ^bb0(%6: f32, %7: f32, %8: f32):
// CHECK-NEXT:     %9 = arith.mulf %6, %7 : f32
// CHECK-NEXT:     linalg.yield %9 : f32
// CHECK-NEXT:   } -> tensor<?xf32>
// CHECK-NEXT:   %10 = tensor.empty(%0) : tensor<?xf32>
// CHECK-NEXT:   %dx = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%z, %g : tensor<?xf32>, tensor<?xf32>) outs(%10 : tensor<?xf32>) {
// CHECK-NEXT:   ^bb0(%11: f32, %12: f32, %13: f32):
// CHECK-NEXT:     %14 = arith.mulf %11, %12 : f32
// CHECK-NEXT:     linalg.yield %14 : f32
// CHECK-NEXT:   } -> tensor<?xf32>
// CHECK-NEXT:   func.return %dx : tensor<?xf32>
// CHECK-NEXT: }
