// RUN: adjoint-opt %s -p bufferize | filecheck %s

// Intermediate results that do not live at the same time share memory. Sizes that are known are packed: %a and %c are at
// offset 4096, after %b, which is larger; %b lives with both.

func.func private @half(%x: tensor<1024xf32>) -> tensor<512xf32> attributes {kernel.rows = [512 : i64]} {
  %y = tensor.empty() : tensor<512xf32>
  func.return %y : tensor<512xf32>
}

func.func private @double(%x: tensor<512xf32>) -> tensor<1024xf32> attributes {kernel.rows = [1024 : i64]} {
  %y = tensor.empty() : tensor<1024xf32>
  func.return %y : tensor<1024xf32>
}

func.func @known(%x: tensor<1024xf32>) -> tensor<1024xf32> {
  %a = func.call @half(%x) : (tensor<1024xf32>) -> tensor<512xf32>
  %b = func.call @double(%a) : (tensor<512xf32>) -> tensor<1024xf32>
  %c = func.call @half(%b) : (tensor<1024xf32>) -> tensor<512xf32>
  %d = func.call @double(%c) : (tensor<512xf32>) -> tensor<1024xf32>
  func.return %d : tensor<1024xf32>
}

// Others have slots. %c takes over the slot of %a, which is large enough for it whatever %n is.

func.func private @step(%x: tensor<?x8xf32>, %n: index) -> tensor<?x8xf32> attributes {kernel.rows = [0 : index]} {
  %y = tensor.empty(%n) : tensor<?x8xf32>
  func.return %y : tensor<?x8xf32>
}

func.func private @narrow(%x: tensor<?x8xf32>, %n: index) -> tensor<?x2xf32> attributes {kernel.rows = [0 : index]} {
  %y = tensor.empty(%n) : tensor<?x2xf32>
  func.return %y : tensor<?x2xf32>
}

func.func private @widen(%x: tensor<?x2xf32>, %n: index) -> tensor<?x8xf32> attributes {kernel.rows = [0 : index]} {
  %y = tensor.empty(%n) : tensor<?x8xf32>
  func.return %y : tensor<?x8xf32>
}

func.func @slots(%x: tensor<?x8xf32>) -> tensor<?x8xf32> {
  %c0 = arith.constant 0 : index
  %n = tensor.dim %x, %c0 : tensor<?x8xf32>
  %a = func.call @step(%x, %n) : (tensor<?x8xf32>, index) -> tensor<?x8xf32>
  %b = func.call @step(%a, %n) : (tensor<?x8xf32>, index) -> tensor<?x8xf32>
  %c = func.call @narrow(%b, %n) : (tensor<?x8xf32>, index) -> tensor<?x2xf32>
  %d = func.call @widen(%c, %n) : (tensor<?x2xf32>, index) -> tensor<?x8xf32>
  func.return %d : tensor<?x8xf32>
}

// CHECK:      func.func private @half(index, index, memref<?xf32>, memref<?xf32>) -> ()
// CHECK:      func.func private @double(index, index, memref<?xf32>, memref<?xf32>) -> ()

// CHECK:      func.func @known(%x: memref<1024xf32>, %out0: memref<1024xf32>, %arena: memref<?xi8>, %threads: index) {
// CHECK:        %x_flat = memref.reinterpret_cast %x to offset: [0], sizes: [%c1024], strides: [1] : memref<1024xf32> to memref<?xf32>
// CHECK-NEXT:   %a = memref.view %arena[%c4096][%c512] : memref<?xi8> to memref<?xf32>
// CHECK-NEXT:   func.call @half(%c0, %c512, %x_flat, %a) : (index, index, memref<?xf32>, memref<?xf32>) -> ()
// CHECK-NEXT:   %b = memref.view %arena[%c0][%c1024] : memref<?xi8> to memref<?xf32>
// CHECK-NEXT:   func.call @double(%c0, %c1024, %a, %b) : (index, index, memref<?xf32>, memref<?xf32>) -> ()
// CHECK-NEXT:   func.call @half(%c0, %c512, %b, %a) : (index, index, memref<?xf32>, memref<?xf32>) -> ()
// CHECK-NEXT:   %out0_flat = memref.reinterpret_cast %out0 to offset: [0], sizes: [%c1024], strides: [1] : memref<1024xf32> to memref<?xf32>
// CHECK-NEXT:   func.call @double(%c0, %c1024, %a, %out0_flat) : (index, index, memref<?xf32>, memref<?xf32>) -> ()
// CHECK-NEXT:   func.return
// CHECK-NEXT: }

// CHECK:      func.func @known.plan(%x: memref<1024xf32>, %threads: index, %plan: memref<?xindex>) {
// CHECK:        memref.store %c6144, %plan[%c0] : memref<?xindex>
// CHECK-NEXT:   memref.store %c1024, %plan[%c1] : memref<?xindex>
// CHECK-NEXT:   func.return
// CHECK-NEXT: }
// CHECK:      func.func private @step(index, index, index, memref<?xf32>, memref<?xf32>) -> ()
// CHECK:      func.func private @narrow(index, index, index, memref<?xf32>, memref<?xf32>) -> ()
// CHECK:      func.func private @widen(index, index, index, memref<?xf32>, memref<?xf32>) -> ()

// CHECK:      func.func @slots(%x: memref<?x8xf32>, %out0: memref<?x8xf32>, %arena: memref<?xi8>, %threads: index) {
// CHECK:        %n = memref.dim %x, %c0 : memref<?x8xf32>
// CHECK-NEXT:   %0 = arith.muli %n, %c32 : index
// CHECK-NEXT:   %1 = arith.addi %0, %c63 : index
// CHECK-NEXT:   %2 = arith.andi %1, %minus64 : index
// CHECK-NEXT:   %3 = arith.addi %2, %2 : index
// CHECK-NEXT:   %4 = arith.muli %n, %c8 : index
// CHECK-NEXT:   %x_flat = memref.reinterpret_cast %x to offset: [0], sizes: [%4], strides: [1] : memref<?x8xf32> to memref<?xf32>
// CHECK-NEXT:   %a = memref.view %arena[%c0][%4] : memref<?xi8> to memref<?xf32>
// CHECK-NEXT:   func.call @step(%c0, %n, %n, %x_flat, %a) : (index, index, index, memref<?xf32>, memref<?xf32>) -> ()
// CHECK-NEXT:   %b = memref.view %arena[%2][%4] : memref<?xi8> to memref<?xf32>
// CHECK-NEXT:   func.call @step(%c0, %n, %n, %a, %b) : (index, index, index, memref<?xf32>, memref<?xf32>) -> ()
// CHECK-NEXT:   %5 = arith.muli %n, %c2 : index
// CHECK-NEXT:   %c = memref.view %arena[%c0][%5] : memref<?xi8> to memref<?xf32>
// CHECK-NEXT:   func.call @narrow(%c0, %n, %n, %b, %c) : (index, index, index, memref<?xf32>, memref<?xf32>) -> ()
// CHECK-NEXT:   %out0_flat = memref.reinterpret_cast %out0 to offset: [0], sizes: [%4], strides: [1] : memref<?x8xf32> to memref<?xf32>
// CHECK-NEXT:   func.call @widen(%c0, %n, %n, %c, %out0_flat) : (index, index, index, memref<?xf32>, memref<?xf32>) -> ()
// CHECK-NEXT:   func.return
// CHECK-NEXT: }

// CHECK:      func.func @slots.plan(%x: memref<?x8xf32>, %threads: index, %plan: memref<?xindex>) {
// CHECK:        %n = memref.dim %x, %c0 : memref<?x8xf32>
// CHECK-NEXT:   %0 = arith.muli %n, %c32 : index
// CHECK-NEXT:   %1 = arith.addi %0, %c63 : index
// CHECK-NEXT:   %2 = arith.andi %1, %minus64 : index
// CHECK-NEXT:   %3 = arith.addi %2, %2 : index
// CHECK-NEXT:   memref.store %3, %plan[%c0] : memref<?xindex>
// CHECK-NEXT:   memref.store %n, %plan[%c1] : memref<?xindex>
// CHECK-NEXT:   memref.store %c8, %plan[%c2] : memref<?xindex>
// CHECK-NEXT:   func.return
// CHECK-NEXT: }
