// RUN: adjoint-opt %s -p differentiate --split-input-file | filecheck %s

func.func @softmax(%x: tensor<?x10xf32>) -> tensor<?x10xf32> {
  %y = aten.softmax %x dim = -1 : tensor<?x10xf32> -> tensor<?x10xf32>
  func.return %y : tensor<?x10xf32>
}

// CHECK:      func.func @softmax.reverse(%dy: tensor<?x10xf32>, %y: tensor<?x10xf32>) -> tensor<?x10xf32> {
// CHECK-NEXT:   %0 = aten.mul %dy, %y : tensor<?x10xf32>, tensor<?x10xf32> -> tensor<?x10xf32>
// CHECK-NEXT:   %1 = aten.sum %0 dim = [1] keepdim : tensor<?x10xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   %2 = aten.sub %dy, %1 : tensor<?x10xf32>, tensor<?x1xf32> -> tensor<?x10xf32>
// CHECK-NEXT:   %dx = aten.mul %y, %2 : tensor<?x10xf32>, tensor<?x10xf32> -> tensor<?x10xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x10xf32>
// CHECK-NEXT: }

// -----

func.func @log_softmax(%x: tensor<?x10xf32>) -> tensor<?x10xf32> {
  %y = aten.log_softmax %x dim = -1 : tensor<?x10xf32> -> tensor<?x10xf32>
  func.return %y : tensor<?x10xf32>
}

// CHECK:      func.func @log_softmax.reverse(%dy: tensor<?x10xf32>, %y: tensor<?x10xf32>) -> tensor<?x10xf32> {
// CHECK-NEXT:   %0 = aten.exp %y : tensor<?x10xf32> -> tensor<?x10xf32>
// CHECK-NEXT:   %1 = aten.sum %dy dim = [1] keepdim : tensor<?x10xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   %2 = aten.mul %0, %1 : tensor<?x10xf32>, tensor<?x1xf32> -> tensor<?x10xf32>
// CHECK-NEXT:   %dx = aten.sub %dy, %2 : tensor<?x10xf32>, tensor<?x10xf32> -> tensor<?x10xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x10xf32>
// CHECK-NEXT: }

// -----

// (softmax(x) - one-hot) / n, row by row; an ignored sample gets nothing and does not count.
func.func @cross_entropy(%x: tensor<?x10xf32>, %t: tensor<?xi64>) -> tensor<f32> {
  %y = aten.cross_entropy %x, %t : tensor<?x10xf32>, tensor<?xi64> -> tensor<f32>
  func.return %y : tensor<f32>
}

// CHECK:      func.func @cross_entropy.reverse(%dy: tensor<f32>, %x: tensor<?x10xf32>, %t: tensor<?xi64>) -> tensor<?x10xf32> {
// CHECK-NEXT:   %0 = aten.softmax %x dim = 1 : tensor<?x10xf32> -> tensor<?x10xf32>
// CHECK-NEXT:   %1 = aten._dim_arange %x dim = 1 : tensor<?x10xf32> -> tensor<10xi64>
// CHECK-NEXT:   %2 = aten.unsqueeze %t dim = 1 : tensor<?xi64> -> tensor<?x1xi64>
// CHECK-NEXT:   %3 = aten.eq %1, %2 : tensor<10xi64>, tensor<?x1xi64> -> tensor<?x10xi1>
// CHECK-NEXT:   %4 = aten.to %3 dtype = f32 : tensor<?x10xi1> -> tensor<?x10xf32>
// CHECK-NEXT:   %5 = aten.sub %0, %4 : tensor<?x10xf32>, tensor<?x10xf32> -> tensor<?x10xf32>
// CHECK-NEXT:   %6 = aten.constant dense<-100> : tensor<i64>
// CHECK-NEXT:   %7 = aten.ne %t, %6 : tensor<?xi64>, tensor<i64> -> tensor<?xi1>
// CHECK-NEXT:   %8 = aten.sum %7 : tensor<?xi1> -> tensor<i64>
// CHECK-NEXT:   %9 = aten.div %dy, %8 : tensor<f32>, tensor<i64> -> tensor<f32>
// CHECK-NEXT:   %10 = aten.constant dense<0.000000e+00> : tensor<f32>
// CHECK-NEXT:   %11 = aten.where %7, %9, %10 : tensor<?xi1>, tensor<f32>, tensor<f32> -> tensor<?xf32>
// CHECK-NEXT:   %12 = aten.unsqueeze %11 dim = 1 : tensor<?xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   %dx = aten.mul %5, %12 : tensor<?x10xf32>, tensor<?x1xf32> -> tensor<?x10xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x10xf32>
// CHECK-NEXT: }

// -----

func.func @nll_loss(%x: tensor<?x10xf32>, %t: tensor<?xi64>) -> tensor<?xf32> {
  %y = aten.nll_loss %x, %t reduction = "none" : tensor<?x10xf32>, tensor<?xi64> -> tensor<?xf32>
  func.return %y : tensor<?xf32>
}

// CHECK:      func.func @nll_loss.reverse(%dy: tensor<?xf32>, %t: tensor<?xi64>) -> tensor<?x10xf32> {
// CHECK-NEXT:   %0 = aten.full size = [10] fill_value = 0 : i64 : tensor<10xi64>
// CHECK-NEXT:   %1 = aten._dim_arange %0 dim = 0 : tensor<10xi64> -> tensor<10xi64>
// CHECK-NEXT:   %2 = aten.unsqueeze %t dim = 1 : tensor<?xi64> -> tensor<?x1xi64>
// CHECK-NEXT:   %3 = aten.eq %1, %2 : tensor<10xi64>, tensor<?x1xi64> -> tensor<?x10xi1>
// CHECK-NEXT:   %4 = aten.constant dense<-100> : tensor<i64>
// CHECK-NEXT:   %5 = aten.ne %t, %4 : tensor<?xi64>, tensor<i64> -> tensor<?xi1>
// CHECK-NEXT:   %6 = aten.constant dense<0.000000e+00> : tensor<f32>
// CHECK-NEXT:   %7 = aten.where %5, %dy, %6 : tensor<?xi1>, tensor<?xf32>, tensor<f32> -> tensor<?xf32>
// CHECK-NEXT:   %8 = aten.unsqueeze %7 dim = 1 : tensor<?xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   %9 = aten.neg %8 : tensor<?x1xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   %dx = aten.where %3, %9, %6 : tensor<?x10xi1>, tensor<?x1xf32>, tensor<f32> -> tensor<?x10xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x10xf32>
// CHECK-NEXT: }

// -----

// Mean and variance are computed again: nothing but the operands is kept.
func.func @layer_norm(%x: tensor<?x64xf32>, %w: tensor<64xf32>, %b: tensor<64xf32>) -> tensor<?x64xf32> {
  %y = aten.layer_norm %x normalized_shape = [64] weight(%w : tensor<64xf32>) bias(%b : tensor<64xf32>) : tensor<?x64xf32> -> tensor<?x64xf32>
  func.return %y : tensor<?x64xf32>
}

// CHECK:      func.func @layer_norm.reverse(%dy: tensor<?x64xf32>, %x: tensor<?x64xf32>, %w: tensor<64xf32>) -> (tensor<?x64xf32>, tensor<64xf32>, tensor<64xf32>) {
// CHECK-NEXT:   %0 = aten.mul %dy, %w : tensor<?x64xf32>, tensor<64xf32> -> tensor<?x64xf32>
// CHECK-NEXT:   %1 = aten.mean %0 dim = [1] keepdim : tensor<?x64xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   %2 = aten.sub %0, %1 : tensor<?x64xf32>, tensor<?x1xf32> -> tensor<?x64xf32>
// CHECK-NEXT:   %3 = aten.mean %x dim = [1] keepdim : tensor<?x64xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   %4 = aten.sub %x, %3 : tensor<?x64xf32>, tensor<?x1xf32> -> tensor<?x64xf32>
// CHECK-NEXT:   %5 = aten.mul %4, %4 : tensor<?x64xf32>, tensor<?x64xf32> -> tensor<?x64xf32>
// CHECK-NEXT:   %6 = aten.mean %5 dim = [1] keepdim : tensor<?x64xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   %7 = aten.constant dense<1.000000e-05> : tensor<f32>
// CHECK-NEXT:   %8 = aten.add %6, %7 : tensor<?x1xf32>, tensor<f32> -> tensor<?x1xf32>
// CHECK-NEXT:   %9 = aten.rsqrt %8 : tensor<?x1xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   %10 = aten.mul %4, %9 : tensor<?x64xf32>, tensor<?x1xf32> -> tensor<?x64xf32>
// CHECK-NEXT:   %11 = aten.mul %0, %10 : tensor<?x64xf32>, tensor<?x64xf32> -> tensor<?x64xf32>
// CHECK-NEXT:   %12 = aten.mean %11 dim = [1] keepdim : tensor<?x64xf32> -> tensor<?x1xf32>
// CHECK-NEXT:   %13 = aten.mul %10, %12 : tensor<?x64xf32>, tensor<?x1xf32> -> tensor<?x64xf32>
// CHECK-NEXT:   %14 = aten.sub %2, %13 : tensor<?x64xf32>, tensor<?x64xf32> -> tensor<?x64xf32>
// CHECK-NEXT:   %dx = aten.mul %9, %14 : tensor<?x1xf32>, tensor<?x64xf32> -> tensor<?x64xf32>
// CHECK-NEXT:   %15 = aten.mul %dy, %10 : tensor<?x64xf32>, tensor<?x64xf32> -> tensor<?x64xf32>
// CHECK-NEXT:   %dw = aten.sum %15 dim = [0] : tensor<?x64xf32> -> tensor<64xf32>
// CHECK-NEXT:   %db = aten.sum %dy dim = [0] : tensor<?x64xf32> -> tensor<64xf32>
// CHECK-NEXT:   func.return %dx, %dw, %db : tensor<?x64xf32>, tensor<64xf32>, tensor<64xf32>
// CHECK-NEXT: }

// -----

func.func @gelu(%x: tensor<?x64xf32>) -> tensor<?x64xf32> {
  %y = aten.gelu %x : tensor<?x64xf32> -> tensor<?x64xf32>
  func.return %y : tensor<?x64xf32>
}

// CHECK:      func.func @gelu.reverse(%dy: tensor<?x64xf32>, %x: tensor<?x64xf32>) -> tensor<?x64xf32> {
// CHECK-NEXT:   %0 = aten.constant dense<0.707106769> : tensor<f32>
// CHECK-NEXT:   %1 = aten.mul %x, %0 : tensor<?x64xf32>, tensor<f32> -> tensor<?x64xf32>
// CHECK-NEXT:   %2 = aten.erf %1 : tensor<?x64xf32> -> tensor<?x64xf32>
// CHECK-NEXT:   %3 = aten.constant dense<1.000000e+00> : tensor<f32>
// CHECK-NEXT:   %4 = aten.add %2, %3 : tensor<?x64xf32>, tensor<f32> -> tensor<?x64xf32>
// CHECK-NEXT:   %5 = aten.constant dense<5.000000e-01> : tensor<f32>
// CHECK-NEXT:   %6 = aten.mul %4, %5 : tensor<?x64xf32>, tensor<f32> -> tensor<?x64xf32>
// CHECK-NEXT:   %7 = aten.mul %x, %x : tensor<?x64xf32>, tensor<?x64xf32> -> tensor<?x64xf32>
// CHECK-NEXT:   %8 = aten.constant dense<-5.000000e-01> : tensor<f32>
// CHECK-NEXT:   %9 = aten.mul %7, %8 : tensor<?x64xf32>, tensor<f32> -> tensor<?x64xf32>
// CHECK-NEXT:   %10 = aten.exp %9 : tensor<?x64xf32> -> tensor<?x64xf32>
// CHECK-NEXT:   %11 = aten.constant dense<0.398942292> : tensor<f32>
// CHECK-NEXT:   %12 = aten.mul %10, %11 : tensor<?x64xf32>, tensor<f32> -> tensor<?x64xf32>
// CHECK-NEXT:   %13 = aten.mul %x, %12 : tensor<?x64xf32>, tensor<?x64xf32> -> tensor<?x64xf32>
// CHECK-NEXT:   %14 = aten.add %6, %13 : tensor<?x64xf32>, tensor<?x64xf32> -> tensor<?x64xf32>
// CHECK-NEXT:   %dx = aten.mul %dy, %14 : tensor<?x64xf32>, tensor<?x64xf32> -> tensor<?x64xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x64xf32>
// CHECK-NEXT: }

// -----

// The same seed and offset draw the same mask: no mask is kept.
func.func @dropout(%x: tensor<?x64xf32>, %seed: tensor<i64>) -> tensor<?x64xf32> {
  %y = aten.dropout %x, %seed p = 0.1 train : tensor<?x64xf32>, tensor<i64> -> tensor<?x64xf32>
  func.return %y : tensor<?x64xf32>
}

// CHECK:      func.func @dropout.reverse(%dy: tensor<?x64xf32>, %seed: tensor<i64>) -> tensor<?x64xf32> {
// CHECK-NEXT:   %dx = aten.dropout %dy, %seed p = 0.1 train : tensor<?x64xf32>, tensor<i64> -> tensor<?x64xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x64xf32>
// CHECK-NEXT: }
