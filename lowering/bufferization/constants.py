"""The constants of a function that is being written."""

from xdsl.dialects import arith
from xdsl.dialects.builtin import AnyFloat, FloatAttr, IndexType, IntegerAttr, IntegerType
from xdsl.ir import Attribute, Block, SSAValue


class Constants:
    """The constants of one function: each is one op at its start."""

    def __init__(self) -> None:
        self._ops: dict[Attribute, arith.ConstantOp] = {}
        self._indices: dict[int, SSAValue] = {}

    def index(self, number: int) -> SSAValue:
        value = self._indices.get(number)
        if value is None:
            value = self._indices[number] = self.get(IntegerAttr(number, IndexType()))
        return value

    def get(self, attribute: IntegerAttr[IntegerType | IndexType] | FloatAttr[AnyFloat]) -> SSAValue:
        op = self._ops.get(attribute)
        if op is None:
            op = arith.ConstantOp.create(result_types=[attribute.type], properties={"value": attribute})
            self._ops[attribute] = op
            op.result.name_hint = _constant_name(attribute)
        return op.result

    def insert_at_start(self, block: Block) -> None:
        """Puts the constants before everything that uses them; the function is complete then."""
        if block.first_op is not None:
            block.insert_ops_before(list(self._ops.values()), block.first_op)


def _constant_name(attribute: IntegerAttr[IntegerType | IndexType] | FloatAttr[AnyFloat]) -> str:
    """Names such as `c64`, `minus64` and, of other types, `c101_i32`; floats are `zero`, `one` or `number`."""
    value = attribute.value.data
    if isinstance(attribute, FloatAttr):
        return {0.0: "zero", 1.0: "one"}.get(value, "number")
    suffix = "" if isinstance(attribute.type, IndexType) else f"_{attribute.type}"
    return f"c{value}{suffix}" if value >= 0 else f"minus{-value}{suffix}"
