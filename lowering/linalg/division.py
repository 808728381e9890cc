"""Quotients, rounded or not, and remainders.

An integer divided by zero fails at run time. The processor traps there, and where the quotient is out of range (the
smallest integer by -1): what is divided by in a body is neither 0 nor -1, so that no order of evaluation can trap.
"""

from xdsl.dialects import arith
from xdsl.dialects.builtin import i1
from xdsl.ir import Operation

from adjoint.dialects import aten
from adjoint.dialects.aten.base import tensor_type
from adjoint.dialects.aten.constants import splat_of
from adjoint.dialects.aten.promotion import is_floating_point
from adjoint.lowering.linalg.called_functions import fmod
from adjoint.lowering.linalg.combiners import ALL
from adjoint.lowering.linalg.function_lowering import FunctionLowering
from adjoint.lowering.linalg.logic import is_true
from adjoint.lowering.linalg.registry import broadcast_operands, elementwise, linalg_lowering
from adjoint.lowering.linalg.rounding import copy_sign, floor, truncated
from adjoint.lowering.linalg.scalar import Scalar, constant, emit, select
from adjoint.lowering.linalg.sizes import size_rule
from adjoint.lowering.linalg.views import LoweredTensor

DIVISIONS = (aten.DivOp, aten.FmodOp, aten.RemainderOp)

size_rule(*DIVISIONS)(broadcast_operands)


@linalg_lowering(*DIVISIONS)
def _division(op: aten.DivOp | aten.FmodOp | aten.RemainderOp, lowering: FunctionLowering) -> LoweredTensor:
    if not is_floating_point(tensor_type(op.result).element_type):
        _check_divisor(op, lowering)
    return _DIVIDE(op, lowering)


def _check_divisor(op: aten.DivOp | aten.FmodOp | aten.RemainderOp, lowering: FunctionLowering) -> None:
    if splat_of(op.other) or 0 in tensor_type(op.result).get_shape():
        return
    divisor = lowering.tensor(op.other)
    dims = range(len(divisor.shape))
    is_valid = lowering.reduce(divisor, dims, ALL, i1, is_true)
    lowering.check(op, is_valid, "an integer is divided by zero")


def _divide(op: Operation, x: Scalar, y: Scalar) -> Scalar:
    if isinstance(op, aten.FmodOp):
        return fmod(x, y) if x.is_float else _integer_remainder(x, y)
    if isinstance(op, aten.RemainderOp):
        remainder = fmod(x, y) if x.is_float else _integer_remainder(x, y)
        return select(_is_off(remainder, y), remainder + y, remainder)
    mode = op.rounding_mode.data if isinstance(op, aten.DivOp) and op.rounding_mode is not None else None
    if mode is None:
        return x / y
    if not x.is_float:
        return _integer_quotient(x, y, mode)
    return truncated(x / y) if mode == "trunc" else _floored_quotient(x, y)


_DIVIDE = elementwise(_divide)


def _is_off(remainder: Scalar, y: Scalar) -> Scalar:
    """Whether the remainder of a division rounded towards 0 is not that of one rounded down."""
    return remainder.compare("ne", 0) & (remainder.compare("lt", 0) ^ y.compare("lt", 0))


def _floored_quotient(x: Scalar, y: Scalar) -> Scalar:
    """As PyTorch, and Python, compute it: the quotient of what the remainder leaves, which is nearly an integer."""
    remainder = fmod(x, y)
    quotient = (x - remainder) / y
    quotient = select(_is_off(remainder, y), quotient - 1, quotient)
    integer = floor(quotient)
    integer = select((quotient - integer).compare("gt", 0.5), integer + 1, integer)
    nearest = select(quotient.compare("ne", 0), integer, copy_sign(constant(0, x.type), x / y))
    return select(y.compare("eq", 0), x / y, nearest)


def _integer_quotient(x: Scalar, y: Scalar, mode: str) -> Scalar:
    """By -1 it is the negation, which wraps around at the smallest integer."""
    division = arith.DivSIOp if mode == "trunc" else arith.FloorDivSIOp
    quotient = emit(division(x.value, _harmless(y).value))
    return select(y.compare("eq", -1), -x, quotient)


def _integer_remainder(x: Scalar, y: Scalar) -> Scalar:
    """By 1 and by -1 it is 0."""
    return emit(arith.RemSIOp(x.value, _harmless(y).value))


def _harmless(y: Scalar) -> Scalar:
    """The divisor, 1 in place of 0 and -1."""
    return select(y.compare("eq", 0) | y.compare("eq", -1), 1, y)
