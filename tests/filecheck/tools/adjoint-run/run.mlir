// RUN: %python -c "import numpy; numpy.save(r'%t.x.npy', numpy.ones((2, 2), 'f4'))"
// RUN: adjoint-run %s --inputs %t.x.npy --grad 0 | filecheck %s
// RUN: adjoint-run %s --check | filecheck %s --check-prefix=CHECKED

func.func @loss(%x: tensor<?x2xf32>) -> tensor<f32> {
  %0 = aten.mul %x, %x : tensor<?x2xf32>, tensor<?x2xf32> -> tensor<?x2xf32>
  %1 = aten.sum %0 : tensor<?x2xf32> -> tensor<f32>
  return %1 : tensor<f32>
}

// CHECK:      result0: float32[]
// CHECK-NEXT: 4.0
// CHECK-NEXT: grad0: float32[2, 2]
// CHECK-NEXT: {{\[\[}}2. 2.]
// CHECK-NEXT:  [2. 2.]]

// CHECKED: argument {{ *}}gradient {{ *}}differences
// CHECKED: ok
