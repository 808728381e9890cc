// RUN: adjoint-opt %s -p symbol-dce | filecheck %s

// Private functions that no public one reaches, by calls or by attributes, are removed.

func.func private @unused(%x: tensor<f32>) -> tensor<f32> {
  %0 = func.call @used_by_unused(%x) : (tensor<f32>) -> tensor<f32>
  func.return %0 : tensor<f32>
}

func.func private @used_by_unused(%x: tensor<f32>) -> tensor<f32> {
  %0 = func.call @unused(%x) : (tensor<f32>) -> tensor<f32>
  func.return %0 : tensor<f32>
}

func.func private @called(%x: tensor<f32>) -> tensor<f32> {
  func.return %x : tensor<f32>
}

func.func private @mentioned(%x: tensor<f32>) -> tensor<f32> {
  %0 = func.call @called_by_mentioned(%x) : (tensor<f32>) -> tensor<f32>
  func.return %0 : tensor<f32>
}

func.func private @called_by_mentioned(tensor<f32>) -> tensor<f32>

func.func @f(%x: tensor<f32>) -> tensor<f32> attributes {see = [{also = @mentioned}]} {
  %0 = func.call @called(%x) : (tensor<f32>) -> tensor<f32>
  func.return %0 : tensor<f32>
}

// CHECK-NOT: unused
// CHECK:     func.func private @called(
// CHECK:     func.func private @mentioned(
// CHECK:     func.func private @called_by_mentioned(
// CHECK:     func.func @f(
// CHECK-NOT: unused
