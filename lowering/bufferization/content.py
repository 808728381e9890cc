"""What is known of the elements of a tensor value without looking: nothing yet, the same scalar everywhere, or neither.

Such values need no memory of their own where all they do is to say what an op starts from: a contraction that starts
from zeros is told so, and a `tensor.empty` says nothing at all.
"""

from dataclasses import dataclass

from xdsl.dialects import arith, scf, tensor
from xdsl.dialects.builtin import DenseIntOrFPElementsAttr, FloatAttr, IntegerAttr, TensorType
from xdsl.dialects.linalg.ops import FillOp, GenericOp
from xdsl.ir import SSAValue, Use

from adjoint.lowering.bufferization.sizes import extracted_scalar


@dataclass(frozen=True)
class Undefined:
    """The elements are whatever the memory holds."""


@dataclass(frozen=True)
class Splat:
    """Every element is this scalar: a value of the program, or a number."""

    scalar: SSAValue | int | float

    @property
    def is_zero(self) -> bool:
        """Whether it is known to be zero (the negative zero of floats included)."""
        if not isinstance(self.scalar, SSAValue):
            return self.scalar == 0
        match self.scalar.owner:
            case arith.ConstantOp(value=IntegerAttr() | FloatAttr() as number):
                return number.value.data == 0
            case _:
                return False


Content = Undefined | Splat
"""What is known of the elements."""

RESHAPING = tensor.ExpandShapeOp | tensor.CollapseShapeOp | tensor.ReshapeOp | tensor.CastOp
"""Ops whose result has the elements of their first operand, in the same order."""


def content(value: SSAValue) -> Content | None:
    """What is known of the elements of a tensor; None where they have to be looked at."""
    op = value.owner
    match op:
        case tensor.EmptyOp():
            return Undefined()
        case FillOp():
            return Splat(op.inputs[0])
        case arith.ConstantOp(value=DenseIntOrFPElementsAttr() as elements):
            return _constant_content(elements)
        case tensor.ExpandShapeOp() | tensor.CollapseShapeOp() | tensor.ReshapeOp() | tensor.CastOp():
            return content(op.operands[0])
        case _:
            return None


def is_read(value: SSAValue) -> bool:
    """Whether some op looks at the elements of a tensor whose content is known."""
    return any(_reads(use) for use in value.uses)


def _reads(use: Use) -> bool:
    op = use.operation
    match op:
        case tensor.ReshapeOp() if use.index == 1:
            return not isinstance(op.shape.owner, tensor.FromElementsOp | arith.ConstantOp)
        case tensor.ExpandShapeOp() | tensor.CollapseShapeOp() | tensor.ReshapeOp() | tensor.CastOp():
            return is_read(op.results[0])
        case GenericOp() | FillOp():
            return use.index < len(op.inputs)
        case tensor.InsertSliceOp() | tensor.InsertOp():
            return use.index != 1
        case scf.ForOp() | tensor.DimOp():
            return False
        case tensor.ExtractOp():
            return extracted_scalar(op) is None
        case _:
            return isinstance(op.operands[use.index].type, TensorType)


def _constant_content(elements: DenseIntOrFPElementsAttr) -> Content | None:
    """Compares the bytes of the elements: a constant can have many."""
    count, data = len(elements), elements.data.data
    if not count:
        return Undefined()
    width = len(data) // count
    if data != data[:width] * count:
        return None
    first = next(iter(elements.iter_values()))
    return Splat(first) if isinstance(first, int | float) else None
