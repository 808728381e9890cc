// `--profile` prints a line for each step, in order of time, with the bytes of its buffers and the operations of its
// products. Times are whatever they are.

// RUN: env ADJOINT_CACHE_DIR= adjoint-run %s --function product --size 64 --calls 2 --threads 1 --profile | filecheck %s
// RUN: not adjoint-run %s --function product --calls 0 --profile 2>&1 | filecheck %s --check-prefix CALLS
// RUN: not adjoint-run %s --function rows --profile 2>&1 | filecheck %s --check-prefix ROWS

func.func @product(%a: tensor<?x32xf32>, %b: tensor<32x100xf32>) -> tensor<?x100xf32> {
  %c = aten.mm %a, %b : tensor<?x32xf32>, tensor<32x100xf32> -> tensor<?x100xf32>
  %y = aten.tanh %c : tensor<?x100xf32> -> tensor<?x100xf32>
  return %y : tensor<?x100xf32>
}

// CHECK:      {{^}}step {{.*}}calls {{.*}}ms {{.*}}MB {{.*}}GB/s {{.*}}% memory {{.*}}GFLOP/s {{.*}}% GEMM
// CHECK-DAG:  {{^}}cblas_sgemm 1 {{.*}} 0.047 {{.*}} {{[0-9.]+}} {{.*}} {{[0-9]+$}}
// CHECK-DAG:  {{^}}kernel_0 1 {{.*}} 0.051
// CHECK:      {{^}}total 2 {{.*}} 0.098
// CHECK:      limits measured on 1 thread: memory {{.*}} GB/s, GEMM of float32 {{.*}} GFLOP/s

// CALLS: error: --calls must be at least 1, got 0

func.func @rows(%x: tensor<4xf32>) -> tensor<?x1xi64> {
  %y = aten.nonzero %x : tensor<4xf32> -> tensor<?x1xi64>
  return %y : tensor<?x1xi64>
}

// ROWS: error: @rows cannot be profiled: some of its sizes depend on data
