"""Removes private functions and globals that nothing refers to, as upstream's `symbol-dce` does.

    func.func private @square(%x: tensor<2xf32>) -> tensor<2xf32> { … }
    func.func @f(%x: tensor<2xf32>) -> tensor<2xf32> {
      %0 = aten.mul %x, %x : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
      func.return %0 : tensor<2xf32>
    }

keeps @f alone. A reference counts where it comes, over any number of steps, from something that is not private:
functions that only call each other go together.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ArrayAttr, DictionaryAttr, ModuleOp, StringAttr, SymbolRefAttr
from xdsl.ir import Attribute, Operation, ParametrizedAttribute
from xdsl.passes import ModulePass
from xdsl.utils.hints import isa


@dataclass(frozen=True)
class SymbolDCEPass(ModulePass):
    """Removes the private symbols of the module that are not in use."""

    name = "symbol-dce"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        remove_unused_symbols(op)


def remove_unused_symbols(module: ModuleOp) -> None:
    """Removes private symbols that no other op of the module refers to, directly or through private ones in use."""
    private = {name: op for op in module.ops if (name := _private_name(op)) is not None}
    if not private:
        return
    in_use = [op for op in module.ops if _private_name(op) is None]
    while in_use:
        for name in _referenced_symbols(in_use.pop()):
            if (reached := private.pop(name, None)) is not None:
                in_use.append(reached)
    for op in private.values():
        op.detach()
        op.erase()


def _private_name(op: Operation) -> str | None:
    """The symbol of an op that only its module sees, None for any other op."""
    name, visibility = op.properties.get("sym_name"), op.properties.get("sym_visibility")
    is_private = isinstance(visibility, StringAttr) and visibility.data == "private"
    return name.data if is_private and isinstance(name, StringAttr) else None


def _referenced_symbols(op: Operation) -> Iterator[str]:
    """The symbols that an op and the ops in its regions mention in their attributes."""
    for inner in op.walk():
        for attribute in (*inner.properties.values(), *inner.attributes.values()):
            yield from _symbols_in(attribute)


def _symbols_in(attribute: Attribute) -> Iterator[str]:
    if isinstance(attribute, SymbolRefAttr):
        yield attribute.root_reference.data
    elif isa(attribute, ArrayAttr[Attribute]):
        for element in attribute:
            yield from _symbols_in(element)
    elif isinstance(attribute, DictionaryAttr):
        for value in attribute.data.values():
            yield from _symbols_in(value)
    elif isinstance(attribute, ParametrizedAttribute):
        for parameter in attribute.parameters:
            yield from _symbols_in(parameter)
