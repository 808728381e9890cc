"""The module under construction: the functions and globals of the llvm dialect, each declared once."""

from collections.abc import Collection, Sequence

from xdsl.dialects import llvm
from xdsl.ir import Attribute, Operation


class ModuleOutput:
    """Collects the ops of the new module; `taken` are the symbols of the old one."""

    def __init__(self, taken: Collection[str]):
        self.ops: list[Operation] = []
        self._symbols = set(taken)
        self._assert_count = 0

    def add(self, op: Operation) -> None:
        self.ops.append(op)

    def unused_symbol(self, stem: str) -> str:
        """A symbol that nothing in the module has: the stem, or the stem and a number."""
        name, number = stem, 0
        while name in self._symbols:
            number += 1
            name = f"{stem}_{number}"
        self._symbols.add(name)
        return name

    def is_new(self, symbol: str) -> bool:
        """True the first time that it is asked for a symbol that the old module does not have."""
        if symbol in self._symbols:
            return False
        self._symbols.add(symbol)
        return True

    def next_assert_number(self) -> int:
        """The number of the next assert of the module; the first one has 1."""
        self._assert_count += 1
        return self._assert_count

    def declare(self, symbol: str, input_types: Sequence[Attribute], output: Attribute | None = None) -> None:
        """Declares an external function, once."""
        if self.is_new(symbol):
            self.add(
                llvm.FuncOp(symbol, llvm.LLVMFunctionType(input_types, output), linkage=llvm.LinkageAttr("external"))
            )
