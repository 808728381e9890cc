// RUN: adjoint-opt %s -p bufferize | filecheck %s
// RUN: adjoint-opt %s -p bufferize --log 2>&1 | filecheck %s --check-prefix LOG

// Results do not alias inputs, constants or each other: what is no result of an op is copied. A constant is a global; one
// repeated element is a global too where it is short, and filled in where it is long.

func.func @f(%x: tensor<4x3xf32>) -> (tensor<12xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2000xf64>, tensor<f32>) {
  %flat = tensor.collapse_shape %x [[0, 1]] : tensor<4x3xf32> into tensor<12xf32>
  %constant = arith.constant dense<[1.0, 2.0]> : tensor<2xf32>
  %many = arith.constant dense<0.5> : tensor<2000xf64>
  %one = arith.constant dense<1.0> : tensor<f32>
  func.return %flat, %constant, %constant, %many, %one : tensor<12xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2000xf64>, tensor<f32>
}

// The tensor of sizes that `aten.size` gives.

func.func @size(%x: tensor<?x3xf32>) -> tensor<2xindex> {
  %c0 = arith.constant 0 : index
  %c3 = arith.constant 3 : index
  %n = tensor.dim %x, %c0 : tensor<?x3xf32>
  %sizes = tensor.from_elements %n, %c3 : tensor<2xindex>
  func.return %sizes : tensor<2xindex>
}

// CHECK:      "memref.global"() <{sym_name = "constant_0", type = memref<2xf32>, initial_value = dense<[1.000000e+00, 2.000000e+00]> : tensor<2xf32>, sym_visibility = "private", constant}> : () -> ()
// CHECK:      "memref.global"() <{sym_name = "constant_1", type = memref<f32>, initial_value = dense<1.000000e+00> : tensor<f32>, sym_visibility = "private", constant}> : () -> ()

// CHECK:      func.func @f(%x: memref<4x3xf32>, %out0: memref<12xf32>, %out1: memref<2xf32>, %out2: memref<2xf32>, %out3: memref<2000xf64>, %out4: memref<f32>, %arena: memref<?xi8>, %threads: index) {
// CHECK:        %out3_flat = memref.reinterpret_cast %out3 to offset: [0], sizes: [%c2000], strides: [1] : memref<2000xf64> to memref<?xf64>
// CHECK-NEXT:   scf.for %0 = %c0 to %c2000 step %c1 {
// CHECK-NEXT:     memref.store %number, %out3_flat[%0] : memref<?xf64>
// CHECK-NEXT:   }
// CHECK-NEXT:   %x_flat = memref.reinterpret_cast %x to offset: [0], sizes: [%c12], strides: [1] : memref<4x3xf32> to memref<?xf32>
// CHECK-NEXT:   %out0_flat = memref.reinterpret_cast %out0 to offset: [0], sizes: [%c12], strides: [1] : memref<12xf32> to memref<?xf32>
// CHECK-NEXT:   "memref.copy"(%x_flat, %out0_flat) : (memref<?xf32>, memref<?xf32>) -> ()
// CHECK-NEXT:   %constant = memref.get_global @constant_0 : memref<2xf32>
// CHECK-NEXT:   %constant_flat = memref.reinterpret_cast %constant to offset: [0], sizes: [%c2], strides: [1] : memref<2xf32> to memref<?xf32>
// CHECK-NEXT:   %out1_flat = memref.reinterpret_cast %out1 to offset: [0], sizes: [%c2], strides: [1] : memref<2xf32> to memref<?xf32>
// CHECK-NEXT:   "memref.copy"(%constant_flat, %out1_flat) : (memref<?xf32>, memref<?xf32>) -> ()
// CHECK-NEXT:   %out2_flat = memref.reinterpret_cast %out2 to offset: [0], sizes: [%c2], strides: [1] : memref<2xf32> to memref<?xf32>
// CHECK-NEXT:   "memref.copy"(%constant_flat, %out2_flat) : (memref<?xf32>, memref<?xf32>) -> ()
// CHECK-NEXT:   %constant_1 = memref.get_global @constant_1 : memref<f32>
// CHECK-NEXT:   %constant_flat_1 = memref.reinterpret_cast %constant_1 to offset: [0], sizes: [%c1], strides: [1] : memref<f32> to memref<?xf32>
// CHECK-NEXT:   %out4_flat = memref.reinterpret_cast %out4 to offset: [0], sizes: [%c1], strides: [1] : memref<f32> to memref<?xf32>
// CHECK-NEXT:   "memref.copy"(%constant_flat_1, %out4_flat) : (memref<?xf32>, memref<?xf32>) -> ()
// CHECK-NEXT:   func.return
// CHECK-NEXT: }

// CHECK:      func.func @f.plan(%x: memref<4x3xf32>, %threads: index, %plan: memref<?xindex>) {
// CHECK:        memref.store %c0, %plan[%c0] : memref<?xindex>
// CHECK-NEXT:   memref.store %c12, %plan[%c1] : memref<?xindex>
// CHECK-NEXT:   memref.store %c2, %plan[%c2] : memref<?xindex>
// CHECK-NEXT:   memref.store %c2, %plan[%c3] : memref<?xindex>
// CHECK-NEXT:   memref.store %c2000, %plan[%c4] : memref<?xindex>
// CHECK-NEXT:   func.return
// CHECK-NEXT: }

// CHECK:      func.func @size(%x: memref<?x3xf32>, %out0: memref<2xindex>, %arena: memref<?xi8>, %threads: index) {
// CHECK:        %n = memref.dim %x, %c0 : memref<?x3xf32>
// CHECK-NEXT:   %out0_flat = memref.reinterpret_cast %out0 to offset: [0], sizes: [%c2], strides: [1] : memref<2xindex> to memref<?xindex>
// CHECK-NEXT:   memref.store %n, %out0_flat[%c0] : memref<?xindex>
// CHECK-NEXT:   memref.store %c3, %out0_flat[%c1] : memref<?xindex>
// CHECK-NEXT:   func.return
// CHECK-NEXT: }

// CHECK:      func.func @size.plan(%x: memref<?x3xf32>, %threads: index, %plan: memref<?xindex>) {
// CHECK:        memref.store %c0, %plan[%c0] : memref<?xindex>
// CHECK-NEXT:   memref.store %c2, %plan[%c1] : memref<?xindex>
// CHECK-NEXT:   func.return
// CHECK-NEXT: }

// LOG:      @f: result 0 is copied: it is an argument
// LOG-NEXT: @f: result 1 is copied: it is a constant
// LOG-NEXT: @f: result 2 is copied: it is a constant
// LOG-NEXT: @f: result 4 is copied: it is a constant
// LOG-NEXT: @f: 0 values in an arena of 0 bytes and 0 slots
