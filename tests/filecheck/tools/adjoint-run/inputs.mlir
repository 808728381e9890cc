// RUN: %python -c "import numpy as n; n.save(r'%t.x.npy', n.ones((3, 4), 'f4')); n.save(r'%t.w.npy', n.ones((2, 4), 'f4'))"
// RUN: %python -c "import numpy as n; n.save(r'%t.d.npy', n.ones((3, 4))); n.save(r'%t.r.npy', n.ones(4, 'f4')); n.savez(r'%t.z.npz', n.ones(4))"
// RUN: %python -c "import numpy as n; n.save(r'%t.s.npy', n.ones((3, 5), 'f4')); n.save(r'%t.o.npy', n.array([None]), allow_pickle=True)"
// RUN: not adjoint-run %s --inputs %t.x.npy 2>&1 | filecheck %s --check-prefix=COUNT
// RUN: not adjoint-run %s --inputs %t.x.npy --check 2>&1 | filecheck %s --check-prefix=COUNT
// RUN: not adjoint-run %s --inputs %t.x.npy %t.d.npy 2>&1 | filecheck %s --check-prefix=DTYPE
// RUN: not adjoint-run %s --inputs %t.x.npy %t.r.npy 2>&1 | filecheck %s --check-prefix=RANK
// RUN: not adjoint-run %s --inputs %t.x.npy %t.s.npy 2>&1 | filecheck %s --check-prefix=SIZE
// RUN: not adjoint-run %s --inputs %t.x.npy %t.z.npz 2>&1 | filecheck %s --check-prefix=ARCHIVE
// RUN: not adjoint-run %s --inputs %t.x.npy %t.o.npy 2>&1 | filecheck %s --check-prefix=OBJECTS
// RUN: not adjoint-run %s --inputs %t.x.npy %t.missing.npy 2>&1 | filecheck %s --check-prefix=MISSING
// RUN: not adjoint-run %s --inputs %t.x.npy %t.w.npy --output %t.npz 2>&1 | filecheck %s --check-prefix=BROADCAST
// RUN: not ls %t.npz

func.func @f(%x: tensor<?x4xf32>, %b: tensor<?x4xf32>) -> tensor<?x4xf32> {
  %0 = aten.add %x, %b : tensor<?x4xf32>, tensor<?x4xf32> -> tensor<?x4xf32>
  return %0 : tensor<?x4xf32>
}

// COUNT: error: @f takes 2 arguments (x: float{{32|64}}[?, 4], b: float{{32|64}}[?, 4]), got 1
// DTYPE: error: argument 'b': expected float32[?, 4], got dtype float64
// RANK: error: argument 'b': expected float32[?, 4], got shape [4]
// SIZE: error: argument 'b': expected float32[?, 4], got shape [3, 5]
// ARCHIVE: error: {{.*}}.z.npz: an archive of several arrays: give one .npy file for each argument
// OBJECTS: error: {{.*}}.o.npy: not a .npy file of numbers
// MISSING: error: {{.*}}.missing.npy: No such file or directory
// BROADCAST: inputs.mlir:16:3: error: 'aten.add': shapes [3, 4] and [2, 4] cannot broadcast: sizes 3 and 2 at dimension 0 differ and neither is 1
