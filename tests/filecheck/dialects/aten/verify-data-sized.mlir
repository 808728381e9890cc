// RUN: adjoint-opt %s --verify-diagnostics | filecheck %s

// CHECK: 'aten.repeat_interleave.Tensor': repeats must be 1-d, got [2, 2]
func.func @f(%repeats: tensor<2x2xi64>) {
  %0 = aten.repeat_interleave.Tensor %repeats : tensor<2x2xi64> -> tensor<?xi64>
  func.return
}
