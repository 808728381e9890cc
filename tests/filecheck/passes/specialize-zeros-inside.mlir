// RUN: adjoint-opt %s -p specialize-zeros{undefined=0} | filecheck %s

// The same for a reverse that is still inside of its function.

func.func @f(%a: tensor<2xf32>, %b: tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>) {
  %y = aten.sin %a : tensor<2xf32> -> tensor<2xf32>
  autodiff.reverse outputs [0, 1] inputs [0, 1] {
  ^bb0(%dy: tensor<2xf32>, %dz: tensor<2xf32>):
    %da = autodiff.grad_of "aten.sin"(%dy) of (%y : tensor<2xf32>) : tensor<2xf32> -> tensor<2xf32> {
      %0 = aten.cos %a : tensor<2xf32> -> tensor<2xf32>
      %1 = aten.mul %dy, %0 : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
      autodiff.yield %1 : tensor<2xf32>
    }
    autodiff.yield %da, %dz : tensor<2xf32>, tensor<2xf32>
  }
  func.return %y, %b : tensor<2xf32>, tensor<2xf32>
}

// CHECK:      func.func @f(%a: tensor<2xf32>, %b: tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>) {
// CHECK-NEXT:   %y = aten.sin %a : tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   autodiff.reverse outputs [1] inputs [1] {
// CHECK-NEXT:   ^bb0(%dz: tensor<2xf32>):
// CHECK-NEXT:     autodiff.yield %dz : tensor<2xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.return %y, %b : tensor<2xf32>, tensor<2xf32>
// CHECK-NEXT: }
