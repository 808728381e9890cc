// RUN: adjoint-opt %s -p differentiate --split-input-file | filecheck %s

// The reverse of a scan is a scan from the other end. That of a product has no division: zeros do no harm.

func.func @cumsum(%x: tensor<?x4xf32>) -> tensor<?x4xf32> {
  %y = aten.cumsum %x dim = 0 : tensor<?x4xf32> -> tensor<?x4xf32>
  func.return %y : tensor<?x4xf32>
}

// CHECK:      func.func @cumsum.reverse(%dy: tensor<?x4xf32>) -> tensor<?x4xf32> {
// CHECK-NEXT:   %dx = aten.cumsum %dy dim = 0 reverse : tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x4xf32>
// CHECK-NEXT: }

// -----

func.func @cumprod(%x: tensor<?x4xf32>) -> tensor<?x4xf32> {
  %y = aten.cumprod %x dim = 1 : tensor<?x4xf32> -> tensor<?x4xf32>
  func.return %y : tensor<?x4xf32>
}

// CHECK:      func.func @cumprod.reverse(%dy: tensor<?x4xf32>, %x: tensor<?x4xf32>, %y: tensor<?x4xf32>) -> tensor<?x4xf32> {
// CHECK-NEXT:   %0 = aten._shift %x dim = 1 offset = -1 : tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   %1 = aten._linear_recurrence %dy, %0 dim = 1 reverse : tensor<?x4xf32>, tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   %2 = aten._shift %y dim = 1 offset = 1 fill = 1.0 : tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   %dx = aten.mul %1, %2 : tensor<?x4xf32>, tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x4xf32>
// CHECK-NEXT: }

// -----

func.func @linear_recurrence(%x: tensor<8xf32>, %a: tensor<8xf32>) -> tensor<8xf32> {
  %y = aten._linear_recurrence %x, %a dim = 0 : tensor<8xf32>, tensor<8xf32> -> tensor<8xf32>
  func.return %y : tensor<8xf32>
}

// CHECK:      func.func @linear_recurrence.reverse(%dy: tensor<8xf32>, %a: tensor<8xf32>, %y: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
// CHECK-NEXT:   %0 = aten._shift %a dim = 0 offset = -1 : tensor<8xf32> -> tensor<8xf32>
// CHECK-NEXT:   %dx = aten._linear_recurrence %dy, %0 dim = 0 reverse : tensor<8xf32>, tensor<8xf32> -> tensor<8xf32>
// CHECK-NEXT:   %1 = aten._shift %y dim = 0 offset = 1 : tensor<8xf32> -> tensor<8xf32>
// CHECK-NEXT:   %da = aten.mul %dx, %1 : tensor<8xf32>, tensor<8xf32> -> tensor<8xf32>
// CHECK-NEXT:   func.return %dx, %da : tensor<8xf32>, tensor<8xf32>
// CHECK-NEXT: }

// -----

func.func @prod(%x: tensor<?x4xf32>) -> tensor<?xf32> {
  %y = aten.prod %x dim = [1] : tensor<?x4xf32> -> tensor<?xf32>
  func.return %y : tensor<?xf32>
}

// CHECK:      func.func @prod.reverse(%dy: tensor<?xf32>, %x: tensor<?x4xf32>) -> tensor<?x4xf32> {
// CHECK-NEXT:   %0 = aten.unsqueeze %dy dim = 1 : tensor<?xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   %1 = aten.cumprod %x dim = 1 : tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   %2 = aten._shift %1 dim = 1 offset = 1 fill = 1.0 : tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   %3 = aten.cumprod %x dim = 1 reverse : tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   %4 = aten._shift %3 dim = 1 offset = -1 fill = 1.0 : tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   %5 = aten.mul %2, %4 : tensor<?x4xf32>, tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   %dx = aten.mul %0, %5 : tensor<?x1xf32>, tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x4xf32>
// CHECK-NEXT: }
