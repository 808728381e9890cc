// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s

// Normalisation by statistics of channels, with and without the operands that may be absent.

// CHECK-LABEL: func.func @batch
func.func @batch(%x: tensor<?x3x8xf32>, %w: tensor<3xf32>, %b: tensor<3xf32>, %m: tensor<3xf32>, %v: tensor<3xf32>) {
  %0 = aten.batch_norm %x training : tensor<?x3x8xf32> -> tensor<?x3x8xf32>
  // CHECK-NEXT: %0 = aten.batch_norm %x training : tensor<?x3x8xf32> -> tensor<?x3x8xf32>
  %1 = aten.batch_norm %x weight(%w : tensor<3xf32>) bias(%b : tensor<3xf32>) running_mean(%m : tensor<3xf32>) running_var(%v : tensor<3xf32>) eps = 0.001 : tensor<?x3x8xf32> -> tensor<?x3x8xf32>
  // CHECK-NEXT: %1 = aten.batch_norm %x weight(%w : tensor<3xf32>) bias(%b : tensor<3xf32>) running_mean(%m : tensor<3xf32>) running_var(%v : tensor<3xf32>) eps = 0.001 : tensor<?x3x8xf32> -> tensor<?x3x8xf32>
  %2 = aten.batch_norm %x bias(%b : tensor<3xf32>) training momentum = 0.25 : tensor<?x3x8xf32> -> tensor<?x3x8xf32>
  // CHECK-NEXT: %2 = aten.batch_norm %x bias(%b : tensor<3xf32>) training momentum = 0.25 : tensor<?x3x8xf32> -> tensor<?x3x8xf32>
  func.return
}

// CHECK-LABEL: func.func @with_statistics
func.func @with_statistics(%x: tensor<?x3x8xf32>, %w: tensor<3xf32>, %b: tensor<3xf32>, %m: tensor<3xf32>, %v: tensor<3xf32>) {
  %0, %1, %2 = aten.native_batch_norm %x weight(%w : tensor<3xf32>) bias(%b : tensor<3xf32>) training : tensor<?x3x8xf32> -> tensor<?x3x8xf32>, tensor<3xf32>, tensor<3xf32>
  // CHECK-NEXT: %0, %1, %2 = aten.native_batch_norm %x weight(%w : tensor<3xf32>) bias(%b : tensor<3xf32>) training : tensor<?x3x8xf32> -> tensor<?x3x8xf32>, tensor<3xf32>, tensor<3xf32>
  %3 = aten.detach %1 : tensor<3xf32> -> tensor<3xf32>
  // CHECK-NEXT: %3 = aten.detach %1 : tensor<3xf32> -> tensor<3xf32>
  %4 = aten.detach %2 : tensor<3xf32> -> tensor<3xf32>
  // CHECK-NEXT: %4 = aten.detach %2 : tensor<3xf32> -> tensor<3xf32>
  %5, %6, %7 = aten.native_batch_norm %x weight(%w : tensor<3xf32>) bias(%b : tensor<3xf32>) running_mean(%m : tensor<3xf32>) running_var(%v : tensor<3xf32>) : tensor<?x3x8xf32> -> tensor<?x3x8xf32>, tensor<0xf32>, tensor<0xf32>
  // CHECK-NEXT: %5, %6, %7 = aten.native_batch_norm %x weight(%w : tensor<3xf32>) bias(%b : tensor<3xf32>) running_mean(%m : tensor<3xf32>) running_var(%v : tensor<3xf32>) : tensor<?x3x8xf32> -> tensor<?x3x8xf32>, tensor<0xf32>, tensor<0xf32>
  %8 = aten.detach %6 : tensor<0xf32> -> tensor<0xf32>
  // CHECK-NEXT: %8 = aten.detach %6 : tensor<0xf32> -> tensor<0xf32>
  %9 = aten.detach %7 : tensor<0xf32> -> tensor<0xf32>
  // CHECK-NEXT: %9 = aten.detach %7 : tensor<0xf32> -> tensor<0xf32>
  %10, %11, %12, %13, %14 = aten._native_batch_norm_legit_functional %x weight(%w : tensor<3xf32>) bias(%b : tensor<3xf32>) running_mean(%m : tensor<3xf32>) running_var(%v : tensor<3xf32>) training : tensor<?x3x8xf32> -> tensor<?x3x8xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
  // CHECK-NEXT: %10, %11, %12, %13, %14 = aten._native_batch_norm_legit_functional %x weight(%w : tensor<3xf32>) bias(%b : tensor<3xf32>) running_mean(%m : tensor<3xf32>) running_var(%v : tensor<3xf32>) training : tensor<?x3x8xf32> -> tensor<?x3x8xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
  %15 = aten.detach %11 : tensor<3xf32> -> tensor<3xf32>
  // CHECK-NEXT: %15 = aten.detach %11 : tensor<3xf32> -> tensor<3xf32>
  %16 = aten.detach %12 : tensor<3xf32> -> tensor<3xf32>
  // CHECK-NEXT: %16 = aten.detach %12 : tensor<3xf32> -> tensor<3xf32>
  %17 = aten.detach %13 : tensor<3xf32> -> tensor<3xf32>
  // CHECK-NEXT: %17 = aten.detach %13 : tensor<3xf32> -> tensor<3xf32>
  %18 = aten.detach %14 : tensor<3xf32> -> tensor<3xf32>
  // CHECK-NEXT: %18 = aten.detach %14 : tensor<3xf32> -> tensor<3xf32>
  func.return
}

// CHECK-LABEL: func.func @groups_and_instances
func.func @groups_and_instances(%x: tensor<?x4x8x8xf32>, %w: tensor<4xf32>, %b: tensor<4xf32>, %m: tensor<4xf32>, %v: tensor<4xf32>) {
  %0 = aten.group_norm %x num_groups = 2 weight(%w : tensor<4xf32>) bias(%b : tensor<4xf32>) : tensor<?x4x8x8xf32> -> tensor<?x4x8x8xf32>
  // CHECK-NEXT: %0 = aten.group_norm %x num_groups = 2 weight(%w : tensor<4xf32>) bias(%b : tensor<4xf32>) : tensor<?x4x8x8xf32> -> tensor<?x4x8x8xf32>
  %1 = aten.group_norm %x num_groups = 4 eps = 0.5 : tensor<?x4x8x8xf32> -> tensor<?x4x8x8xf32>
  // CHECK-NEXT: %1 = aten.group_norm %x num_groups = 4 eps = 0.5 : tensor<?x4x8x8xf32> -> tensor<?x4x8x8xf32>
  %2 = aten.instance_norm %x weight(%w : tensor<4xf32>) use_input_stats : tensor<?x4x8x8xf32> -> tensor<?x4x8x8xf32>
  // CHECK-NEXT: %2 = aten.instance_norm %x weight(%w : tensor<4xf32>) use_input_stats : tensor<?x4x8x8xf32> -> tensor<?x4x8x8xf32>
  %3 = aten.instance_norm %x running_mean(%m : tensor<4xf32>) running_var(%v : tensor<4xf32>) : tensor<?x4x8x8xf32> -> tensor<?x4x8x8xf32>
  // CHECK-NEXT: %3 = aten.instance_norm %x running_mean(%m : tensor<4xf32>) running_var(%v : tensor<4xf32>) : tensor<?x4x8x8xf32> -> tensor<?x4x8x8xf32>
  func.return
}

// CHECK-LABEL: func.func @mean_square
func.func @mean_square(%x: tensor<?x4xf32>, %w: tensor<4xf32>) {
  %0 = aten.rms_norm %x normalized_shape = [4] : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %0 = aten.rms_norm %x normalized_shape = [4] : tensor<?x4xf32> -> tensor<?x4xf32>
  %1 = aten.rms_norm %x normalized_shape = [4] weight(%w : tensor<4xf32>) eps = 1.0e-06 : tensor<?x4xf32> -> tensor<?x4xf32>
  // CHECK-NEXT: %1 = aten.rms_norm %x normalized_shape = [4] weight(%w : tensor<4xf32>) eps = 1.0e-06 : tensor<?x4xf32> -> tensor<?x4xf32>
  func.return
}
