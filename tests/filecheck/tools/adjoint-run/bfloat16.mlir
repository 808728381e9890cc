// RUN: %python -c "import numpy as n, ml_dtypes as m; n.save(r'%t.x.npy', n.array([1, 2, 3], m.bfloat16))"
// RUN: adjoint-run %s --inputs %t.x.npy --grad 0 | filecheck %s
// RUN: adjoint-run %s --check | filecheck %s --check-prefix=IN-F64

// .npy files keep the two bytes of a bfloat16 and not its name. Differences are taken in f64.
func.func @f(%x: tensor<?xbf16>) -> tensor<bf16> {
  %0 = aten.mul %x, %x : tensor<?xbf16>, tensor<?xbf16> -> tensor<?xbf16>
  %1 = aten.sum %0 : tensor<?xbf16> -> tensor<bf16>
  return %1 : tensor<bf16>
}

// CHECK:      result0: bfloat16[]
// CHECK-NEXT: 14
// CHECK-NEXT: grad0: bfloat16[3]
// CHECK-NEXT: [2 4 6]

// IN-F64: x {{.*}} ok
