// RUN: %python -c "import numpy as n; n.save(r'%t.w.npy', n.ones((3, 4), 'f4')); n.save(r'%t.i.npy', n.array([0, 3]))"
// RUN: not adjoint-run %s --inputs %t.w.npy %t.i.npy 2>&1 | filecheck %s

func.func @f(%w: tensor<?x4xf32>, %i: tensor<?xi64>) -> tensor<?x4xf32> {
  %0 = aten.embedding %w, %i : tensor<?x4xf32>, tensor<?xi64> -> tensor<?x4xf32>
  return %0 : tensor<?x4xf32>
}

// CHECK: index-out-of-range.mlir:5:3: error: 'aten.embedding': an index is out of range: it must be at least 0 and less than the size
