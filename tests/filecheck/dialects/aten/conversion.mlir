// RUN: adjoint-opt %s | adjoint-opt | filecheck %s
// RUN: adjoint-opt %s -p decompose-aten | filecheck %s --check-prefix=PARTS

// CHECK-LABEL: func.func @type_as
// PARTS-LABEL: func.func @type_as
func.func @type_as(%x: tensor<?x4xbf16>, %y: tensor<3xi8>) -> tensor<?x4xi8> {
  %0 = aten.type_as %x, %y : tensor<?x4xbf16>, tensor<3xi8> -> tensor<?x4xi8>
  // CHECK-NEXT: %0 = aten.type_as %x, %y : tensor<?x4xbf16>, tensor<3xi8> -> tensor<?x4xi8>
  // PARTS-NEXT: %0 = aten.to %x dtype = i8 : tensor<?x4xbf16> -> tensor<?x4xi8>
  return %0 : tensor<?x4xi8>
}
