// RUN: not adjoint-opt %t.missing.mlir 2>&1 | filecheck %s --check-prefix=MISSING
// RUN: not adjoint-opt %S 2>&1 | filecheck %s --check-prefix=FOLDER
// RUN: not adjoint-opt %s -o %t.nowhere/out.mlir 2>&1 | filecheck %s --check-prefix=OUTPUT
// RUN: %python -c "open(r'%t.mlir', 'wb').write(bytes([255, 254, 0]))"
// RUN: not adjoint-opt %t.mlir 2>&1 | filecheck %s --check-prefix=BINARY
// RUN: %python -c "open(r'%t.deep.mlir', 'w').write('module {' * 3000 + '}' * 3000)"
// RUN: not adjoint-opt %t.deep.mlir 2>&1 | filecheck %s --check-prefix=DEEP

func.func @f(%x: tensor<2xf32>) -> tensor<2xf32> {
  return %x : tensor<2xf32>
}

// MISSING: error: {{.*}}missing.mlir: No such file or directory
// FOLDER: error: {{.*}}: Is a directory
// OUTPUT: error: {{.*}}nowhere/out.mlir: No such file or directory
// BINARY: error: the input is not UTF-8 text: invalid start byte at byte 0
// DEEP: deep.mlir:1:1: error: regions or attributes are nested too deeply
