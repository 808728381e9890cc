// RUN: adjoint-opt %s -p convert-aten-to-linalg --split-input-file | filecheck %s

// A scan is a function that works row by row, a kernel from the start. Along the innermost dimension a number is carried.

func.func @cumsum(%x: tensor<?x8xf32>) -> tensor<?x8xf32> {
  %y = aten.cumsum %x dim = 1 : tensor<?x8xf32> -> tensor<?x8xf32>
  func.return %y : tensor<?x8xf32>
}

// CHECK:      func.func private @cumsum_f32_innermost(%x: tensor<?xf32>, %rows: index, %n: index) -> tensor<?xf32> attributes {kernel.rows = [0 : index], kernel.work = [1 : index, 64 : i64]} {
// CHECK-NEXT:   %0 = arith.constant 0 : index
// CHECK-NEXT:   %1 = arith.constant 1 : index
// CHECK-NEXT:   %2 = arith.muli %rows, %n : index
// CHECK-NEXT:   %3 = tensor.empty(%2) : tensor<?xf32>
// CHECK-NEXT:   %4 = arith.constant 0.000000e+00 : f64
// CHECK-NEXT:   %5 = scf.for %6 = %0 to %rows step %1 iter_args(%7 = %3) -> (tensor<?xf32>) {
// CHECK-NEXT:     %8 = arith.muli %6, %n : index
// CHECK-NEXT:     %9, %10 = scf.for %11 = %0 to %n step %1 iter_args(%12 = %4, %13 = %7) -> (f64, tensor<?xf32>) {
// CHECK-NEXT:       %14 = arith.addi %8, %11 : index
// CHECK-NEXT:       %15 = tensor.extract %x[%14] : tensor<?xf32>
// CHECK-NEXT:       %16 = arith.extf %15 : f32 to f64
// CHECK-NEXT:       %17 = arith.addf %12, %16 : f64
// CHECK-NEXT:       %18 = arith.truncf %17 : f64 to f32
// CHECK-NEXT:       %19 = tensor.insert %18 into %13[%14] : tensor<?xf32>
// CHECK-NEXT:       scf.yield %17, %19 : f64, tensor<?xf32>
// CHECK-NEXT:     }
// CHECK-NEXT:     scf.yield %10 : tensor<?xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.return %5 : tensor<?xf32>
// CHECK-NEXT: }
// CHECK:      func.func @cumsum(%x: tensor<?x8xf32>) -> tensor<?x8xf32> {
// CHECK-NEXT:   %0 = tensor.collapse_shape %x {{\[\[}}0 : i64, 1 : i64]] : tensor<?x8xf32> into tensor<?xf32>
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %1 = tensor.dim %x, %c0 : tensor<?x8xf32>
// CHECK-NEXT:   %c8 = arith.constant 8 : index
// CHECK-NEXT:   %2 = func.call @cumsum_f32_innermost(%0, %1, %c8) : (tensor<?xf32>, index, index) -> tensor<?xf32>
// CHECK-NEXT:   %y = tensor.expand_shape %2 {{\[\[}}0 : i64, 1 : i64]] output_shape [%1, 8] : tensor<?xf32> into tensor<?x8xf32>
// CHECK-NEXT:   func.return %y : tensor<?x8xf32>
// CHECK-NEXT: }

// -----

// Along another one, neighbours are scanned together: those of a row have what they combined so far in scratch memory.
// Equal scans are one function.

func.func @cumprod_reverse(%x: tensor<4x?xf64>) -> (tensor<4x?xf64>, tensor<4x?xf64>) {
  %y = aten.cumprod %x dim = 0 reverse : tensor<4x?xf64> -> tensor<4x?xf64>
  %z = aten.cumprod %y dim = 0 reverse : tensor<4x?xf64> -> tensor<4x?xf64>
  func.return %y, %z : tensor<4x?xf64>, tensor<4x?xf64>
}

// CHECK:      func.func private @cumprod_f64_reverse(%x: tensor<?xf64>, %rows: index, %n: index, %inner: index, %outer: index) -> tensor<?xf64> attributes {kernel.rows = [0 : index], kernel.work = [1 : index, 256 : i64], kernel.scratch = {{\[\[}}f64, [256 : i64]]]} {
// CHECK-NEXT:   %0 = arith.constant 0 : index
// CHECK-NEXT:   %1 = arith.constant 1 : index
// CHECK-NEXT:   %2 = arith.muli %outer, %n : index
// CHECK-NEXT:   %3 = arith.muli %2, %inner : index
// CHECK-NEXT:   %4 = tensor.empty(%3) : tensor<?xf64>
// CHECK-NEXT:   %5 = tensor.empty() : tensor<256xf64>
// CHECK-NEXT:   %6 = arith.constant 1.000000e+00 : f64
// CHECK-NEXT:   %7 = arith.constant 255 : index
// CHECK-NEXT:   %8 = arith.addi %inner, %7 : index
// CHECK-NEXT:   %9 = arith.constant 256 : index
// CHECK-NEXT:   %10 = arith.divui %8, %9 : index
// CHECK-NEXT:   %11, %12 = scf.for %13 = %0 to %rows step %1 iter_args(%14 = %4, %15 = %5) -> (tensor<?xf64>, tensor<256xf64>) {
// CHECK-NEXT:     %16 = arith.divui %13, %10 : index
// CHECK-NEXT:     %17 = arith.muli %16, %10 : index
// CHECK-NEXT:     %18 = arith.subi %13, %17 : index
// CHECK-NEXT:     %19 = arith.constant 256 : index
// CHECK-NEXT:     %20 = arith.muli %18, %19 : index
// CHECK-NEXT:     %21 = arith.subi %inner, %20 : index
// CHECK-NEXT:     %22 = arith.constant 256 : index
// CHECK-NEXT:     %23 = arith.minsi %21, %22 : index
// CHECK-NEXT:     %24 = arith.muli %16, %n : index
// CHECK-NEXT:     %25 = arith.muli %24, %inner : index
// CHECK-NEXT:     %26 = arith.addi %25, %20 : index
// CHECK-NEXT:     %27, %28 = scf.for %29 = %0 to %23 step %1 iter_args(%30 = %14, %31 = %15) -> (tensor<?xf64>, tensor<256xf64>) {
// CHECK-NEXT:       %32 = tensor.insert %6 into %31[%29] : tensor<256xf64>
// CHECK-NEXT:       scf.yield %30, %32 : tensor<?xf64>, tensor<256xf64>
// CHECK-NEXT:     }
// CHECK-NEXT:     %33, %34 = scf.for %35 = %0 to %n step %1 iter_args(%36 = %27, %37 = %28) -> (tensor<?xf64>, tensor<256xf64>) {
// CHECK-NEXT:       %38 = arith.constant 1 : index
// CHECK-NEXT:       %39 = arith.subi %n, %38 : index
// CHECK-NEXT:       %40 = arith.subi %39, %35 : index
// CHECK-NEXT:       %41 = arith.muli %40, %inner : index
// CHECK-NEXT:       %42 = arith.addi %26, %41 : index
// CHECK-NEXT:       %43, %44 = scf.for %45 = %0 to %23 step %1 iter_args(%46 = %36, %47 = %37) -> (tensor<?xf64>, tensor<256xf64>) {
// CHECK-NEXT:         %48 = arith.addi %42, %45 : index
// CHECK-NEXT:         %49 = tensor.extract %47[%45] : tensor<256xf64>
// CHECK-NEXT:         %50 = tensor.extract %x[%48] : tensor<?xf64>
// CHECK-NEXT:         %51 = arith.mulf %49, %50 : f64
// CHECK-NEXT:         %52 = tensor.insert %51 into %47[%45] : tensor<256xf64>
// CHECK-NEXT:         %53 = tensor.insert %51 into %46[%48] : tensor<?xf64>
// CHECK-NEXT:         scf.yield %53, %52 : tensor<?xf64>, tensor<256xf64>
// CHECK-NEXT:       }
// CHECK-NEXT:       scf.yield %43, %44 : tensor<?xf64>, tensor<256xf64>
// CHECK-NEXT:     }
// CHECK-NEXT:     scf.yield %33, %34 : tensor<?xf64>, tensor<256xf64>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.return %11 : tensor<?xf64>
// CHECK-NEXT: }
// CHECK:      func.func @cumprod_reverse(%x: tensor<4x?xf64>) -> (tensor<4x?xf64>, tensor<4x?xf64>) {
// CHECK-NEXT:   %0 = tensor.collapse_shape %x {{\[\[}}0 : i64, 1 : i64]] : tensor<4x?xf64> into tensor<?xf64>
// CHECK-NEXT:   %c255 = arith.constant 255 : index
// CHECK-NEXT:   %c1 = arith.constant 1 : index
// CHECK-NEXT:   %1 = tensor.dim %x, %c1 : tensor<4x?xf64>
// CHECK-NEXT:   %2 = arith.addi %c255, %1 : index
// CHECK-NEXT:   %c256 = arith.constant 256 : index
// CHECK-NEXT:   %3 = arith.divui %2, %c256 : index
// CHECK-NEXT:   %c4 = arith.constant 4 : index
// CHECK-NEXT:   %4 = func.call @cumprod_f64_reverse(%0, %3, %c4, %1, %c1) : (tensor<?xf64>, index, index, index, index) -> tensor<?xf64>
// CHECK-NEXT:   %y = tensor.expand_shape %4 {{\[\[}}0 : i64, 1 : i64]] output_shape [4, %1] : tensor<?xf64> into tensor<4x?xf64>
// CHECK-NEXT:   %5 = tensor.collapse_shape %y {{\[\[}}0 : i64, 1 : i64]] : tensor<4x?xf64> into tensor<?xf64>
// CHECK-NEXT:   %6 = func.call @cumprod_f64_reverse(%5, %3, %c4, %1, %c1) : (tensor<?xf64>, index, index, index, index) -> tensor<?xf64>
// CHECK-NEXT:   %z = tensor.expand_shape %6 {{\[\[}}0 : i64, 1 : i64]] output_shape [4, %1] : tensor<?xf64> into tensor<4x?xf64>
// CHECK-NEXT:   func.return %y, %z : tensor<4x?xf64>, tensor<4x?xf64>
// CHECK-NEXT: }

// -----

// A shift is a function of the indices, which fuses.

func.func @shift(%x: tensor<?x8xf32>) -> tensor<?x8xf32> {
  %y = aten._shift %x dim = 0 offset = 1 fill = 1.0 : tensor<?x8xf32> -> tensor<?x8xf32>
  func.return %y : tensor<?x8xf32>
}

// CHECK:      func.func @shift(%x: tensor<?x8xf32>) -> tensor<?x8xf32> {
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %0 = tensor.dim %x, %c0 : tensor<?x8xf32>
// CHECK-NEXT:   %1 = tensor.empty(%0) : tensor<?x8xf32>
// CHECK-NEXT:   %y = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%1 : tensor<?x8xf32>) {
// CHECK-NEXT:   ^bb0(%2: f32):
// CHECK-NEXT:     %3 = linalg.index 0 : index
// CHECK-NEXT:     %4 = linalg.index 1 : index
// CHECK-NEXT:     %5 = arith.constant -1 : index
// CHECK-NEXT:     %6 = arith.addi %3, %5 : index
// CHECK-NEXT:     %7 = arith.constant 0 : index
// CHECK-NEXT:     %8 = arith.cmpi sge, %6, %7 : index
// CHECK-NEXT:     %9 = arith.constant 0 : index
// CHECK-NEXT:     %10 = arith.maxsi %6, %9 : index
// CHECK-NEXT:     %11 = tensor.extract %x[%10, %4] : tensor<?x8xf32>
// CHECK-NEXT:     %12 = arith.constant 1.000000e+00 : f32
// CHECK-NEXT:     %13 = arith.select %8, %11, %12 : f32
// CHECK-NEXT:     linalg.yield %13 : f32
// CHECK-NEXT:   } -> tensor<?x8xf32>
// CHECK-NEXT:   func.return %y : tensor<?x8xf32>
// CHECK-NEXT: }
