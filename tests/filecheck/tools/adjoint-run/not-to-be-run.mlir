// RUN: not adjoint-run %s --function blocks 2>&1 | filecheck %s --check-prefix=BLOCKS
// RUN: not adjoint-run %s --function calls_nothing 2>&1 | filecheck %s --check-prefix=BODY
// RUN: not adjoint-run %s --function eighth 2>&1 | filecheck %s --check-prefix=EIGHTH

func.func @blocks(%x: tensor<2xf32>) -> tensor<2xf32> {
  cf.br ^next
^next:
  return %x : tensor<2xf32>
}

func.func @calls_nothing(%x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = func.call @elsewhere(%x) : (tensor<2xf32>) -> tensor<2xf32>
  return %0 : tensor<2xf32>
}
func.func private @elsewhere(%x: tensor<2xf32>) -> tensor<2xf32>

func.func @eighth(%x: tensor<2xf8E4M3>) -> tensor<2xf8E4M3> {
  return %x : tensor<2xf8E4M3>
}

// BLOCKS: not-to-be-run.mlir:5:1: error: 'func.func': @blocks has control flow between blocks; only straight-line code can be run
// BODY: not-to-be-run.mlir:15:1: error: 'func.func': @elsewhere is called and has no body
// EIGHTH: error: element type f8E4M3 cannot be run; these can: f16, bf16, f32, f64, i1, i8, i16, i32, i64, index
