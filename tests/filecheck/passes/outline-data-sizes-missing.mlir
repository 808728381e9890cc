// RUN: adjoint-opt %s -p convert-aten-to-linalg --verify-diagnostics | filecheck %s

// CHECK: 'aten.nonzero': its size depends on data: run outline-data-sizes before it is lowered
func.func @f(%x: tensor<?xf32>) -> tensor<?x1xi64> {
  %0 = aten.nonzero %x : tensor<?xf32> -> tensor<?x1xi64>
  func.return %0 : tensor<?x1xi64>
}
