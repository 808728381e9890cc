"""The lines of one function of LLVM IR, and the names of its values and blocks."""

from collections.abc import Sequence
from itertools import count

from xdsl.dialects import llvm
from xdsl.ir import Block, Operation, SSAValue
from xdsl.utils.exceptions import LLVMTranslationException

from adjoint.lowering.llvm.literals import constant_literal, type_literal


class FunctionText:
    """Names are kept where values have them.

    `declarations` collects what the module must declare: intrinsics and metadata, by name.
    """

    def __init__(self, declarations: dict[str, str]):
        self.lines: list[str] = []
        self.declarations = declarations
        self._names: dict[SSAValue, str] = {}
        self._labels: dict[Block, str] = {}
        self._used: set[str] = set()
        self._numbers = count()

    # Values

    def name(self, value: SSAValue) -> str:
        """`%name`, or the constant that the value is: a constant has no instruction, its uses read it."""
        name = self._names.get(value)
        if name is None:
            name = self._names[value] = _literal(value) or self.new_name(value.name_hint)
        return name

    def typed(self, value: SSAValue) -> str:
        """The type and the name."""
        return f"{type_literal(value.type)} {self.name(value)}"

    def typed_list(self, values: Sequence[SSAValue]) -> str:
        return ", ".join(map(self.typed, values))

    def new_name(self, hint: str | None = None) -> str:
        """A name that no value of the function has."""
        name = f"%{hint}" if hint else f"%_{next(self._numbers)}"
        while name in self._used:
            name = f"%{hint or ''}_{next(self._numbers)}"
        self._used.add(name)
        return name

    # Blocks

    def label(self, block: Block) -> str:
        """The name of a block, in the order of their first mention."""
        return self._labels.setdefault(block, f"block{len(self._labels)}")

    # Lines

    def line(self, text: str) -> None:
        self.lines.append(f"  {text}")

    def assign(self, op: Operation, text: str) -> None:
        """An instruction, which gives the result of the op if it has one."""
        self.line(f"{self.name(op.results[0])} = {text}" if op.results else text)

    def call_intrinsic(self, op: Operation, name: str, operands: Sequence[SSAValue], flags: str = "") -> None:
        """A call of an intrinsic, which the module declares with these types."""
        result = type_literal(op.results[0].type) if op.results else "void"
        if name not in self.declarations:
            types = ", ".join(type_literal(operand.type) for operand in operands)
            self.declarations[name] = f"declare {result} @{name}({types})"
        self.assign(op, f"call {flags}{result} @{name}({self.typed_list(operands)})")

    def loop_metadata(self, interleave_count: int) -> str:
        """The name of metadata for one loop, which is distinct from that of any other loop."""
        number = sum(name.startswith("!") for name in self.declarations)
        loop, hint = f"!{number}", f"!{number + 1}"
        self.declarations[loop] = f"{loop} = distinct !{{{loop}, {hint}}}"
        self.declarations[hint] = f'{hint} = !{{!"llvm.loop.interleave.count", i32 {interleave_count}}}'
        return loop


def _literal(value: SSAValue) -> str | None:
    """The constant that a value is, None where an instruction or an argument gives it."""
    match value.owner:
        case llvm.ConstantOp(value=constant):
            return constant_literal(constant, value.type)
        case llvm.ZeroOp():
            return "null" if isinstance(value.type, llvm.LLVMPointerType) else "zeroinitializer"
        case llvm.UndefOp():
            return "undef"
        case llvm.AddressOfOp(global_name=symbol):
            return symbol_literal(symbol.string_value())
        case _:
            return None


def symbol_literal(symbol: str) -> str:
    """`@name`, quoted where it has other characters than identifiers of LLVM IR."""
    if symbol.replace(".", "").replace("_", "").replace("$", "").replace("-", "").isalnum() and symbol.isascii():
        return f"@{symbol}"
    if '"' in symbol or "\\" in symbol:
        raise LLVMTranslationException(f"symbol {symbol!r} cannot be written in LLVM IR")
    return f'@"{symbol}"'
