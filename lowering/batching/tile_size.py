"""How many rows a tile has: as many as keep what lies between the ops of a batch in a cache."""

from xdsl.dialects import arith
from xdsl.dialects.builtin import IndexType, IntegerAttr
from xdsl.ir import Block, Operation, SSAValue

from adjoint.lowering.batching.row_tiles import RowTiles
from adjoint.lowering.fusion.cost import TILE_BYTES
from adjoint.lowering.fusion.sizes import Size, tensor_type
from adjoint.lowering.kernels.interface import element_bytes

MULTIPLE = 16
"""Rows of a tile are a multiple of this, the tile of a GEMM in registers."""


def tile_rows(block: Block, tiles: RowTiles, least_rows: int) -> Size:
    """The rows of a tile: all of a batch, or parts of one size; its arithmetic is written at the end of a block."""
    arithmetic = _Arithmetic(block)
    row: Size = 0
    for tensor, sizes in tiles.row_sizes:
        bytes_: Size = element_bytes(tensor_type(tensor).element_type)
        for size in sizes:
            bytes_ = arithmetic.multiply(bytes_, size)
        row = arithmetic.add(row, bytes_)
    fitting = arithmetic.divide(TILE_BYTES, arithmetic.maximum(row, 1))
    most = arithmetic.maximum(fitting, least_rows)
    count = arithmetic.maximum(arithmetic.divide(arithmetic.add(tiles.extent, arithmetic.add(most, -1)), most), 1)
    even = arithmetic.divide(arithmetic.add(tiles.extent, arithmetic.add(count, -1)), count)
    rounded = arithmetic.multiply(arithmetic.divide(arithmetic.add(even, MULTIPLE - 1), MULTIPLE), MULTIPLE)
    return arithmetic.maximum(rounded, MULTIPLE)


class _Arithmetic:
    """Arithmetic on sizes, computed when compiling where it can be."""

    def __init__(self, block: Block):
        self._block = block
        self._known: dict[tuple[type[Operation], Size, Size], SSAValue] = {}

    def add(self, one: Size, other: Size) -> Size:
        if isinstance(one, int) and isinstance(other, int):
            return one + other
        return one if other == 0 else other if one == 0 else self._compute(arith.AddiOp, one, other)

    def multiply(self, one: Size, other: Size) -> Size:
        if isinstance(one, int) and isinstance(other, int):
            return one * other
        return self._compute(arith.MuliOp, one, other)

    def divide(self, one: Size, other: Size) -> Size:
        if isinstance(one, int) and isinstance(other, int):
            return one // other
        return self._compute(arith.DivUIOp, one, other)

    def maximum(self, one: Size, other: Size) -> Size:
        if isinstance(one, int) and isinstance(other, int):
            return max(one, other)
        return self._compute(arith.MaxSIOp, one, other)

    def _compute(self, kind: type[arith.SignlessIntegerBinaryOperation], one: Size, other: Size) -> SSAValue:
        key = kind, one, other
        if key not in self._known:
            op = kind(self._value(one), self._value(other))
            assert self._block.last_op is not None
            self._block.insert_op_before(op, self._block.last_op)
            self._known[key] = op.result
        return self._known[key]

    def _value(self, size: Size) -> SSAValue:
        if isinstance(size, SSAValue):
            return size
        constant = arith.ConstantOp(IntegerAttr.from_index_int_value(size), IndexType())
        assert self._block.last_op is not None
        self._block.insert_op_before(constant, self._block.last_op)
        return constant.result
