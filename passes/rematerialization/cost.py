"""The cost of computing a value again and of keeping it, both in sixteenths of a byte that is moved.

Work is counted as fusion does (`lowering/fusion/scalar_cost.py`): in additions of one vector lane. A size that is known
only at run time counts as `TYPICAL_SIZE`; values of one elementwise chain have equal sizes, whatever these are.
"""

from collections.abc import Sequence

from xdsl.dialects.builtin import DYNAMIC_INDEX, FixedBitwidthType, IndexType
from xdsl.ir import Operation, SSAValue

from adjoint.dialects import aten
from adjoint.dialects.aten.base import AtenOp, is_tensor_type, tensor_type
from adjoint.dialects.aten.creation import FilledLikeOp
from adjoint.dialects.aten.diagonals import TriangleOp
from adjoint.dialects.aten.dimensions import FlattenOp, UnflattenOp
from adjoint.dialects.aten.division import RemainderOfDivisionOp
from adjoint.dialects.aten.elementwise import ElementwiseOp, UnaryFloatOp
from adjoint.dialects.aten.indexing import SelectOp, SliceOp
from adjoint.dialects.aten.normalization import NormalizedShapeOp, SoftmaxFamilyOp
from adjoint.dialects.aten.permutation import PermutationOp
from adjoint.dialects.aten.random import RandomOp
from adjoint.dialects.aten.reduction import ReductionOp
from adjoint.dialects.aten.shape import TargetShapeOp
from adjoint.dialects.aten.special import ErfcOp, ErfOp, LogitOp, SincOp
from adjoint.dialects.aten.splitting import SplitFamilyOp

TYPICAL_SIZE = 256
"""That of fusion (`lowering/fusion/cost.py`)."""

PER_BYTE = 16
"""The unit of costs."""

PER_ADDITION = 2
"""A core adds about eight lanes of f32 while it reads or writes a byte of main memory."""

TRANSCENDENTAL, DIVISION, SPECIAL_FUNCTION, RANDOM_NUMBER = 16, 5, 40, 80

_VIEWS = (
    *(PermutationOp, TargetShapeOp, SelectOp, SliceOp, SplitFamilyOp, FlattenOp, UnflattenOp),
    *(aten.SqueezeOp, aten.UnsqueezeOp, aten.NarrowOp, aten.DetachOp),
)
_FREE = (*_VIEWS, aten.SizeOp, FilledLikeOp)
_TRANSCENDENTAL = (aten.GeluOp, aten.SiluOp, aten.LogSigmoidOp, aten.EluOp, aten.SoftplusOp, ErfOp, ErfcOp, LogitOp)
_DIVISIONS = (aten.DivOp, aten.ReciprocalOp, aten.SqrtOp, aten.RsqrtOp, aten.AddcdivOp)
_SPECIAL = (aten.PowOp, aten.Atan2Op, aten.XlogyOp, aten.LogaddexpOp, RemainderOfDivisionOp, aten.HypotOp)
_LOOPS = (ElementwiseOp, RandomOp, TriangleOp, ReductionOp, SoftmaxFamilyOp, NormalizedShapeOp)


def is_view(op: Operation) -> bool:
    """Whether the op gives elements of its operand, for which no loop is needed."""
    return isinstance(op, _VIEWS)


def fuses_with_operands(op: Operation) -> bool:
    """Whether the op's loop can compute its operands, so that they need not be in memory."""
    return isinstance(op, _LOOPS)


def work_per_element(op: Operation) -> int | None:
    """The additions that an element of the result costs; None for an op that is never computed again.

    These are contractions, convolutions, reductions, sorts, scans, gathers, scatters, what has several results but for
    views, and ops of other dialects. A random op is a function of its seed.
    """
    is_constant = isinstance(op, AtenOp) and not op.operands
    if is_constant or isinstance(op, _FREE):
        return 0
    if isinstance(op, RandomOp):
        return RANDOM_NUMBER
    if isinstance(op, TriangleOp):
        return 2
    if not isinstance(op, ElementwiseOp):
        return None
    if isinstance(op, _TRANSCENDENTAL):
        return TRANSCENDENTAL + 4
    if isinstance(op, _DIVISIONS):
        return DIVISION
    if isinstance(op, _SPECIAL) or type(op).__module__ == ErfOp.__module__ and not isinstance(op, SincOp):
        return SPECIAL_FUNCTION
    return TRANSCENDENTAL if isinstance(op, UnaryFloatOp) else 1


def element_count(value: SSAValue) -> int:
    """The estimated number of elements of a tensor."""
    count = 1
    for size in tensor_type(value).get_shape():
        count *= TYPICAL_SIZE if size == DYNAMIC_INDEX else size
    return count


def element_bytes(value: SSAValue) -> int:
    """The bytes of an element of a tensor; those of bool are whole ones."""
    element = tensor_type(value).element_type
    if isinstance(element, IndexType):
        return 8
    assert isinstance(element, FixedBitwidthType)
    return max(element.bitwidth // 8, 1)


def recomputation_cost(value: SSAValue, op: Operation, *, in_memory: bool) -> int | None:
    """The cost of computing a result of the op in the reverse, None where it is never done.

    Args:
        in_memory: whether an op of the reverse needs it there, as a factor of a product for one, so that it is written.
    """
    work = work_per_element(op)
    if work is None or not all(is_tensor_type(each.type) for each in (*op.operands, *op.results)):
        return None
    elements, size = element_count(value), element_bytes(value)
    lanes = max(size, 4) // 4
    return elements * (work * lanes * PER_ADDITION + (size * PER_BYTE if in_memory else 0))


def capture_cost(value: SSAValue, *, is_callers: bool, in_memory: bool) -> int:
    """The cost of giving a value to the reverse: it is read there.

    Args:
        is_callers: whether it is an argument or a result of the program, which the caller has. All others live from the
            forward to the reverse for the reverse's sake alone, which costs as much again.
        in_memory: whether the forward writes it anyway.
    """
    times = 1 if is_callers else 2 if in_memory else 3
    return element_count(value) * element_bytes(value) * PER_BYTE * times


def total_bytes(values: Sequence[SSAValue]) -> int:
    """The estimated bytes of tensors."""
    return sum(element_count(value) * element_bytes(value) for value in values if is_tensor_type(value.type))
