// RUN: not adjoint-run %s --function g 2>&1 | filecheck %s --check-prefix=FUNCTION
// RUN: not adjoint-run %s --grad 7 2>&1 | filecheck %s --check-prefix=GRAD
// RUN: not adjoint-run %s --grad x 2>&1 | filecheck %s --check-prefix=POSITION
// RUN: not adjoint-run %s --size=-1 2>&1 | filecheck %s --check-prefix=SIZE
// RUN: not adjoint-run %s --size 4611686018427387904 2>&1 | filecheck %s --check-prefix=MEMORY
// RUN: not adjoint-run %s --seed=-1 2>&1 | filecheck %s --check-prefix=SEED
// RUN: not adjoint-run %s --threads 0 2>&1 | filecheck %s --check-prefix=THREADS
// RUN: not adjoint-run %s --output %t.nowhere/out.npz 2>&1 | filecheck %s --check-prefix=OUTPUT
// RUN: adjoint-run %s --size 0 | filecheck %s --check-prefix=EMPTY

func.func @f(%x: tensor<?xf32>) -> tensor<f32> {
  %0 = aten.sum %x : tensor<?xf32> -> tensor<f32>
  return %0 : tensor<f32>
}

// FUNCTION: error: the module has no function @g; its functions: @f
// GRAD: error: @f has 1 arguments, there is none at 7
// POSITION: error: --grad takes positions of arguments such as 0,1, got 'x'
// SIZE: error: --size must be at least 0, got -1
// MEMORY: error: argument 'x' of shape [4611686018427387904]: no array can have it, or memory is too small
// SEED: error: --seed must be at least 0, got -1
// THREADS: error: the number of threads must be at least 1, got 0
// OUTPUT: error: {{.*}}nowhere/out.npz: No such file or directory
// EMPTY: result0: float32[]
