// RUN: adjoint-opt %s --verify-diagnostics --split-input-file | filecheck %s

// Shapes that the elements do not fit into, and sizes that are not sizes.

// CHECK: 'aten.reshape': shape [5, 2] is invalid for the 12 elements of [3, 4]
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.reshape %x size = [5, 2] : tensor<3x4xf32> -> tensor<5x2xf32>
  func.return
}

// -----

// CHECK: 'aten.reshape': shape [5, -1] is invalid for the 12 elements of [3, 4]
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.reshape %x size = [5, -1] : tensor<3x4xf32> -> tensor<5x?xf32>
  func.return
}

// -----

// CHECK: 'aten.reshape': at most one size can be -1, got [-1, -1]
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.reshape %x size = [-1, -1] : tensor<3x4xf32> -> tensor<?x?xf32>
  func.return
}

// -----

// CHECK: 'aten.reshape': shape [0, -1] is ambiguous: it has 0 elements whatever -1 is
func.func @f(%x: tensor<3x0xf32>) {
  %0 = aten.reshape %x size = [0, -1] : tensor<3x0xf32> -> tensor<0x?xf32>
  func.return
}

// -----

// CHECK: 'aten.reshape': sizes must not be negative, got [-2, -6]
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.reshape %x size = [-2, -6] : tensor<3x4xf32> -> tensor<?x?xf32>
  func.return
}

// -----

// CHECK: 'aten.reshape': expected a target shape: either a static list of sizes or an operand of indices
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.reshape %x : tensor<3x4xf32> -> tensor<12xf32>
  func.return
}

// -----

// CHECK: 'aten.reshape': the size operand must be a tensor<nxindex> of static n, got tensor<2xi64>
func.func @f(%x: tensor<3x4xf32>, %s: tensor<2xi64>) {
  %0 = aten.reshape %x, %s : tensor<3x4xf32>, tensor<2xi64> -> tensor<?x?xf32>
  func.return
}

// -----

// CHECK: 'aten.reshape': the size operand must hold sizes, got [12, -1]
func.func @f(%x: tensor<3x4xf32>) {
  %s = aten.constant dense<[12, -1]> : tensor<2xindex>
  %0 = aten.reshape %x, %s : tensor<3x4xf32>, tensor<2xindex> -> tensor<?x?xf32>
  func.return
}

// -----

// CHECK: 'aten.expand': size 4 cannot expand to 5 at dimension 2: only size 1 expands
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.expand %x size = [2, 3, 5] : tensor<3x4xf32> -> tensor<2x3x5xf32>
  func.return
}

// -----

// CHECK: 'aten.expand': a tensor of rank 2 cannot expand to 1 dimensions
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.expand %x size = [4] : tensor<3x4xf32> -> tensor<4xf32>
  func.return
}

// -----

// CHECK: 'aten.expand': -1 keeps the size of a dimension that is there, in [-1, 3, 4] it is new
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.expand %x size = [-1, 3, 4] : tensor<3x4xf32> -> tensor<?x3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.flatten': start_dim 1 comes after end_dim 0
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.flatten %x start_dim = 1 end_dim = 0 : tensor<3x4xf32> -> tensor<12xf32>
  func.return
}

// -----

// CHECK: 'aten.squeeze': the size of dim 0 is known only at run time, and with it the rank of the result: use aten.select or aten.reshape
func.func @f(%x: tensor<?x4xf32>) {
  %0 = aten.squeeze %x dim = [0] : tensor<?x4xf32> -> tensor<4xf32>
  func.return
}

// -----

// CHECK: 'aten.unsqueeze': dim 3 is out of range for a tensor of rank 3
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.unsqueeze %x dim = 3 : tensor<3x4xf32> -> tensor<3x4x1xf32>
  func.return
}

// -----

// CHECK: 'aten.t': expected a tensor of rank 2 or less, got rank 3
func.func @f(%x: tensor<2x3x4xf32>) {
  %0 = aten.t %x : tensor<2x3x4xf32> -> tensor<4x3x2xf32>
  func.return
}

// -----

// CHECK: 'aten.transpose': dim 3 is out of range for a tensor of rank 3
func.func @f(%x: tensor<2x3x4xf32>) {
  %0 = aten.transpose %x dim0 = 0 dim1 = 3 : tensor<2x3x4xf32> -> tensor<4x3x2xf32>
  func.return
}

// -----

// CHECK: 'aten.permute': dims [0, 1] does not name the 3 dimensions of the input
func.func @f(%x: tensor<2x3x4xf32>) {
  %0 = aten.permute %x dims = [0, 1] : tensor<2x3x4xf32> -> tensor<2x3xf32>
  func.return
}

// -----

// CHECK: 'aten.permute': dims [0, 1, -2] names a dimension more than once
func.func @f(%x: tensor<2x3x4xf32>) {
  %0 = aten.permute %x dims = [0, 1, -2] : tensor<2x3x4xf32> -> tensor<2x3x3xf32>
  func.return
}

// -----

// CHECK: 'aten.unflatten': dim 1 of size 4 cannot have the sizes [3, -1]
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.unflatten %x dim = 1 sizes = [3, -1] : tensor<3x4xf32> -> tensor<3x3x1xf32>
  func.return
}

// -----

// CHECK: 'aten.unflatten': sizes must not be negative, but for one -1, got [-1, -1]
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.unflatten %x dim = 1 sizes = [-1, -1] : tensor<3x4xf32> -> tensor<3x2x2xf32>
  func.return
}

// -----

// CHECK: 'aten.unflatten': sizes must not be empty
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.unflatten %x dim = 1 sizes = [] : tensor<3x4xf32> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.movedim': source [0, 0] names a dimension more than once
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.movedim %x source = [0, 0] destination = [0, 1] : tensor<3x4xf32> -> tensor<3x4xf32>
  func.return
}

// -----

// CHECK: 'aten.movedim': expected as many dims in destination as in source, got [0] and [0, 1]
func.func @f(%x: tensor<3x4xf32>) {
  %0 = aten.movedim %x source = [0, 1] destination = [0] : tensor<3x4xf32> -> tensor<3x4xf32>
  func.return
}
