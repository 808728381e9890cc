// RUN: adjoint-opt %s -p 'inline-reverse{function=f},symbol-dce' | filecheck %s --check-prefix=ATEN
// RUN: adjoint-opt %s -p 'inline-reverse{function=f},lower-to-kernels' | filecheck %s --check-prefix=KERNELS
// RUN: adjoint-opt %s -p 'inline-reverse{function=f},lower-to-loops' | filecheck %s --check-prefix=LOOPS
// RUN: adjoint-opt %s -p 'inline-reverse{function=f},lower-to-llvm' -t llvm | filecheck %s --check-prefix=LLVM

// Value and gradient of a bias and an activation, through every stage: forward, reverse and the sum over rows are one
// kernel, which reads its input once.

func.func @f(%x: tensor<?x64xf32>, %b: tensor<64xf32>) -> tensor<f32> {
  %z = aten.add %x, %b : tensor<?x64xf32>, tensor<64xf32> -> tensor<?x64xf32>
  %y = aten.tanh %z : tensor<?x64xf32> -> tensor<?x64xf32>
  %s = aten.sum %y : tensor<?x64xf32> -> tensor<f32>
  return %s : tensor<f32>
}

// ATEN:       func.func @f.value_and_grad(%x: tensor<?x64xf32>, %b: tensor<64xf32>) -> (tensor<f32>, tensor<?x64xf32>, tensor<64xf32>) {

// KERNELS:       func.func @f.value_and_grad(
// KERNELS:         func.call @[[KERNEL:kernel_[0-9]+]](
// KERNELS-NOT:     func.call
// KERNELS:         func.return

// LOOPS:       func.func @f.value_and_grad(%x: memref<?x64xf32>, %b: memref<64xf32>, %out0: memref<f32>, %out1: memref<?x64xf32>, %out2: memref<64xf32>, %arena: memref<?xi8>, %threads: index) {
// LOOPS:         scf.parallel
// LOOPS:       func.func @f.value_and_grad.plan(

// LLVM:       define i64 @f.value_and_grad(ptr
// LLVM:       define i64 @f.value_and_grad.plan(ptr
