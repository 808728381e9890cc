"""Operators whose result is as large as their data says."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from xdsl.dialects.builtin import DYNAMIC_INDEX, IndexType, TensorType, i64
from xdsl.irdl import irdl_op_definition, operand_def, opt_operand_def, result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects import aten
from adjoint.dialects.aten.base import TENSOR, AnyTensorType, Operand, tensor_type
from adjoint.dialects.aten.composite import CompositeOp
from adjoint.dialects.aten.lookup import require_indices
from adjoint.dialects.aten.narrow import INDEX, known_index
from adjoint.dialects.aten.shapes import Shape, describe_shape
from adjoint.dialects.aten.tensor import Tensor
from adjoint.dialects.location import located


class DataSizedOp(CompositeOp, ABC):
    """An operator whose result has as many places along dimension 0 as the elements of its operand say.

    `count` is that number. A program is written without it: `outline-data-sizes` makes a function that computes it
    first, and gives it to the program as an argument, like every other size.
    """

    input = operand_def(TENSOR)
    count = opt_operand_def(INDEX)
    result = result_def(TENSOR)

    assembly_format = "$input (`count` $count^)? attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand, count: Operand | None = None):
        super().__init__([input, count])

    @abstractmethod
    def emit_count(self) -> Tensor:
        """Emits what computes the number, as a 0-d index."""

    @abstractmethod
    def fill(self, count: Tensor) -> Tensor:
        """Emits what the op consists of where the number is known."""

    def decompose(self) -> Tensor:
        if self.count is None:
            raise VerifyException(
                located(self, "its size depends on data: run outline-data-sizes before it is lowered")
            )
        return self.fill(Tensor(self.count))

    def _counted(self) -> int:
        return DYNAMIC_INDEX if self.count is None else known_index(self.count)


@irdl_op_definition
class NonzeroOp(DataSizedOp):
    """The places of the elements that are not 0, in row-major order: [n, rank], i64, a row of indices for each."""

    name = "aten.nonzero"

    def infer_types(self) -> Sequence[AnyTensorType]:
        return [TensorType(i64, [self._counted(), tensor_type(self.input).get_num_dims()])]

    def emit_count(self) -> Tensor:
        return (Tensor(self.input) != 0).sum().to(IndexType())

    def fill(self, count: Tensor) -> Tensor:
        """Each element that is not 0 writes its place where the count of those before it says, the others behind."""
        input = Tensor(self.input)
        if not input.ndim:
            return aten.full([count, 0], 0, i64)
        is_nonzero = (input != 0).flatten()
        position = aten.where(is_nonzero, aten.cumsum(is_nonzero, 0) - 1, count.to(i64))
        places = aten.full([count + 1], 0, i64)
        place = aten.scatter(places, 0, position, aten.dim_arange(position, 0))
        place = aten.narrow(place, 0, 0, count)
        return aten.stack(unravelled(place, input), 1)


def unravelled(place: Tensor, like: Tensor) -> list[Tensor]:
    """The index in each dimension of `like` of a place in row-major order."""
    indices: list[Tensor] = []
    for dim in reversed(range(like.ndim)):
        size = like.size(dim)
        # Without elements there is no place, but the division would still be by zero.
        size = max(size, 1) if isinstance(size, int) else size.to(i64).clamp(min=1)
        indices.append(place % size if dim else place)
        place = aten.div(place, size, rounding_mode="floor") if dim else place
    return indices[::-1]


@irdl_op_definition
class RepeatInterleaveIndicesOp(DataSizedOp):
    """Each place of a list of numbers as often as its number says: [2, 0, 3] gives [0, 0, 2, 2, 2], i64.

    Its input is 1-d, i32 or i64, and not negative. It is ATen's `repeat_interleave.Tensor`.
    """

    name = "aten.repeat_interleave.Tensor"

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_ = tensor_type(self.input)
        require_indices(type_, "repeats")
        shape: Shape = type_.get_shape()
        if len(shape) != 1:
            raise VerifyException(f"repeats must be 1-d, got {describe_shape(shape)}")
        return [TensorType(i64, [self._counted()])]

    def emit_count(self) -> Tensor:
        return Tensor(self.input).sum().to(IndexType())

    def fill(self, count: Tensor) -> Tensor:
        """The sum of the marks that each place puts where its repetitions begin.

        A negative number, or a count that is not the sum, marks place -1, which is an error at run time.
        """
        repeats = Tensor(self.input).to(i64)
        is_wrong = (repeats < 0) | (repeats.sum() != count.to(i64))
        starts = aten.where(is_wrong, -1, aten.cumsum(repeats, 0) - repeats)
        marks = aten.scatter_add(aten.full([count + 1], 0, i64), 0, starts, aten.ones_like(repeats))
        return aten.narrow(aten.cumsum(marks, 0), 0, 0, count) - 1
