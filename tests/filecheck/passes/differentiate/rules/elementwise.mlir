// RUN: adjoint-opt %s -p differentiate --split-input-file | filecheck %s

// What can be told from the result is: the reverse takes the result, and the input is not kept for it.
func.func @tanh(%x: tensor<?x4xf32>) -> tensor<?x4xf32> {
  %y = aten.tanh %x : tensor<?x4xf32> -> tensor<?x4xf32>
  func.return %y : tensor<?x4xf32>
}

// CHECK:      func.func @tanh.reverse(%dy: tensor<?x4xf32>, %y: tensor<?x4xf32>) -> tensor<?x4xf32> {
// CHECK-NEXT:   %0 = aten.mul %y, %y : tensor<?x4xf32>, tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   %1 = aten.constant dense<1.000000e+00> : tensor<f32>
// CHECK-NEXT:   %2 = aten.sub %1, %0 : tensor<f32>, tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   %dx = aten.mul %dy, %2 : tensor<?x4xf32>, tensor<?x4xf32> -> tensor<?x4xf32>
// CHECK-NEXT:   func.return %dx : tensor<?x4xf32>
// CHECK-NEXT: }

// -----

// g / b and -g · (a / b) / b.
func.func @div(%a: tensor<4xf32>, %b: tensor<4xf32>) -> tensor<4xf32> {
  %y = aten.div %a, %b : tensor<4xf32>, tensor<4xf32> -> tensor<4xf32>
  func.return %y : tensor<4xf32>
}

// CHECK:      func.func @div.reverse(%dy: tensor<4xf32>, %b: tensor<4xf32>, %y: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
// CHECK-NEXT:   %da = aten.div %dy, %b : tensor<4xf32>, tensor<4xf32> -> tensor<4xf32>
// CHECK-NEXT:   %0 = aten.neg %dy : tensor<4xf32> -> tensor<4xf32>
// CHECK-NEXT:   %1 = aten.div %y, %b : tensor<4xf32>, tensor<4xf32> -> tensor<4xf32>
// CHECK-NEXT:   %db = aten.mul %0, %1 : tensor<4xf32>, tensor<4xf32> -> tensor<4xf32>
// CHECK-NEXT:   func.return %da, %db : tensor<4xf32>, tensor<4xf32>
// CHECK-NEXT: }

// -----

// A tie shares: half of the cotangent to each.
func.func @maximum(%a: tensor<4xf32>, %b: tensor<4xf32>) -> tensor<4xf32> {
  %y = aten.maximum %a, %b : tensor<4xf32>, tensor<4xf32> -> tensor<4xf32>
  func.return %y : tensor<4xf32>
}

// CHECK:      func.func @maximum.reverse(%dy: tensor<4xf32>, %a: tensor<4xf32>, %b: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
// CHECK-NEXT:   %0 = aten.lt %a, %b : tensor<4xf32>, tensor<4xf32> -> tensor<4xi1>
// CHECK-NEXT:   %1 = aten.eq %a, %b : tensor<4xf32>, tensor<4xf32> -> tensor<4xi1>
// CHECK-NEXT:   %2 = aten.constant dense<5.000000e-01> : tensor<f32>
// CHECK-NEXT:   %3 = aten.mul %dy, %2 : tensor<4xf32>, tensor<f32> -> tensor<4xf32>
// CHECK-NEXT:   %4 = aten.where %1, %3, %dy : tensor<4xi1>, tensor<4xf32>, tensor<4xf32> -> tensor<4xf32>
// CHECK-NEXT:   %5 = aten.constant dense<0.000000e+00> : tensor<f32>
// CHECK-NEXT:   %da = aten.where %0, %5, %4 : tensor<4xi1>, tensor<f32>, tensor<4xf32> -> tensor<4xf32>
// CHECK-NEXT:   %6 = aten.gt %a, %b : tensor<4xf32>, tensor<4xf32> -> tensor<4xi1>
// CHECK-NEXT:   %db = aten.where %6, %5, %4 : tensor<4xi1>, tensor<f32>, tensor<4xf32> -> tensor<4xf32>
// CHECK-NEXT:   func.return %da, %db : tensor<4xf32>, tensor<4xf32>
// CHECK-NEXT: }

// -----

// A number as exponent: only the power that is needed.
func.func @cube(%x: tensor<4xf32>) -> tensor<4xf32> {
  %n = aten.constant dense<3.0> : tensor<f32>
  %y = aten.pow %x, %n : tensor<4xf32>, tensor<f32> -> tensor<4xf32>
  func.return %y : tensor<4xf32>
}

// CHECK:      func.func @cube.reverse(%dy: tensor<4xf32>, %x: tensor<4xf32>) -> tensor<4xf32> {
// CHECK-NEXT:   %0 = aten.constant dense<2.000000e+00> : tensor<f32>
// CHECK-NEXT:   %1 = aten.pow %x, %0 : tensor<4xf32>, tensor<f32> -> tensor<4xf32>
// CHECK-NEXT:   %2 = aten.constant dense<3.000000e+00> : tensor<f32>
// CHECK-NEXT:   %3 = aten.mul %1, %2 : tensor<4xf32>, tensor<f32> -> tensor<4xf32>
// CHECK-NEXT:   %dx = aten.mul %dy, %3 : tensor<4xf32>, tensor<4xf32> -> tensor<4xf32>
// CHECK-NEXT:   func.return %dx : tensor<4xf32>
// CHECK-NEXT: }

// -----

// The zero of the branch that was not chosen meets the rule of what computed it: 0 / 0 is NaN, and stays so.
func.func @where(%x: tensor<4xf32>) -> tensor<4xf32> {
  %zero = aten.constant dense<0.0> : tensor<f32>
  %c = aten.gt %x, %zero : tensor<4xf32>, tensor<f32> -> tensor<4xi1>
  %l = aten.log %x : tensor<4xf32> -> tensor<4xf32>
  %y = aten.where %c, %l, %zero : tensor<4xi1>, tensor<4xf32>, tensor<f32> -> tensor<4xf32>
  func.return %y : tensor<4xf32>
}

// CHECK:      func.func @where.reverse(%dy: tensor<4xf32>, %x: tensor<4xf32>, %c: tensor<4xi1>) -> tensor<4xf32> {
// CHECK-NEXT:   %0 = aten.constant dense<0.000000e+00> : tensor<f32>
// CHECK-NEXT:   %dl = aten.where %c, %dy, %0 : tensor<4xi1>, tensor<4xf32>, tensor<f32> -> tensor<4xf32>
// CHECK-NEXT:   %dx = aten.div %dl, %x : tensor<4xf32>, tensor<4xf32> -> tensor<4xf32>
// CHECK-NEXT:   func.return %dx : tensor<4xf32>
// CHECK-NEXT: }

// -----

// Mixed element types: the cotangent of the f32 operand is converted from the promoted type.
func.func @promotion(%a: tensor<4xf32>, %b: tensor<4xf64>) -> tensor<4xf64> {
  %y = aten.mul %a, %b : tensor<4xf32>, tensor<4xf64> -> tensor<4xf64>
  func.return %y : tensor<4xf64>
}

// CHECK:      func.func @promotion.reverse(%dy: tensor<4xf64>, %a: tensor<4xf32>, %b: tensor<4xf64>) -> (tensor<4xf32>, tensor<4xf64>) {
// CHECK-NEXT:   %0 = aten.mul %dy, %b : tensor<4xf64>, tensor<4xf64> -> tensor<4xf64>
// CHECK-NEXT:   %da = aten.to %0 dtype = f32 : tensor<4xf64> -> tensor<4xf32>
// CHECK-NEXT:   %db = aten.mul %dy, %a : tensor<4xf64>, tensor<4xf32> -> tensor<4xf64>
// CHECK-NEXT:   func.return %da, %db : tensor<4xf32>, tensor<4xf64>
// CHECK-NEXT: }
