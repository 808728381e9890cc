// RUN: adjoint-opt %s -p add-reverse --split-input-file | filecheck %s

// The cotangent of an operand that was broadcast is summed to its size. Static sizes tell whether there is something
// to sum: nothing is emitted where there is not, and no size where the target is static.

func.func @static(%a: tensor<8x5xf32>, %b: tensor<5xf32>) -> tensor<8x5xf32> {
  %y = aten.add %a, %b : tensor<8x5xf32>, tensor<5xf32> -> tensor<8x5xf32>
  func.return %y : tensor<8x5xf32>
}

// CHECK:      func.func @static(%a: tensor<8x5xf32> {autodiff.requires_grad}, %b: tensor<5xf32> {autodiff.requires_grad}) -> tensor<8x5xf32> {
// CHECK-NEXT:   %y = aten.add %a, %b {autodiff.requires_grad} : tensor<8x5xf32>, tensor<5xf32> -> tensor<8x5xf32>
// CHECK-NEXT:   autodiff.reverse outputs [0] inputs [0, 1] {
// CHECK-NEXT:   ^bb0(%dy: tensor<8x5xf32>):
// CHECK-NEXT:     %da, %db = autodiff.grad_of "aten.add"(%dy) of (%y : tensor<8x5xf32>) : tensor<8x5xf32> -> tensor<8x5xf32>, tensor<5xf32> {
// CHECK-NEXT:       %0 = autodiff.grad_sum_to_size %dy : tensor<8x5xf32> -> tensor<5xf32>
// CHECK-NEXT:       autodiff.yield %dy, %0 : tensor<8x5xf32>, tensor<5xf32>
// CHECK-NEXT:     }
// CHECK-NEXT:     autodiff.yield %da, %db : tensor<8x5xf32>, tensor<5xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.return %y : tensor<8x5xf32>
// CHECK-NEXT: }

// -----

// Only %b can have been broadcast: where it was, only run time tells.
func.func @dynamic(%a: tensor<8x?xf32>, %b: tensor<?x1xf32>) -> tensor<8x?xf32> {
  %y = aten.add %a, %b : tensor<8x?xf32>, tensor<?x1xf32> -> tensor<8x?xf32>
  func.return %y : tensor<8x?xf32>
}

// CHECK:      func.func @dynamic(%a: tensor<8x?xf32> {autodiff.requires_grad}, %b: tensor<?x1xf32> {autodiff.requires_grad}) -> tensor<8x?xf32> {
// CHECK-NEXT:   %y = aten.add %a, %b {autodiff.requires_grad} : tensor<8x?xf32>, tensor<?x1xf32> -> tensor<8x?xf32>
// CHECK-NEXT:   autodiff.reverse outputs [0] inputs [0, 1] {
// CHECK-NEXT:   ^bb0(%dy: tensor<8x?xf32>):
// CHECK-NEXT:     %da, %db = autodiff.grad_of "aten.add"(%dy) of (%y : tensor<8x?xf32>) : tensor<8x?xf32> -> tensor<8x?xf32>, tensor<?x1xf32> {
// CHECK-NEXT:       %0 = aten.size %b : tensor<?x1xf32> -> tensor<2xindex>
// CHECK-NEXT:       %1 = aten.size %dy : tensor<8x?xf32> -> tensor<2xindex>
// CHECK-NEXT:       %2 = autodiff.size_if_not_equal %0, %1 : tensor<2xindex>, tensor<2xindex> -> !autodiff.optional_size<2>
// CHECK-NEXT:       %3 = autodiff.grad_sum_to_size %dy, %2 : tensor<8x?xf32>, !autodiff.optional_size<2> -> tensor<?x1xf32>
// CHECK-NEXT:       autodiff.yield %dy, %3 : tensor<8x?xf32>, tensor<?x1xf32>
// CHECK-NEXT:     }
// CHECK-NEXT:     autodiff.yield %da, %db : tensor<8x?xf32>, tensor<?x1xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.return %y : tensor<8x?xf32>
// CHECK-NEXT: }

// -----

// Promotion is undone as well.
func.func @promoted(%a: tensor<2xf32>, %b: tensor<2xf64>) -> tensor<2xf64> {
  %y = aten.add %a, %b : tensor<2xf32>, tensor<2xf64> -> tensor<2xf64>
  func.return %y : tensor<2xf64>
}

// CHECK:      func.func @promoted(%a: tensor<2xf32> {autodiff.requires_grad}, %b: tensor<2xf64> {autodiff.requires_grad}) -> tensor<2xf64> {
// CHECK-NEXT:   %y = aten.add %a, %b {autodiff.requires_grad} : tensor<2xf32>, tensor<2xf64> -> tensor<2xf64>
// CHECK-NEXT:   autodiff.reverse outputs [0] inputs [0, 1] {
// CHECK-NEXT:   ^bb0(%dy: tensor<2xf64>):
// CHECK-NEXT:     %da, %db = autodiff.grad_of "aten.add"(%dy) of (%y : tensor<2xf64>) : tensor<2xf64> -> tensor<2xf32>, tensor<2xf64> {
// CHECK-NEXT:       %0 = aten.to %dy dtype = f32 : tensor<2xf64> -> tensor<2xf32>
// CHECK-NEXT:       autodiff.yield %0, %dy : tensor<2xf32>, tensor<2xf64>
// CHECK-NEXT:     }
// CHECK-NEXT:     autodiff.yield %da, %db : tensor<2xf32>, tensor<2xf64>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.return %y : tensor<2xf64>
// CHECK-NEXT: }
