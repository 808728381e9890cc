// `--timing` shows the time of each pass on standard error: passes that consist of others contain them.

// RUN: adjoint-opt %s -p differentiate,symbol-dce,lower-to-linalg --timing 2>&1 >/dev/null | filecheck %s

// CHECK:      ms % pass
// CHECK-NEXT: {{[0-9.]+}} {{[0-9.]+}}% parser
// CHECK-NEXT: {{[0-9.]+}} {{[0-9.]+}}% differentiate
// CHECK-NEXT: {{[0-9.]+}} {{[0-9.]+}}% inline-functions
// CHECK:      {{[0-9.]+}} {{[0-9.]+}}% add-reverse
// CHECK:      {{[0-9.]+}} {{[0-9.]+}}% specialize-zeros
// CHECK:      {{[0-9.]+}} {{[0-9.]+}}% symbol-dce
// CHECK:      {{[0-9.]+}} {{[0-9.]+}}% lower-to-linalg
// CHECK:      {{[0-9.]+}} {{[0-9.]+}}% convert-aten-to-linalg
// CHECK:      {{[0-9.]+}} {{[0-9.]+}}% output
// CHECK:      {{[0-9.]+}} 100.0% total

func.func @f(%x: tensor<?xf32>) -> tensor<?xf32> {
  %y = aten.tanh %x : tensor<?xf32> -> tensor<?xf32>
  return %y : tensor<?xf32>
}
