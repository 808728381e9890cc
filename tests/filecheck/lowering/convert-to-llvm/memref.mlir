// RUN: adjoint-opt %s -p convert-to-llvm | filecheck %s

// Indices become linear, from the static sizes or from those that reinterpret_cast and view give.

func.func private @static_sizes(%x: memref<?x4x5xf64>, %i: index, %j: index, %k: index) -> f64 {
  %a = memref.load %x[%i, %j, %k] : memref<?x4x5xf64>
  func.return %a : f64
}

// CHECK:      llvm.func internal @static_sizes(%x: !llvm.ptr {llvm.noalias, llvm.nocapture}, %i: i64, %j: i64, %k: i64) -> f64 attributes {passthrough = ["noinline"]} {
// CHECK-NEXT:   %0 = llvm.mlir.constant(4) : i64
// CHECK-NEXT:   %1 = llvm.mlir.constant(5) : i64
// CHECK-NEXT:   %2 = llvm.mul %i, %0 overflow<nsw> : i64
// CHECK-NEXT:   %3 = llvm.add %2, %j overflow<nsw> : i64
// CHECK-NEXT:   %4 = llvm.mul %3, %1 overflow<nsw> : i64
// CHECK-NEXT:   %5 = llvm.add %4, %k overflow<nsw> : i64
// CHECK-NEXT:   %6 = llvm.getelementptr inbounds %x[%5] : (!llvm.ptr, i64) -> !llvm.ptr, f64
// CHECK-NEXT:   %a = llvm.load %6 : !llvm.ptr -> f64
// CHECK-NEXT:   llvm.return %a : f64
// CHECK-NEXT: }

func.func private @views(%arena: memref<?xi8>, %offset: index, %rows: index, %cols: index, %i: index, %j: index) -> f32 {
  %matrix = memref.view %arena[%offset][%rows, %cols] : memref<?xi8> to memref<?x?xf32>
  %a = memref.load %matrix[%i, %j] : memref<?x?xf32>
  %start = arith.muli %i, %cols : index
  %row = memref.reinterpret_cast %matrix to offset: [%start], sizes: [%cols], strides: [1] : memref<?x?xf32> to memref<?xf32, strided<[1], offset: ?>>
  memref.store %a, %row[%j] : memref<?xf32, strided<[1], offset: ?>>
  func.return %a : f32
}

// CHECK:      llvm.func internal @views(%arena: !llvm.ptr {llvm.noalias, llvm.nocapture}, %offset: i64, %rows: i64, %cols: i64, %i_1: i64, %j_1: i64) -> f32 attributes {passthrough = ["noinline"]} {
// CHECK-NEXT:   %matrix = llvm.getelementptr inbounds %arena[%offset] : (!llvm.ptr, i64) -> !llvm.ptr, i8
// CHECK-NEXT:   %7 = llvm.mul %i_1, %cols overflow<nsw> : i64
// CHECK-NEXT:   %8 = llvm.add %7, %j_1 overflow<nsw> : i64
// CHECK-NEXT:   %9 = llvm.getelementptr inbounds %matrix[%8] : (!llvm.ptr, i64) -> !llvm.ptr, f32
// CHECK-NEXT:   %a_1 = llvm.load %9 : !llvm.ptr -> f32
// CHECK-NEXT:   %start = llvm.mul %i_1, %cols : i64
// CHECK-NEXT:   %row = llvm.getelementptr inbounds %matrix[%start] : (!llvm.ptr, i64) -> !llvm.ptr, f32
// CHECK-NEXT:   %10 = llvm.getelementptr inbounds %row[%j_1] : (!llvm.ptr, i64) -> !llvm.ptr, f32
// CHECK-NEXT:   llvm.store %a_1, %10 : f32, !llvm.ptr
// CHECK-NEXT:   llvm.return %a_1 : f32
// CHECK-NEXT: }

// A bool is a byte in memory.
func.func private @bools(%x: memref<?xi1>, %y: memref<?xi1>, %i: index) {
  %a = memref.load %x[%i] : memref<?xi1>
  memref.store %a, %y[%i] : memref<?xi1>
  func.return
}

// CHECK:      llvm.func internal @bools(%x_1: !llvm.ptr {llvm.noalias, llvm.nocapture}, %y: !llvm.ptr {llvm.noalias, llvm.nocapture}, %i_2: i64) attributes {passthrough = ["noinline"]} {
// CHECK-NEXT:   %11 = llvm.mlir.constant(0 : i8) : i8
// CHECK-NEXT:   %12 = llvm.getelementptr inbounds %x_1[%i_2] : (!llvm.ptr, i64) -> !llvm.ptr, i8
// CHECK-NEXT:   %13 = llvm.load %12 : !llvm.ptr -> i8
// CHECK-NEXT:   %a_2 = llvm.icmp "ne" %13, %11 : i8
// CHECK-NEXT:   %14 = llvm.zext %a_2 : i1 to i8
// CHECK-NEXT:   %15 = llvm.getelementptr inbounds %y[%i_2] : (!llvm.ptr, i64) -> !llvm.ptr, i8
// CHECK-NEXT:   llvm.store %14, %15 : i8, !llvm.ptr
// CHECK-NEXT:   llvm.return
// CHECK-NEXT: }

func.func private @copy(%x: memref<3x4xf32>, %y: memref<3x4xf32>) {
  "memref.copy"(%x, %y) : (memref<3x4xf32>, memref<3x4xf32>) -> ()
  func.return
}

// CHECK:      llvm.func internal @copy(%x_2: !llvm.ptr {llvm.noalias, llvm.nocapture}, %y_1: !llvm.ptr {llvm.noalias, llvm.nocapture}) attributes {passthrough = ["noinline"]} {
// CHECK-NEXT:   %16 = llvm.mlir.constant(4) : i64
// CHECK-NEXT:   %17 = llvm.mlir.constant(3) : i64
// CHECK-NEXT:   %18 = llvm.mlir.constant(false) : i1
// CHECK-NEXT:   %19 = llvm.mul %16, %17 overflow<nsw> : i64
// CHECK-NEXT:   %20 = llvm.mul %19, %16 overflow<nsw> : i64
// CHECK-NEXT:   llvm.call_intrinsic "llvm.memcpy.p0.p0.i64"(%y_1, %x_2, %20, %18) : (!llvm.ptr, !llvm.ptr, i64, i1) -> ()
// CHECK-NEXT:   llvm.return
// CHECK-NEXT: }

// A stack slot stands at the start of the function, wherever it is made.
func.func private @alloca(%i: index, %condition: i1) {
  %c1 = arith.constant 1 : index
  scf.if %condition {
    %slot = memref.alloca() : memref<8xf32>
    %a = memref.load %slot[%c1] : memref<8xf32>
    memref.store %a, %slot[%i] : memref<8xf32>
  }
  func.return
}

// CHECK:      llvm.func internal @alloca(%i_3: i64, %condition: i1) {
// CHECK-NEXT:   %c1 = llvm.mlir.constant(1) : i64
// CHECK-NEXT:   %21 = llvm.mlir.constant(8) : i64
// CHECK-NEXT:   %slot = llvm.alloca %21 x f32 {alignment = 64 : i64} : (i64) -> !llvm.ptr
// CHECK-NEXT:   llvm.cond_br %condition, ^bb1, ^bb2
// CHECK-NEXT: ^bb1:
// CHECK-NEXT:   %22 = llvm.getelementptr inbounds %slot[%c1] : (!llvm.ptr, i64) -> !llvm.ptr, f32
// CHECK-NEXT:   %a_3 = llvm.load %22 : !llvm.ptr -> f32
// CHECK-NEXT:   %23 = llvm.getelementptr inbounds %slot[%i_3] : (!llvm.ptr, i64) -> !llvm.ptr, f32
// CHECK-NEXT:   llvm.store %a_3, %23 : f32, !llvm.ptr
// CHECK-NEXT:   llvm.br ^bb2
// CHECK-NEXT: ^bb2:
// CHECK-NEXT:   llvm.return
// CHECK-NEXT: }

"memref.global"() <{sym_name = "weights", sym_visibility = "private", type = memref<2x2xf32>, constant,
  initial_value = dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>}> : () -> ()

// CHECK:      llvm.mlir.global internal constant @weights(dense<[1.000000e+00, 2.000000e+00, 3.000000e+00, 4.000000e+00]> : tensor<4xf32>) {addr_space = 0 : i32, alignment = 64 : i64} : !llvm.array<4 x f32>

"memref.global"() <{sym_name = "mask", sym_visibility = "private", type = memref<3xi1>, constant,
  initial_value = dense<[true, false, true]> : tensor<3xi1>}> : () -> ()

// CHECK:      llvm.mlir.global internal constant @mask(dense<[1, 0, 1]> : tensor<3xi8>) {addr_space = 0 : i32, alignment = 64 : i64} : !llvm.array<3 x i8>

"memref.global"() <{sym_name = "ones", sym_visibility = "private", type = memref<4xi1>, constant,
  initial_value = dense<true> : tensor<4xi1>}> : () -> ()

// CHECK:      llvm.mlir.global internal constant @ones(dense<1> : tensor<4xi8>) {addr_space = 0 : i32, alignment = 64 : i64} : !llvm.array<4 x i8>

"memref.global"() <{sym_name = "threes", sym_visibility = "private", type = memref<2xf64>, constant,
  initial_value = dense<3.0> : tensor<2xf64>}> : () -> ()

// CHECK:      llvm.mlir.global internal constant @threes(dense<3.000000e+00> : tensor<2xf64>) {addr_space = 0 : i32, alignment = 64 : i64} : !llvm.array<2 x f64>

func.func private @globals(%i: index) -> f32 {
  %w = memref.get_global @weights : memref<2x2xf32>
  %a = memref.load %w[%i, %i] : memref<2x2xf32>
  func.return %a : f32
}

// CHECK:      llvm.func internal @globals(%i_4: i64) -> f32 {
// CHECK-NEXT:   %w = llvm.mlir.addressof @weights : !llvm.ptr
// CHECK-NEXT:   %24 = llvm.mlir.constant(2) : i64
// CHECK-NEXT:   %25 = llvm.mul %i_4, %24 overflow<nsw> : i64
// CHECK-NEXT:   %26 = llvm.add %25, %i_4 overflow<nsw> : i64
// CHECK-NEXT:   %27 = llvm.getelementptr inbounds %w[%26] : (!llvm.ptr, i64) -> !llvm.ptr, f32
// CHECK-NEXT:   %a_4 = llvm.load %27 : !llvm.ptr -> f32
// CHECK-NEXT:   llvm.return %a_4 : f32
// CHECK-NEXT: }
