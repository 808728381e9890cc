// RUN: adjoint-opt %s -p lower-to-loops | filecheck %s

// A convolution, or a gradient of one, is a call of a function of the engine. The zeros around the input are a number
// that it is told: there is no copy of the input with zeros, and no input with them from which its gradient is cut.

func.func @f(%x: tensor<?x3x32x32xf32>, %w: tensor<16x3x3x3xf32>, %g: tensor<?x16x16x16xf32>) -> (tensor<?x16x16x16xf32>, tensor<?x3x32x32xf32>) {
  %y = aten.convolution %x, %w stride = [2, 2] padding = [1, 1] dilation = [1, 1] : tensor<?x3x32x32xf32>, tensor<16x3x3x3xf32> -> tensor<?x16x16x16xf32>
  %n = aten.size %x : tensor<?x3x32x32xf32> -> tensor<4xindex>
  %dx = aten.convolution_backward_input %g, %w, %n stride = [2, 2] padding = [1, 1] dilation = [1, 1] : tensor<?x16x16x16xf32>, tensor<16x3x3x3xf32>, tensor<4xindex> -> tensor<?x3x32x32xf32>
  func.return %y, %dx : tensor<?x16x16x16xf32>, tensor<?x3x32x32xf32>
}

// CHECK: func.func private @adjoint_sconvolution(memref<?xf32, strided<[1], offset: ?>>, memref<?xf32, strided<[1], offset: ?>>, memref<?xf32, strided<[1], offset: ?>>, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index) -> i1
// CHECK: func.func private @adjoint_sconvolution_backward_input(memref<?xf32, strided<[1], offset: ?>>, memref<?xf32, strided<[1], offset: ?>>, memref<?xf32, strided<[1], offset: ?>>, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index) -> i1

// CHECK:      func.func @f(%x: memref<?x3x32x32xf32>, %w: memref<16x3x3x3xf32>, %g: memref<?x16x16x16xf32>, %out0: memref<?x16x16x16xf32>, %out1: memref<?x3x32x32xf32>, %arena: memref<?xi8>, %threads: index) {
// CHECK-NEXT:   %c0 = arith.constant 0 : index
// CHECK-NEXT:   %c4096 = arith.constant 4096 : index
// CHECK-NEXT:   %c3072 = arith.constant 3072 : index
// CHECK-NEXT:   %c432 = arith.constant 432 : index
// CHECK-NEXT:   %c1 = arith.constant 1 : index
// CHECK-NEXT:   %c3 = arith.constant 3 : index
// CHECK-NEXT:   %c16 = arith.constant 16 : index
// CHECK-NEXT:   %c32 = arith.constant 32 : index
// CHECK-NEXT:   %c34 = arith.constant 34 : index
// CHECK-NEXT:   %c2 = arith.constant 2 : index
// CHECK-NEXT:   %0 = memref.dim %g, %c0 : memref<?x16x16x16xf32>
// CHECK-NEXT:   %1 = arith.muli %0, %c4096 : index
// CHECK-NEXT:   %out0_1 = memref.reinterpret_cast %out0 to offset: [%c0], sizes: [%1], strides: [1] : memref<?x16x16x16xf32> to memref<?xf32, strided<[1], offset: ?>>
// CHECK-NEXT:   %2 = arith.muli %0, %c3072 : index
// CHECK-NEXT:   %x_1 = memref.reinterpret_cast %x to offset: [%c0], sizes: [%2], strides: [1] : memref<?x3x32x32xf32> to memref<?xf32, strided<[1], offset: ?>>
// CHECK-NEXT:   %w_1 = memref.reinterpret_cast %w to offset: [%c0], sizes: [%c432], strides: [1] : memref<16x3x3x3xf32> to memref<?xf32, strided<[1], offset: ?>>
// CHECK-NEXT:   %3 = func.call @adjoint_sconvolution(%out0_1, %x_1, %w_1, %0, %c1, %c3, %c16, %c1, %c32, %c32, %c1, %c34, %c34, %c1, %c3, %c3, %c1, %c16, %c16, %c1, %c2, %c2, %c0, %c1, %c1, %c1, %c1, %c1) : (memref<?xf32, strided<[1], offset: ?>>, memref<?xf32, strided<[1], offset: ?>>, memref<?xf32, strided<[1], offset: ?>>, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index) -> i1
// CHECK-NEXT:   cf.assert %3, "{{.*}}error: 'aten.convolution': there is not enough memory to compute it"
// CHECK-NEXT:   %out1_1 = memref.reinterpret_cast %out1 to offset: [%c0], sizes: [%2], strides: [1] : memref<?x3x32x32xf32> to memref<?xf32, strided<[1], offset: ?>>
// CHECK-NEXT:   %g_1 = memref.reinterpret_cast %g to offset: [%c0], sizes: [%1], strides: [1] : memref<?x16x16x16xf32> to memref<?xf32, strided<[1], offset: ?>>
// CHECK-NEXT:   %4 = func.call @adjoint_sconvolution_backward_input(%out1_1, %w_1, %g_1, %0, %c1, %c3, %c16, %c1, %c32, %c32, %c1, %c34, %c34, %c1, %c3, %c3, %c1, %c16, %c16, %c1, %c2, %c2, %c0, %c1, %c1, %c1, %c1, %c1) : (memref<?xf32, strided<[1], offset: ?>>, memref<?xf32, strided<[1], offset: ?>>, memref<?xf32, strided<[1], offset: ?>>, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index, index) -> i1
// CHECK-NEXT:   cf.assert %4, "{{.*}}error: 'aten.convolution': there is not enough memory to compute it"
// CHECK-NEXT:   func.return
// CHECK-NEXT: }
