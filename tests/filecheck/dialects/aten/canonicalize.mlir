// RUN: adjoint-opt %s -p canonicalize | filecheck %s

// Folds and rewrites of the aten dialect: only what is exact for every element, NaN, infinities and -0 included.

// What adds, subtracts, multiplies or divides to nothing. `x + 0` stays, as it would turn -0 into 0.

func.func @neutral_elements(%x: tensor<?x4xf32>, %n: tensor<3xi64>) -> (tensor<?x4xf32>, tensor<?x4xf32>, tensor<?x4xf32>, tensor<?x4xf32>, tensor<3xi64>) {
  %zero = aten.constant dense<0.0> : tensor<f32>
  %one = aten.constant dense<1.0> : tensor<f32>
  %no = aten.constant dense<0> : tensor<i64>
  %0 = aten.add %x, %zero : tensor<?x4xf32>, tensor<f32> -> tensor<?x4xf32>
  %1 = aten.sub %x, %zero : tensor<?x4xf32>, tensor<f32> -> tensor<?x4xf32>
  %2 = aten.mul %one, %x : tensor<f32>, tensor<?x4xf32> -> tensor<?x4xf32>
  %3 = aten.div %x, %one : tensor<?x4xf32>, tensor<f32> -> tensor<?x4xf32>
  %4 = aten.add %n, %no : tensor<3xi64>, tensor<i64> -> tensor<3xi64>
  func.return %0, %1, %2, %3, %4 : tensor<?x4xf32>, tensor<?x4xf32>, tensor<?x4xf32>, tensor<?x4xf32>, tensor<3xi64>
}

// CHECK-LABEL: func.func @neutral_elements
// CHECK-NEXT:   %zero = aten.constant dense<0.000000e+00> : tensor<f32>
// CHECK-NEXT:   %0 = aten.add %x, %zero : tensor<?x4xf32>, tensor<f32> -> tensor<?x4xf32>
// CHECK-NEXT:   func.return %0, %x, %x, %x, %n : tensor<?x4xf32>, tensor<?x4xf32>, tensor<?x4xf32>, tensor<?x4xf32>, tensor<3xi64>

// A neutral element that changes shape or element type is not one.

func.func @not_neutral(%x: tensor<4xf32>, %n: tensor<4xi64>) -> (tensor<3x4xf32>, tensor<4xf32>) {
  %ones = aten.full size = [3, 4] fill_value = 1.0 : f32 : tensor<3x4xf32>
  %one = aten.constant dense<1.0> : tensor<f32>
  %0 = aten.mul %x, %ones : tensor<4xf32>, tensor<3x4xf32> -> tensor<3x4xf32>
  %1 = aten.mul %n, %one : tensor<4xi64>, tensor<f32> -> tensor<4xf32>
  func.return %0, %1 : tensor<3x4xf32>, tensor<4xf32>
}

// CHECK-LABEL: func.func @not_neutral
// CHECK-NEXT:   %ones = aten.full size = [3, 4] fill_value = 1.000000e+00 : f32 : tensor<3x4xf32>
// CHECK-NEXT:   %one = aten.constant dense<1.000000e+00> : tensor<f32>
// CHECK-NEXT:   %0 = aten.mul %x, %ones : tensor<4xf32>, tensor<3x4xf32> -> tensor<3x4xf32>
// CHECK-NEXT:   %1 = aten.mul %n, %one : tensor<4xi64>, tensor<f32> -> tensor<4xf32>
// CHECK-NEXT:   func.return %0, %1 : tensor<3x4xf32>, tensor<4xf32>

// Numbers are computed in their own precision: 0.1 + 0.2 in f32.

func.func @numbers() -> (tensor<f32>, tensor<i1>, tensor<f32>) {
  %0 = aten.constant dense<0.1> : tensor<f32>
  %1 = aten.constant dense<0.2> : tensor<f32>
  %2 = aten.constant dense<-7> : tensor<i64>
  %3 = aten.add %0, %1 : tensor<f32>, tensor<f32> -> tensor<f32>
  %4 = aten.lt %0, %1 : tensor<f32>, tensor<f32> -> tensor<i1>
  %5 = aten.neg %2 : tensor<i64> -> tensor<i64>
  %6 = aten.to %5 dtype = f32 : tensor<i64> -> tensor<f32>
  func.return %3, %4, %6 : tensor<f32>, tensor<i1>, tensor<f32>
}

// CHECK-LABEL: func.func @numbers
// CHECK-NEXT:   %0 = aten.constant dense<3.000000e-01> : tensor<f32>
// CHECK-NEXT:   %1 = aten.constant dense<true> : tensor<i1>
// CHECK-NEXT:   %2 = aten.constant dense<7.000000e+00> : tensor<f32>
// CHECK-NEXT:   func.return %0, %1, %2 : tensor<f32>, tensor<i1>, tensor<f32>

// Powers by a number are what PyTorch computes them as.

func.func @powers(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) {
  %one = aten.constant dense<1.0> : tensor<f32>
  %two = aten.constant dense<2.0> : tensor<f32>
  %three = aten.constant dense<3.0> : tensor<f32>
  %half = aten.constant dense<0.5> : tensor<f32>
  %minus_half = aten.constant dense<-0.5> : tensor<f32>
  %minus_one = aten.constant dense<-1.0> : tensor<f32>
  %0 = aten.pow %x, %one : tensor<4xf32>, tensor<f32> -> tensor<4xf32>
  %1 = aten.pow %x, %two : tensor<4xf32>, tensor<f32> -> tensor<4xf32>
  %2 = aten.pow %x, %three : tensor<4xf32>, tensor<f32> -> tensor<4xf32>
  %3 = aten.pow %x, %half : tensor<4xf32>, tensor<f32> -> tensor<4xf32>
  %4 = aten.pow %x, %minus_half : tensor<4xf32>, tensor<f32> -> tensor<4xf32>
  %5 = aten.pow %x, %minus_one : tensor<4xf32>, tensor<f32> -> tensor<4xf32>
  func.return %0, %1, %2, %3, %4, %5 : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
}

// CHECK-LABEL: func.func @powers
// CHECK-NEXT:   %0 = aten.mul %x, %x : tensor<4xf32>, tensor<4xf32> -> tensor<4xf32>
// CHECK-NEXT:   %1 = aten.mul %x, %x : tensor<4xf32>, tensor<4xf32> -> tensor<4xf32>
// CHECK-NEXT:   %2 = aten.mul %1, %x : tensor<4xf32>, tensor<4xf32> -> tensor<4xf32>
// CHECK-NEXT:   %3 = aten.sqrt %x : tensor<4xf32> -> tensor<4xf32>
// CHECK-NEXT:   %4 = aten.rsqrt %x : tensor<4xf32> -> tensor<4xf32>
// CHECK-NEXT:   %5 = aten.reciprocal %x : tensor<4xf32> -> tensor<4xf32>
// CHECK-NEXT:   func.return %x, %0, %2, %3, %4, %5 : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>

// Functions applied twice, conversions there and back.

func.func @twice(%x: tensor<?xf32>) -> (tensor<?xf32>, tensor<?xf32>, tensor<?xf32>, tensor<?xf32>) {
  %0 = aten.neg %x : tensor<?xf32> -> tensor<?xf32>
  %1 = aten.neg %0 : tensor<?xf32> -> tensor<?xf32>
  %2 = aten.abs %x : tensor<?xf32> -> tensor<?xf32>
  %3 = aten.abs %2 : tensor<?xf32> -> tensor<?xf32>
  %4 = aten.to %x dtype = f64 : tensor<?xf32> -> tensor<?xf64>
  %5 = aten.to %4 dtype = f32 : tensor<?xf64> -> tensor<?xf32>
  %6 = aten.to %x dtype = i64 : tensor<?xf32> -> tensor<?xi64>
  %7 = aten.to %6 dtype = f32 : tensor<?xi64> -> tensor<?xf32>
  func.return %1, %3, %5, %7 : tensor<?xf32>, tensor<?xf32>, tensor<?xf32>, tensor<?xf32>
}

// CHECK-LABEL: func.func @twice
// CHECK-NEXT:   %0 = aten.abs %x : tensor<?xf32> -> tensor<?xf32>
// CHECK-NEXT:   %1 = aten.to %x dtype = i64 : tensor<?xf32> -> tensor<?xi64>
// CHECK-NEXT:   %2 = aten.to %1 dtype = f32 : tensor<?xi64> -> tensor<?xf32>
// CHECK-NEXT:   func.return %x, %0, %x, %2 : tensor<?xf32>, tensor<?xf32>, tensor<?xf32>, tensor<?xf32>

// A choice that is none.

func.func @choice(%c: tensor<4xi1>, %x: tensor<4xf32>, %y: tensor<f32>) -> (tensor<4xf32>, tensor<4xf32>) {
  %true = aten.constant dense<true> : tensor<i1>
  %0 = aten.where %c, %x, %x : tensor<4xi1>, tensor<4xf32>, tensor<4xf32> -> tensor<4xf32>
  %1 = aten.where %true, %x, %y : tensor<i1>, tensor<4xf32>, tensor<f32> -> tensor<4xf32>
  func.return %0, %1 : tensor<4xf32>, tensor<4xf32>
}

// CHECK-LABEL: func.func @choice
// CHECK-NEXT:   func.return %x, %x : tensor<4xf32>, tensor<4xf32>

// Where %y is of unknown size, %x may be broadcast to it.

func.func @choice_that_broadcasts(%x: tensor<?xf32>, %y: tensor<?xf32>) -> tensor<?xf32> {
  %true = aten.constant dense<true> : tensor<i1>
  %0 = aten.where %true, %x, %y : tensor<i1>, tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>
  func.return %0 : tensor<?xf32>
}

// CHECK-LABEL: func.func @choice_that_broadcasts
// CHECK-NEXT:   %true = aten.constant dense<true> : tensor<i1>
// CHECK-NEXT:   %0 = aten.where %true, %x, %y : tensor<i1>, tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>
// CHECK-NEXT:   func.return %0 : tensor<?xf32>

// Permutations compose.

func.func @permutations(%x: tensor<?x3x4xf32>, %m: tensor<?x4xf32>) -> (tensor<?x4xf32>, tensor<?x3x4xf32>, tensor<3x4x?xf32>, tensor<?x3x4xf32>) {
  %0 = aten.t %m : tensor<?x4xf32> -> tensor<4x?xf32>
  %1 = aten.t %0 : tensor<4x?xf32> -> tensor<?x4xf32>
  %2 = aten.transpose %x dim0 = 0 dim1 = 2 : tensor<?x3x4xf32> -> tensor<4x3x?xf32>
  %3 = aten.permute %2 dims = [2, 1, 0] : tensor<4x3x?xf32> -> tensor<?x3x4xf32>
  %4 = aten.permute %2 dims = [1, 0, 2] : tensor<4x3x?xf32> -> tensor<3x4x?xf32>
  %5 = aten.transpose %x dim0 = 1 dim1 = -2 : tensor<?x3x4xf32> -> tensor<?x3x4xf32>
  func.return %1, %3, %4, %5 : tensor<?x4xf32>, tensor<?x3x4xf32>, tensor<3x4x?xf32>, tensor<?x3x4xf32>
}

// CHECK-LABEL: func.func @permutations
// CHECK-NEXT:   %0 = aten.permute %x dims = [1, 2, 0] : tensor<?x3x4xf32> -> tensor<3x4x?xf32>
// CHECK-NEXT:   func.return %m, %x, %0, %x : tensor<?x4xf32>, tensor<?x3x4xf32>, tensor<3x4x?xf32>, tensor<?x3x4xf32>

// Of two reshapes the last one decides; one that changes nothing goes.

func.func @reshapes(%x: tensor<?x4xf32>, %y: tensor<3x4xf32>) -> (tensor<?x4xf32>, tensor<2x6xf32>, tensor<3x4xf32>) {
  %0 = aten.reshape %x size = [-1] : tensor<?x4xf32> -> tensor<?xf32>
  %1 = aten.view %0 size = [-1, 4] : tensor<?xf32> -> tensor<?x4xf32>
  %2 = aten.view %y size = [12] : tensor<3x4xf32> -> tensor<12xf32>
  %3 = aten.reshape %2 size = [2, 6] : tensor<12xf32> -> tensor<2x6xf32>
  %4 = aten.unsqueeze %y dim = 0 : tensor<3x4xf32> -> tensor<1x3x4xf32>
  %5 = aten.squeeze %4 dim = [0] : tensor<1x3x4xf32> -> tensor<3x4xf32>
  func.return %1, %3, %5 : tensor<?x4xf32>, tensor<2x6xf32>, tensor<3x4xf32>
}

// CHECK-LABEL: func.func @reshapes
// CHECK-NEXT:   %0 = aten.reshape %y size = [2, 6] : tensor<3x4xf32> -> tensor<2x6xf32>
// CHECK-NEXT:   func.return %x, %0, %y : tensor<?x4xf32>, tensor<2x6xf32>, tensor<3x4xf32>

// Two open sizes are not determined by the number of elements: this may be another shape.

func.func @another_shape(%x: tensor<?x?xf32>, %s: tensor<2xindex>) -> tensor<?x?xf32> {
  %0 = aten.reshape %x, %s : tensor<?x?xf32>, tensor<2xindex> -> tensor<?x?xf32>
  func.return %0 : tensor<?x?xf32>
}

// CHECK-LABEL: func.func @another_shape
// CHECK-NEXT:   %0 = aten.reshape %x, %s : tensor<?x?xf32>, tensor<2xindex> -> tensor<?x?xf32>
// CHECK-NEXT:   func.return %0 : tensor<?x?xf32>

func.func @expansions(%x: tensor<?x4xf32>, %row: tensor<1x4xf32>) -> (tensor<?x4xf32>, tensor<2x3x4xf32>, tensor<2x3x4xf32>) {
  %0 = aten.size %x : tensor<?x4xf32> -> tensor<2xindex>
  %1 = aten.expand %x, %0 : tensor<?x4xf32>, tensor<2xindex> -> tensor<?x4xf32>
  %2 = aten.expand %row size = [3, -1] : tensor<1x4xf32> -> tensor<3x4xf32>
  %3 = aten.expand %2 size = [2, 3, 4] : tensor<3x4xf32> -> tensor<2x3x4xf32>
  %4 = aten.expand %2 size = [2, -1, -1] : tensor<3x4xf32> -> tensor<2x3x4xf32>
  func.return %1, %3, %4 : tensor<?x4xf32>, tensor<2x3x4xf32>, tensor<2x3x4xf32>
}

// CHECK-LABEL: func.func @expansions
// CHECK-NEXT:   %0 = aten.expand %row size = [3, -1] : tensor<1x4xf32> -> tensor<3x4xf32>
// CHECK-NEXT:   %1 = aten.expand %row size = [2, 3, 4] : tensor<1x4xf32> -> tensor<2x3x4xf32>
// CHECK-NEXT:   %2 = aten.expand %0 size = [2, -1, -1] : tensor<3x4xf32> -> tensor<2x3x4xf32>
// CHECK-NEXT:   func.return %x, %1, %2 : tensor<?x4xf32>, tensor<2x3x4xf32>, tensor<2x3x4xf32>

// Parts that are the whole, and a list of one.

func.func @wholes(%x: tensor<?x4xf32>) -> (tensor<?x4xf32>, tensor<?x4xf32>, tensor<?x4xf32>) {
  %0 = aten.slice %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %1 = aten.slice %x dim = 1 end = 9 : tensor<?x4xf32> -> tensor<?x4xf32>
  %2 = aten.cat %x : tensor<?x4xf32> -> tensor<?x4xf32>
  func.return %0, %1, %2 : tensor<?x4xf32>, tensor<?x4xf32>, tensor<?x4xf32>
}

// CHECK-LABEL: func.func @wholes
// CHECK-NEXT:   func.return %x, %x, %x : tensor<?x4xf32>, tensor<?x4xf32>, tensor<?x4xf32>

// Sizes that are known are constants, and target shapes that are known are lists.

func.func @known_sizes(%x: tensor<?x4xf32>, %y: tensor<3x4xf32>, %v: tensor<4xf32>) -> (tensor<index>, tensor<3x4xf32>, tensor<3x4xf32>) {
  %0 = aten.size %x : tensor<?x4xf32> -> tensor<2xindex>
  %1 = aten.select %0 dim = 0 index = 1 : tensor<2xindex> -> tensor<index>
  %2 = aten.size %y : tensor<3x4xf32> -> tensor<2xindex>
  %3 = aten.expand %v, %2 : tensor<4xf32>, tensor<2xindex> -> tensor<3x4xf32>
  %4 = aten.ones_like %y : tensor<3x4xf32> -> tensor<3x4xf32>
  func.return %1, %3, %4 : tensor<index>, tensor<3x4xf32>, tensor<3x4xf32>
}

// CHECK-LABEL: func.func @known_sizes
// CHECK-NEXT:   %0 = aten.constant dense<4> : tensor<index>
// CHECK-NEXT:   %1 = aten.expand %v size = [3, 4] : tensor<4xf32> -> tensor<3x4xf32>
// CHECK-NEXT:   %2 = aten.full size = [3, 4] fill_value = 1.000000e+00 : f32 : tensor<3x4xf32>
// CHECK-NEXT:   func.return %0, %1, %2 : tensor<index>, tensor<3x4xf32>, tensor<3x4xf32>

// Sizes are asked where they come from.

func.func @sizes(%x: tensor<?x4xf32>, %v: tensor<4xf32>, %s: tensor<2xindex>) -> (tensor<2xindex>, tensor<2xindex>) {
  %0 = aten.tanh %x : tensor<?x4xf32> -> tensor<?x4xf32>
  %1 = aten.size %0 : tensor<?x4xf32> -> tensor<2xindex>
  %2 = aten.expand %v, %s : tensor<4xf32>, tensor<2xindex> -> tensor<?x4xf32>
  %3 = aten.size %2 : tensor<?x4xf32> -> tensor<2xindex>
  func.return %1, %3 : tensor<2xindex>, tensor<2xindex>
}

// CHECK-LABEL: func.func @sizes
// CHECK-NEXT:   %0 = aten.size %x : tensor<?x4xf32> -> tensor<2xindex>
// CHECK-NEXT:   func.return %0, %s : tensor<2xindex>, tensor<2xindex>

// A part whose place is known is a slice.

func.func @parts_at_known_places(%x: tensor<6x4xf32>, %y: tensor<2x4xf32>) -> (tensor<2x4xf32>, tensor<6x4xf32>) {
  %start = aten.constant dense<1> : tensor<index>
  %sizes = aten.size %y : tensor<2x4xf32> -> tensor<2xindex>
  %length = aten.select %sizes dim = 0 index = 0 : tensor<2xindex> -> tensor<index>
  %0 = aten.narrow %x, %start, %length dim = 0 : tensor<6x4xf32> -> tensor<2x4xf32>
  %1 = aten.narrow_backward %y, %start size = [6, 4] dim = 0 : tensor<2x4xf32> -> tensor<6x4xf32>
  func.return %0, %1 : tensor<2x4xf32>, tensor<6x4xf32>
}

// CHECK-LABEL: func.func @parts_at_known_places
// CHECK-NEXT:   %0 = aten.slice %x start = 1 end = 3 : tensor<6x4xf32> -> tensor<2x4xf32>
// CHECK-NEXT:   %1 = aten.slice_backward %y size = [6, 4] start = 1 end = 3 : tensor<2x4xf32> -> tensor<6x4xf32>
// CHECK-NEXT:   func.return %0, %1 : tensor<2x4xf32>, tensor<6x4xf32>

// Dropout outside of training, or of nothing.

func.func @dropout(%x: tensor<?x4xf32>, %seed: tensor<i64>) -> (tensor<?x4xf32>, tensor<?x4xf32>) {
  %0 = aten.dropout %x, %seed : tensor<?x4xf32>, tensor<i64> -> tensor<?x4xf32>
  %1 = aten.dropout %x, %seed p = 0.0 train : tensor<?x4xf32>, tensor<i64> -> tensor<?x4xf32>
  func.return %0, %1 : tensor<?x4xf32>, tensor<?x4xf32>
}

// CHECK-LABEL: func.func @dropout
// CHECK-NEXT:   func.return %x, %x : tensor<?x4xf32>, tensor<?x4xf32>
