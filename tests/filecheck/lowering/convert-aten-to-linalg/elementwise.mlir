// RUN: adjoint-opt %s -p convert-aten-to-linalg --split-input-file | filecheck %s

// One linalg.generic an operator. What broadcasts has no dimension in its map, or a 0 for a dimension of size 1.

func.func @broadcast(%x: tensor<?x4xf32>, %row: tensor<4xf32>, %column: tensor<?x1xf32>) -> tensor<?x4xf32> {
  %sum = aten.add %x, %row : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xf32>
  %product = aten.mul %sum, %column : tensor<?x4xf32>, tensor<?x1xf32> -> tensor<?x4xf32>
  func.return %product : tensor<?x4xf32>
}

// CHECK:      func.func @broadcast(%x: tensor<?x4xf32>, %row: tensor<4xf32>, %column: tensor<?x1xf32>) -> tensor<?x4xf32> {
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %0 = tensor.dim %x, %c0 : tensor<?x4xf32>
// CHECK-NEXT:   %1 = tensor.dim %column, %c0 : tensor<?x1xf32>
// CHECK-NEXT:   %2 = arith.cmpi eq, %0, %1 : index
// CHECK-NEXT:   cf.assert %2, "{{.*}}.mlir:{{[0-9]+:[0-9]+}}: error: 'aten.mul': the shapes cannot broadcast: sizes at dimension 0 differ and neither is 1"
// CHECK-NEXT:   %3 = tensor.empty(%0) : tensor<?x4xf32>
// CHECK-NEXT:   %sum = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%x, %row : tensor<?x4xf32>, tensor<4xf32>) outs(%3 : tensor<?x4xf32>) {
// CHECK-NEXT:   ^bb0(%4: f32, %5: f32, %6: f32):
// CHECK-NEXT:     %7 = arith.addf %4, %5 : f32
// CHECK-NEXT:     linalg.yield %7 : f32
// CHECK-NEXT:   } -> tensor<?x4xf32>
// CHECK-NEXT:   %8 = tensor.empty(%0) : tensor<?x4xf32>
// CHECK-NEXT:   %product = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, 0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%sum, %column : tensor<?x4xf32>, tensor<?x1xf32>) outs(%8 : tensor<?x4xf32>) {
// CHECK-NEXT:   ^bb0(%9: f32, %10: f32, %11: f32):
// CHECK-NEXT:     %12 = arith.mulf %9, %10 : f32
// CHECK-NEXT:     linalg.yield %12 : f32
// CHECK-NEXT:   } -> tensor<?x4xf32>
// CHECK-NEXT:   func.return %product : tensor<?x4xf32>
// CHECK-NEXT: }

// -----

// Numbers are constants of the body, in the type that the op computes in; operands are converted there.

func.func @promote(%x: tensor<2xf32>, %n: tensor<2xi32>) -> (tensor<2xf32>, tensor<2xi1>) {
  %two = aten.constant dense<2> : tensor<i64>
  %y = aten.mul %x, %two : tensor<2xf32>, tensor<i64> -> tensor<2xf32>
  %z = aten.sub %y, %n alpha = 3 : tensor<2xf32>, tensor<2xi32> -> tensor<2xf32>
  %c = aten.ge %z, %n : tensor<2xf32>, tensor<2xi32> -> tensor<2xi1>
  func.return %z, %c : tensor<2xf32>, tensor<2xi1>
}

// CHECK:      func.func @promote(%x: tensor<2xf32>, %n: tensor<2xi32>) -> (tensor<2xf32>, tensor<2xi1>) {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<2xf32>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%x : tensor<2xf32>) outs(%0 : tensor<2xf32>) {
// CHECK-NEXT:   ^bb0(%1: f32, %2: f32):
// CHECK-NEXT:     %3 = arith.constant 2.000000e+00 : f32
// CHECK-NEXT:     %4 = arith.mulf %1, %3 : f32
// CHECK-NEXT:     linalg.yield %4 : f32
// CHECK-NEXT:   } -> tensor<2xf32>
// CHECK-NEXT:   %5 = tensor.empty() : tensor<2xf32>
// CHECK-NEXT:   %z = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%y, %n : tensor<2xf32>, tensor<2xi32>) outs(%5 : tensor<2xf32>) {
// CHECK-NEXT:   ^bb0(%6: f32, %7: i32, %8: f32):
// CHECK-NEXT:     %9 = arith.sitofp %7 : i32 to f32
// CHECK-NEXT:     %10 = arith.constant 3.000000e+00 : f32
// CHECK-NEXT:     %11 = arith.mulf %9, %10 : f32
// CHECK-NEXT:     %12 = arith.subf %6, %11 : f32
// CHECK-NEXT:     linalg.yield %12 : f32
// CHECK-NEXT:   } -> tensor<2xf32>
// CHECK-NEXT:   %13 = tensor.empty() : tensor<2xi1>
// CHECK-NEXT:   %c = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%z, %n : tensor<2xf32>, tensor<2xi32>) outs(%13 : tensor<2xi1>) {
// CHECK-NEXT:   ^bb0(%14: f32, %15: i32, %16: i1):
// CHECK-NEXT:     %17 = arith.sitofp %15 : i32 to f32
// CHECK-NEXT:     %18 = arith.cmpf oge, %14, %17 : f32
// CHECK-NEXT:     linalg.yield %18 : i1
// CHECK-NEXT:   } -> tensor<2xi1>
// CHECK-NEXT:   func.return %z, %c : tensor<2xf32>, tensor<2xi1>
// CHECK-NEXT: }

// -----

// NaN stays NaN in a maximum; the usual powers are products.

func.func @bodies(%x: tensor<f32>) -> tensor<f32> {
  %relu = aten.relu %x : tensor<f32> -> tensor<f32>
  %clamp = aten.clamp %relu min = -1 max = 6 : tensor<f32> -> tensor<f32>
  %three = aten.constant dense<3.0> : tensor<f32>
  %cube = aten.pow %clamp, %three : tensor<f32>, tensor<f32> -> tensor<f32>
  %gelu = aten.gelu %cube approximate = "tanh" : tensor<f32> -> tensor<f32>
  %sigmoid = aten.sigmoid %gelu : tensor<f32> -> tensor<f32>
  func.return %sigmoid : tensor<f32>
}

// CHECK:      func.func @bodies(%x: tensor<f32>) -> tensor<f32> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<f32>
// CHECK-NEXT:   %relu = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%x : tensor<f32>) outs(%0 : tensor<f32>) {
// CHECK-NEXT:   ^bb0(%1: f32, %2: f32):
// CHECK-NEXT:     %3 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:     %4 = arith.maximumf %1, %3 : f32
// CHECK-NEXT:     linalg.yield %4 : f32
// CHECK-NEXT:   } -> tensor<f32>
// CHECK-NEXT:   %5 = tensor.empty() : tensor<f32>
// CHECK-NEXT:   %clamp = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%relu : tensor<f32>) outs(%5 : tensor<f32>) {
// CHECK-NEXT:   ^bb0(%6: f32, %7: f32):
// CHECK-NEXT:     %8 = arith.constant -1.000000e+00 : f32
// CHECK-NEXT:     %9 = arith.maximumf %6, %8 : f32
// CHECK-NEXT:     %10 = arith.constant 6.000000e+00 : f32
// CHECK-NEXT:     %11 = arith.minimumf %9, %10 : f32
// CHECK-NEXT:     linalg.yield %11 : f32
// CHECK-NEXT:   } -> tensor<f32>
// CHECK-NEXT:   %12 = tensor.empty() : tensor<f32>
// CHECK-NEXT:   %cube = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%clamp : tensor<f32>) outs(%12 : tensor<f32>) {
// CHECK-NEXT:   ^bb0(%13: f32, %14: f32):
// CHECK-NEXT:     %15 = arith.mulf %13, %13 : f32
// CHECK-NEXT:     %16 = arith.mulf %15, %13 : f32
// CHECK-NEXT:     linalg.yield %16 : f32
// CHECK-NEXT:   } -> tensor<f32>
// CHECK-NEXT:   %17 = tensor.empty() : tensor<f32>
// CHECK-NEXT:   %gelu = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%cube : tensor<f32>) outs(%17 : tensor<f32>) {
// CHECK-NEXT:   ^bb0(%18: f32, %19: f32):
// CHECK-NEXT:     %20 = arith.constant 5.000000e-01 : f32
// CHECK-NEXT:     %21 = arith.mulf %20, %18 : f32
// CHECK-NEXT:     %22 = arith.mulf %18, %18 : f32
// CHECK-NEXT:     %23 = arith.mulf %22, %18 : f32
// CHECK-NEXT:     %24 = arith.constant 4.471500e-02 : f32
// CHECK-NEXT:     %25 = arith.mulf %24, %23 : f32
// CHECK-NEXT:     %26 = arith.addf %18, %25 : f32
// CHECK-NEXT:     %27 = arith.constant 0.797884583 : f32
// CHECK-NEXT:     %28 = arith.mulf %27, %26 : f32
// CHECK-NEXT:     %29 = math.tanh %28 : f32
// CHECK-NEXT:     %30 = arith.constant 1.000000e+00 : f32
// CHECK-NEXT:     %31 = arith.addf %30, %29 : f32
// CHECK-NEXT:     %32 = arith.mulf %21, %31 : f32
// CHECK-NEXT:     linalg.yield %32 : f32
// CHECK-NEXT:   } -> tensor<f32>
// CHECK-NEXT:   %33 = tensor.empty() : tensor<f32>
// CHECK-NEXT:   %sigmoid = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%gelu : tensor<f32>) outs(%33 : tensor<f32>) {
// CHECK-NEXT:   ^bb0(%34: f32, %35: f32):
// CHECK-NEXT:     %36 = arith.negf %34 : f32
// CHECK-NEXT:     %37 = math.exp %36 : f32
// CHECK-NEXT:     %38 = arith.constant 1.000000e+00 : f32
// CHECK-NEXT:     %39 = arith.addf %38, %37 : f32
// CHECK-NEXT:     %40 = arith.constant 1.000000e+00 : f32
// CHECK-NEXT:     %41 = arith.divf %40, %39 : f32
// CHECK-NEXT:     linalg.yield %41 : f32
// CHECK-NEXT:   } -> tensor<f32>
// CHECK-NEXT:   func.return %sigmoid : tensor<f32>
// CHECK-NEXT: }

// -----

func.func @select(%c: tensor<3xi1>, %x: tensor<3xf32>) -> tensor<3xf64> {
  %zero = aten.constant dense<0.0> : tensor<f32>
  %y = aten.where %c, %x, %zero : tensor<3xi1>, tensor<3xf32>, tensor<f32> -> tensor<3xf32>
  %z = aten.to %y dtype = f64 : tensor<3xf32> -> tensor<3xf64>
  func.return %z : tensor<3xf64>
}

// CHECK:      func.func @select(%c: tensor<3xi1>, %x: tensor<3xf32>) -> tensor<3xf64> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<3xf32>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%c, %x : tensor<3xi1>, tensor<3xf32>) outs(%0 : tensor<3xf32>) {
// CHECK-NEXT:   ^bb0(%1: i1, %2: f32, %3: f32):
// CHECK-NEXT:     %4 = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:     %5 = arith.select %1, %2, %4 : f32
// CHECK-NEXT:     linalg.yield %5 : f32
// CHECK-NEXT:   } -> tensor<3xf32>
// CHECK-NEXT:   %6 = tensor.empty() : tensor<3xf64>
// CHECK-NEXT:   %z = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%y : tensor<3xf32>) outs(%6 : tensor<3xf64>) {
// CHECK-NEXT:   ^bb0(%7: f32, %8: f64):
// CHECK-NEXT:     %9 = arith.extf %7 : f32 to f64
// CHECK-NEXT:     linalg.yield %9 : f64
// CHECK-NEXT:   } -> tensor<3xf64>
// CHECK-NEXT:   func.return %z : tensor<3xf64>
// CHECK-NEXT: }

// -----

// Of bools, a sum is a disjunction and a product a conjunction.

func.func @bools(%a: tensor<i1>, %b: tensor<i1>) -> tensor<i1> {
  %or = aten.add %a, %b : tensor<i1>, tensor<i1> -> tensor<i1>
  %and = aten.mul %or, %b : tensor<i1>, tensor<i1> -> tensor<i1>
  func.return %and : tensor<i1>
}

// CHECK:      func.func @bools(%a: tensor<i1>, %b: tensor<i1>) -> tensor<i1> {
// CHECK-NEXT:   %0 = tensor.empty() : tensor<i1>
// CHECK-NEXT:   %or = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%a, %b : tensor<i1>, tensor<i1>) outs(%0 : tensor<i1>) {
// CHECK-NEXT:   ^bb0(%1: i1, %2: i1, %3: i1):
// CHECK-NEXT:     %4 = arith.ori %1, %2 : i1
// CHECK-NEXT:     linalg.yield %4 : i1
// CHECK-NEXT:   } -> tensor<i1>
// CHECK-NEXT:   %5 = tensor.empty() : tensor<i1>
// CHECK-NEXT:   %and = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%or, %b : tensor<i1>, tensor<i1>) outs(%5 : tensor<i1>) {
// CHECK-NEXT:   ^bb0(%6: i1, %7: i1, %8: i1):
// CHECK-NEXT:     %9 = arith.andi %6, %7 : i1
// CHECK-NEXT:     linalg.yield %9 : i1
// CHECK-NEXT:   } -> tensor<i1>
// CHECK-NEXT:   func.return %and : tensor<i1>
// CHECK-NEXT: }
