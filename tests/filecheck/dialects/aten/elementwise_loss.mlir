// RUN: adjoint-opt %s | filecheck %s
// RUN: adjoint-opt %s --print-op-generic | adjoint-opt | filecheck %s

// Losses of each element, then their mean, their sum or themselves.

// CHECK-LABEL: func.func @losses
func.func @losses(%x: tensor<2x3xf32>, %t: tensor<2x3xf32>, %w: tensor<3xf32>) {
  %0 = aten.mse_loss %x, %t : tensor<2x3xf32>, tensor<2x3xf32> -> tensor<f32>
  // CHECK-NEXT: %0 = aten.mse_loss %x, %t : tensor<2x3xf32>, tensor<2x3xf32> -> tensor<f32>
  %1 = aten.mse_loss %x, %w reduction = "none" : tensor<2x3xf32>, tensor<3xf32> -> tensor<2x3xf32>
  // CHECK-NEXT: %1 = aten.mse_loss %x, %w reduction = "none" : tensor<2x3xf32>, tensor<3xf32> -> tensor<2x3xf32>
  %2 = aten.l1_loss %x, %t reduction = "sum" : tensor<2x3xf32>, tensor<2x3xf32> -> tensor<f32>
  // CHECK-NEXT: %2 = aten.l1_loss %x, %t reduction = "sum" : tensor<2x3xf32>, tensor<2x3xf32> -> tensor<f32>
  %3 = aten.huber_loss %x, %t reduction = "none" delta = 0.5 : tensor<2x3xf32>, tensor<2x3xf32> -> tensor<2x3xf32>
  // CHECK-NEXT: %3 = aten.huber_loss %x, %t reduction = "none" delta = 0.5 : tensor<2x3xf32>, tensor<2x3xf32> -> tensor<2x3xf32>
  %4 = aten.smooth_l1_loss %x, %t beta = 0.0 : tensor<2x3xf32>, tensor<2x3xf32> -> tensor<f32>
  // CHECK-NEXT: %4 = aten.smooth_l1_loss %x, %t beta = 0.0 : tensor<2x3xf32>, tensor<2x3xf32> -> tensor<f32>
  %5 = aten.kl_div %x, %t reduction = "batchmean" log_target : tensor<2x3xf32>, tensor<2x3xf32> -> tensor<f32>
  // CHECK-NEXT: %5 = aten.kl_div %x, %t reduction = "batchmean" log_target : tensor<2x3xf32>, tensor<2x3xf32> -> tensor<f32>
  %6 = aten.binary_cross_entropy %x, %t, %w : tensor<2x3xf32>, tensor<2x3xf32>, tensor<3xf32> -> tensor<f32>
  // CHECK-NEXT: %6 = aten.binary_cross_entropy %x, %t, %w : tensor<2x3xf32>, tensor<2x3xf32>, tensor<3xf32> -> tensor<f32>
  %7 = aten.binary_cross_entropy_with_logits %x, %t weight(%x : tensor<2x3xf32>) pos_weight(%w : tensor<3xf32>) reduction = "none" : tensor<2x3xf32>, tensor<2x3xf32> -> tensor<2x3xf32>
  // CHECK-NEXT: %7 = aten.binary_cross_entropy_with_logits %x, %t weight(%x : tensor<2x3xf32>) pos_weight(%w : tensor<3xf32>) reduction = "none" : tensor<2x3xf32>, tensor<2x3xf32> -> tensor<2x3xf32>
  %8 = aten.binary_cross_entropy_with_logits %x, %t pos_weight(%w : tensor<3xf32>) : tensor<2x3xf32>, tensor<2x3xf32> -> tensor<f32>
  // CHECK-NEXT: %8 = aten.binary_cross_entropy_with_logits %x, %t pos_weight(%w : tensor<3xf32>) : tensor<2x3xf32>, tensor<2x3xf32> -> tensor<f32>
  %9 = aten._binary_cross_entropy_losses %x, %t : tensor<2x3xf32>, tensor<2x3xf32> -> tensor<2x3xf32>
  // CHECK-NEXT: %9 = aten._binary_cross_entropy_losses %x, %t : tensor<2x3xf32>, tensor<2x3xf32> -> tensor<2x3xf32>
  %10 = aten._binary_cross_entropy_with_logits_losses %x, %t, %w : tensor<2x3xf32>, tensor<2x3xf32>, tensor<3xf32> -> tensor<2x3xf32>
  // CHECK-NEXT: %10 = aten._binary_cross_entropy_with_logits_losses %x, %t, %w : tensor<2x3xf32>, tensor<2x3xf32>, tensor<3xf32> -> tensor<2x3xf32>
  %11 = aten.cosine_similarity %x, %t : tensor<2x3xf32>, tensor<2x3xf32> -> tensor<2xf32>
  // CHECK-NEXT: %11 = aten.cosine_similarity %x, %t : tensor<2x3xf32>, tensor<2x3xf32> -> tensor<2xf32>
  %12 = aten.cosine_similarity %x, %w dim = 0 eps = 0.5 : tensor<2x3xf32>, tensor<3xf32> -> tensor<3xf32>
  // CHECK-NEXT: %12 = aten.cosine_similarity %x, %w dim = 0 eps = 0.5 : tensor<2x3xf32>, tensor<3xf32> -> tensor<3xf32>
  func.return
}
