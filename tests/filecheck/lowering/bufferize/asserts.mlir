// RUN: adjoint-opt %s -p bufferize | filecheck %s

// An assert on sizes is the plan's: from then on the two sizes are one. An assert on elements stays where it is, between
// what it depends on and what it guards.

func.func private @kernel_0(%x: tensor<?xf32>, %n: index) -> tensor<i1> attributes {kernel.rows = [1 : i64]} {
  %y = tensor.empty() : tensor<i1>
  func.return %y : tensor<i1>
}

func.func private @kernel_1(%x: tensor<?xf32>, %y: tensor<?xf32>, %n: index) -> tensor<?xf32> attributes {kernel.rows = [0 : index]} {
  %e = tensor.empty(%n) : tensor<?xf32>
  func.return %e : tensor<?xf32>
}

func.func @f(%x: tensor<?xf32>, %y: tensor<?xf32>) -> tensor<?xf32> {
  %c0 = arith.constant 0 : index
  %n = tensor.dim %x, %c0 : tensor<?xf32>
  %m = tensor.dim %y, %c0 : tensor<?xf32>
  %same = arith.cmpi eq, %n, %m : index
  cf.assert %same, "f.mlir:2:3: 'aten.add': the sizes differ"
  %all = func.call @kernel_0(%x, %n) : (tensor<?xf32>, index) -> tensor<i1>
  %fine = tensor.extract %all[] : tensor<i1>
  cf.assert %fine, "f.mlir:3:3: 'aten.log': an element is negative"
  %z = func.call @kernel_1(%x, %y, %m) : (tensor<?xf32>, tensor<?xf32>, index) -> tensor<?xf32>
  func.return %z : tensor<?xf32>
}

// CHECK:      func.func private @kernel_0(index, index, index, memref<?xf32>, memref<?xi1>) -> ()
// CHECK:      func.func private @kernel_1(index, index, index, memref<?xf32>, memref<?xf32>, memref<?xf32>) -> ()

// CHECK:      func.func @f(%x: memref<?xf32>, %y: memref<?xf32>, %out0: memref<?xf32>, %arena: memref<?xi8>, %threads: index) {
// CHECK:        %n = memref.dim %x, %c0 : memref<?xf32>
// CHECK-NEXT:   %all = memref.view %arena[%c0][%c1] : memref<?xi8> to memref<?xi1>
// CHECK-NEXT:   func.call @kernel_0(%c0, %c1, %n, %x, %all) : (index, index, index, memref<?xf32>, memref<?xi1>) -> ()
// CHECK-NEXT:   %0 = memref.load %all[%c0] : memref<?xi1>
// CHECK-NEXT:   cf.assert %0, "f.mlir:3:3: 'aten.log': an element is negative"
// CHECK-NEXT:   func.call @kernel_1(%c0, %n, %n, %x, %y, %out0) : (index, index, index, memref<?xf32>, memref<?xf32>, memref<?xf32>) -> ()
// CHECK-NEXT:   func.return
// CHECK-NEXT: }

// CHECK:      func.func @f.plan(%x: memref<?xf32>, %y: memref<?xf32>, %threads: index, %plan: memref<?xindex>) {
// CHECK:        %n = memref.dim %x, %c0 : memref<?xf32>
// CHECK-NEXT:   %m = memref.dim %y, %c0 : memref<?xf32>
// CHECK-NEXT:   %same = arith.cmpi eq, %n, %m : index
// CHECK-NEXT:   cf.assert %same, "f.mlir:2:3: 'aten.add': the sizes differ"
// CHECK-NEXT:   memref.store %c64, %plan[%c0] : memref<?xindex>
// CHECK-NEXT:   memref.store %n, %plan[%c1] : memref<?xindex>
// CHECK-NEXT:   func.return
// CHECK-NEXT: }
