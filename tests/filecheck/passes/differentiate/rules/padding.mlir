// RUN: adjoint-opt %s -p differentiate --split-input-file | filecheck %s

// What was added is taken away, and given to what it repeated.

// Places that were taken away get zeros.
func.func @constant(%x: tensor<?x4xf32>) -> tensor<?x5xf32> {
  %y = aten.pad %x pad = [2, -1] value = 1.0 : tensor<?x4xf32> -> tensor<?x5xf32>
  func.return %y : tensor<?x5xf32>
}

// CHECK:      func.func @constant.reverse(%dy: tensor<?x5xf32>) -> tensor<?x4xf32> {
// CHECK-NEXT:   %dx = aten.pad %dy pad = [-2, 1] : tensor<?x5xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x4xf32>
// CHECK-NEXT: }

// -----

// The mirror image in reverse order.
func.func @reflect(%x: tensor<?x4xf32>) -> tensor<?x6xf32> {
  %y = aten.pad %x pad = [2, 0] mode = "reflect" : tensor<?x4xf32> -> tensor<?x6xf32>
  func.return %y : tensor<?x6xf32>
}

// CHECK:      func.func @reflect.reverse(%dy: tensor<?x6xf32>) -> tensor<?x4xf32> {
// CHECK-NEXT:   %0 = aten.slice %dy dim = 1 start = 2 : tensor<?x6xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   %1 = aten.slice %dy dim = 1 end = 2 : tensor<?x6xf32> -> tensor<?x2xf32>
// CHECK-NEXT:   %2 = aten.flip %1 dims = [1] : tensor<?x2xf32> -> tensor<?x2xf32>
// CHECK-NEXT:   %3 = aten.size %0 : tensor<?x4xf32> -> tensor<2xindex>
// CHECK-NEXT:   %4 = aten.slice_backward %2, %3 dim = 1 start = 1 end = 3 : tensor<?x2xf32>, tensor<2xindex> -> tensor<?x4xf32>
// CHECK-NEXT:   %dx = aten.add %0, %4 : tensor<?x4xf32>, tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x4xf32>
// CHECK-NEXT: }

// -----

// The sum over copies of the last place; of how many places there are, only run time tells.
func.func @replicate(%x: tensor<?x4xf32>) -> tensor<?x4xf32> {
  %y = aten.pad %x pad = [0, 0, 0, 3] mode = "replicate" : tensor<?x4xf32> -> tensor<?x4xf32>
  func.return %y : tensor<?x4xf32>
}

// CHECK:      func.func @replicate.reverse(%dy: tensor<?x4xf32>) -> tensor<?x4xf32> {
// CHECK-NEXT:   %0 = aten.slice %dy end = -3 : tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   %1 = aten.slice %dy start = -3 : tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   %2 = aten.sum %1 dim = [0] keepdim : tensor<?x4xf32> -> tensor<1x4xf32>
// CHECK-NEXT:   %3 = aten.size %0 : tensor<?x4xf32> -> tensor<2xindex>
// CHECK-NEXT:   %4 = aten.slice_backward %2, %3 start = -1 : tensor<1x4xf32>, tensor<2xindex> -> tensor<?x4xf32>
// CHECK-NEXT:   %dx = aten.add %0, %4 : tensor<?x4xf32>, tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x4xf32>
// CHECK-NEXT: }

// -----

func.func @circular(%x: tensor<?x4xf32>) -> tensor<?x5xf32> {
  %y = aten.pad %x pad = [1, 0] mode = "circular" : tensor<?x4xf32> -> tensor<?x5xf32>
  func.return %y : tensor<?x5xf32>
}

// CHECK:      func.func @circular.reverse(%dy: tensor<?x5xf32>) -> tensor<?x4xf32> {
// CHECK-NEXT:   %0 = aten.slice %dy dim = 1 start = 1 : tensor<?x5xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   %1 = aten.slice %dy dim = 1 end = 1 : tensor<?x5xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   %2 = aten.size %0 : tensor<?x4xf32> -> tensor<2xindex>
// CHECK-NEXT:   %3 = aten.slice_backward %1, %2 dim = 1 start = -1 : tensor<?x1xf32>, tensor<2xindex> -> tensor<?x4xf32>
// CHECK-NEXT:   %dx = aten.add %0, %3 : tensor<?x4xf32>, tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x4xf32>
// CHECK-NEXT: }
