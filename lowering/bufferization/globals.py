"""Constant tensors as private globals, equal ones once."""

from xdsl.dialects import memref
from xdsl.dialects.builtin import DenseIntOrFPElementsAttr, MemRefType, ModuleOp, StringAttr, UnitAttr
from xdsl.dialects.func import FuncOp
from xdsl.ir import Attribute, SSAValue

from adjoint.lowering.bufferization.scope import Scope


class Globals:
    """The globals of a module that hold its constants."""

    def __init__(self, module: ModuleOp):
        self._names: dict[DenseIntOrFPElementsAttr, str] = {}
        self._taken = {op.sym_name.data for op in module.ops if isinstance(op, memref.GlobalOp | FuncOp)}
        self.ops: list[memref.GlobalOp] = []
        """Those that are needed so far."""

    def get(self, scope: Scope, elements: DenseIntOrFPElementsAttr) -> SSAValue:
        """The memref of a constant, in the shape that it has."""
        type_: MemRefType[Attribute] = MemRefType(elements.get_element_type(), elements.get_shape())
        name = self._names.get(elements) or self._add(elements, type_)
        return scope.once(("global", name), lambda: memref.GetGlobalOp(name, type_), name)

    def _add(self, elements: DenseIntOrFPElementsAttr, type_: MemRefType[Attribute]) -> str:
        number = len(self.ops)
        while (name := f"constant_{number}") in self._taken:
            number += 1
        self._taken.add(name)
        self._names[elements] = name
        self.ops.append(memref.GlobalOp.get(StringAttr(name), type_, elements, constant=UnitAttr()))
        return name
