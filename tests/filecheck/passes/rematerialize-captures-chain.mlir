// RUN: adjoint-opt %s -p 'differentiate{rematerialize=true}' | filecheck %s

// A chain of ten is too long to be computed again whole: what the ninth op gives is captured, the others are not.
func.func @f(%x: tensor<9xf32>) -> tensor<9xf32> {
  %0 = aten.sin %x : tensor<9xf32> -> tensor<9xf32>
  %1 = aten.sin %0 : tensor<9xf32> -> tensor<9xf32>
  %2 = aten.sin %1 : tensor<9xf32> -> tensor<9xf32>
  %3 = aten.sin %2 : tensor<9xf32> -> tensor<9xf32>
  %4 = aten.sin %3 : tensor<9xf32> -> tensor<9xf32>
  %5 = aten.sin %4 : tensor<9xf32> -> tensor<9xf32>
  %6 = aten.sin %5 : tensor<9xf32> -> tensor<9xf32>
  %7 = aten.sin %6 : tensor<9xf32> -> tensor<9xf32>
  %8 = aten.sin %7 : tensor<9xf32> -> tensor<9xf32>
  %y = aten.sin %8 : tensor<9xf32> -> tensor<9xf32>
  return %y : tensor<9xf32>
}

// CHECK-LABEL: func.func @f(
// CHECK-SAME:    captured_inputs = [0], captured_outputs = [1],
// CHECK:         %8 = aten.sin %7
// CHECK:         func.return %y, %8 :
