// RUN: adjoint-opt %s -p outline-kernels | filecheck %s
// An assertion about data stands before the kernels that rely on it, so what it needs is in another kernel.

func.func @f(%table: tensor<100xf32>, %ids: tensor<?xi64>) -> tensor<?xf32> {
  %c0 = arith.constant 0 : index
  %true = arith.constant true
  %n = tensor.dim %ids, %c0 : tensor<?xi64>
  %bit = tensor.empty() : tensor<i1>
  %valid0 = linalg.fill ins(%true : i1) outs(%bit : tensor<i1>) -> tensor<i1>
  %valid = linalg.generic {
    indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> ()>], iterator_types = ["reduction"]
  } ins(%ids : tensor<?xi64>) outs(%valid0 : tensor<i1>) {
  ^bb0(%id: i64, %so_far: i1):
    %size = arith.constant 100 : i64
    %in_range = arith.cmpi ult, %id, %size : i64
    %r = arith.andi %so_far, %in_range : i1
    linalg.yield %r : i1
  } -> tensor<i1>
  %condition = tensor.extract %valid[] : tensor<i1>
  cf.assert %condition, "an index is out of range"
  %empty = tensor.empty(%n) : tensor<?xf32>
  %y = linalg.generic {
    indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]
  } ins(%ids : tensor<?xi64>) outs(%empty : tensor<?xf32>) {
  ^bb0(%id: i64, %unused: f32):
    %first = arith.constant 0 : index
    %last = arith.constant 99 : index
    %index = arith.index_cast %id : i64 to index
    %at_least = arith.maxsi %index, %first : index
    %at_most = arith.minsi %at_least, %last : index
    %r = tensor.extract %table[%at_most] : tensor<100xf32>
    linalg.yield %r : f32
  } -> tensor<?xf32>
  func.return %y : tensor<?xf32>
}

// CHECK:        func.func private @kernel_0(%ids: tensor<?xi64>, %n: index) -> tensor<i1> attributes {kernel.rows = [0 : index], kernel.row_rank = 1 : i64, kernel.input_sizes = {{\[\[}}0 : index]], kernel.accumulated = array<i64: 0>} {
// CHECK:          %valid = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> ()>], iterator_types = ["reduction"]} ins(%ids : tensor<?xi64>) outs(%valid0 : tensor<i1>) {
// CHECK:            %in_range = arith.cmpi ult, %id, %size : i64
// CHECK-NEXT:       %r = arith.andi %so_far, %in_range : i1
// CHECK:          func.return %valid : tensor<i1>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.func private @kernel_1(%ids: tensor<?xi64>, %table: tensor<100xf32>, %n: index) -> tensor<?xf32> attributes {kernel.rows = [0 : index], kernel.row_rank = 1 : i64, kernel.input_sizes = {{\[\[}}0 : index], [100 : i64]]} {
// CHECK:          %y = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%ids : tensor<?xi64>) outs(%0 : tensor<?xf32>) {
// CHECK:            %index = arith.index_cast %id : i64 to index
// CHECK-NEXT:       %at_least = arith.maxsi %index, %first : index
// CHECK:            %r = tensor.extract %table[%at_most] : tensor<100xf32>
// CHECK:          func.return %y : tensor<?xf32>
// CHECK-NEXT:   }
// CHECK-NEXT:   func.func @f(%table: tensor<100xf32>, %ids: tensor<?xi64>) -> tensor<?xf32> {
// CHECK:          %valid = func.call @kernel_0(%ids, %n) : (tensor<?xi64>, index) -> tensor<i1>
// CHECK-NEXT:     %condition = tensor.extract %valid[] : tensor<i1>
// CHECK-NEXT:     cf.assert %condition, "an index is out of range"
// CHECK-NEXT:     %y = func.call @kernel_1(%ids, %table, %n) : (tensor<?xi64>, tensor<100xf32>, index) -> tensor<?xf32>
// CHECK-NEXT:     func.return %y : tensor<?xf32>
// CHECK-NEXT:   }
