// RUN: adjoint-opt %s -p inline-autodiff-subgraphs{threshold=2} | filecheck %s

// A subgraph of fewer ops than the threshold is put back in its place.

func.func @f(%x: tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>) {
  %0 = autodiff.differentiable_graph(%x) : (tensor<2xf32>) -> tensor<2xf32> {
  ^bb0(%a: tensor<2xf32>):
    %1 = aten.exp %a : tensor<2xf32> -> tensor<2xf32>
    autodiff.yield %1 : tensor<2xf32>
  }
  %2 = autodiff.differentiable_graph(%0) : (tensor<2xf32>) -> tensor<2xf32> {
  ^bb0(%b: tensor<2xf32>):
    %3 = aten.exp %b : tensor<2xf32> -> tensor<2xf32>
    %4 = aten.neg %3 : tensor<2xf32> -> tensor<2xf32>
    autodiff.yield %4 : tensor<2xf32>
  }
  func.return %0, %2 : tensor<2xf32>, tensor<2xf32>
}

// CHECK:      func.func @f(%x: tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>) {
// CHECK-NEXT:   %0 = aten.exp %x : tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:   %1 = autodiff.differentiable_graph(%0) : (tensor<2xf32>) -> tensor<2xf32> {
// CHECK-NEXT:   ^bb0(%b: tensor<2xf32>):
// CHECK-NEXT:     %2 = aten.exp %b : tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:     %3 = aten.neg %2 : tensor<2xf32> -> tensor<2xf32>
// CHECK-NEXT:     autodiff.yield %3 : tensor<2xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.return %0, %1 : tensor<2xf32>, tensor<2xf32>
// CHECK-NEXT: }
