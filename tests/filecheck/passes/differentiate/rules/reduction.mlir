// RUN: adjoint-opt %s -p differentiate --split-input-file | filecheck %s

// Where the reduced size is known no size is kept: -1 leaves the other one as it is.
func.func @sum(%x: tensor<?x4xf32>) -> tensor<?xf32> {
  %y = aten.sum %x dim = [1] : tensor<?x4xf32> -> tensor<?xf32>
  func.return %y : tensor<?xf32>
}

// CHECK:      func.func @sum.reverse(%dy: tensor<?xf32>) -> tensor<?x4xf32> {
// CHECK-NEXT:   %0 = aten.unsqueeze %dy dim = 1 : tensor<?xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   %dx = aten.expand %0 size = [-1, 4] : tensor<?x1xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x4xf32>
// CHECK-NEXT: }

// -----

// The mean over a size known only at run time: divided first, then repeated. Of nothing it is nobody's mean.
func.func @mean(%x: tensor<?x4xf32>) -> tensor<4xf32> {
  %y = aten.mean %x dim = [0] : tensor<?x4xf32> -> tensor<4xf32>
  func.return %y : tensor<4xf32>
}

// CHECK:      func.func @mean.reverse(%dy: tensor<4xf32>, %0: tensor<2xindex>) -> tensor<?x4xf32> {
// CHECK-NEXT:   %1 = aten.select %0 dim = 0 index = 0 : tensor<2xindex> -> tensor<index>
// CHECK-NEXT:   %2 = aten.clamp %1 min = 1.0 : tensor<index> -> tensor<index>
// CHECK-NEXT:   %3 = aten.div %dy, %2 : tensor<4xf32>, tensor<index> -> tensor<4xf32>
// CHECK-NEXT:   %dx = aten.expand %3, %0 : tensor<4xf32>, tensor<2xindex> -> tensor<?x4xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x4xf32>
// CHECK-NEXT: }

// -----

// Equal largest elements share evenly.
func.func @amax(%x: tensor<?x4xf32>) -> tensor<?xf32> {
  %y = aten.amax %x dim = [1] : tensor<?x4xf32> -> tensor<?xf32>
  func.return %y : tensor<?xf32>
}

// CHECK:      func.func @amax.reverse(%dy: tensor<?xf32>, %x: tensor<?x4xf32>, %y: tensor<?xf32>) -> tensor<?x4xf32> {
// CHECK-NEXT:   %0 = aten.unsqueeze %y dim = 1 : tensor<?xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   %1 = aten.eq %x, %0 : tensor<?x4xf32>, tensor<?x1xf32> -> tensor<?x4xi1>
// CHECK-NEXT:   %2 = aten.unsqueeze %dy dim = 1 : tensor<?xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   %3 = aten.sum %1 dim = [1] keepdim : tensor<?x4xi1> -> tensor<?x1xi64>
// CHECK-NEXT:   %4 = aten.div %2, %3 : tensor<?x1xf32>, tensor<?x1xi64> -> tensor<?x1xf32>
// CHECK-NEXT:   %dx = aten.mul %4, %1 : tensor<?x1xf32>, tensor<?x4xi1> -> tensor<?x4xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x4xf32>
// CHECK-NEXT: }

// -----

func.func @logsumexp(%x: tensor<?x4xf32>) -> tensor<?x1xf32> {
  %y = aten.logsumexp %x dim = [1] keepdim : tensor<?x4xf32> -> tensor<?x1xf32>
  func.return %y : tensor<?x1xf32>
}

// CHECK:      func.func @logsumexp.reverse(%dy: tensor<?x1xf32>, %x: tensor<?x4xf32>, %y: tensor<?x1xf32>) -> tensor<?x4xf32> {
// CHECK-NEXT:   %0 = aten.sub %x, %y : tensor<?x4xf32>, tensor<?x1xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   %1 = aten.exp %0 : tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   %dx = aten.mul %dy, %1 : tensor<?x1xf32>, tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x4xf32>
// CHECK-NEXT: }

// -----

func.func @var(%x: tensor<?x4xf32>) -> tensor<?xf32> {
  %y = aten.var %x dim = [1] : tensor<?x4xf32> -> tensor<?xf32>
  func.return %y : tensor<?xf32>
}

// CHECK:      func.func @var.reverse(%dy: tensor<?xf32>, %x: tensor<?x4xf32>) -> tensor<?x4xf32> {
// CHECK-NEXT:   %0 = aten.constant dense<0.666666687> : tensor<f32>
// CHECK-NEXT:   %1 = aten.mul %dy, %0 : tensor<?xf32>, tensor<f32> -> tensor<?xf32>
// CHECK-NEXT:   %2 = aten.unsqueeze %1 dim = 1 : tensor<?xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   %3 = aten.mean %x dim = [1] keepdim : tensor<?x4xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   %4 = aten.sub %x, %3 : tensor<?x4xf32>, tensor<?x1xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   %dx = aten.mul %2, %4 : tensor<?x1xf32>, tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x4xf32>
// CHECK-NEXT: }
