"""`Tensor`: a value of the program being built, with PyTorch's operators and methods.

The same handle serves the adjoint rules and people: `aten.tanh(x) * y` emits two ops at the insertion point of the
innermost `building(...)` and gives the handle of the product. Numbers become 0-d constants of the other operand's type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from inspect import isfunction
from typing import TYPE_CHECKING, Literal, NoReturn, ParamSpec, TypeAlias, overload

from xdsl.dialects.builtin import DYNAMIC_INDEX
from xdsl.ir import Attribute, Operation, SSAValue
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.binary import AddOp, MaximumOp, MinimumOp, MulOp, PowOp, SubOp
from adjoint.dialects.aten.brackets import Index, index_by_brackets
from adjoint.dialects.aten.builder import build, building as building, emit as emit, errors_of
from adjoint.dialects.aten.comparison import EqOp, GeOp, GtOp, LeOp, LtOp, NeOp
from adjoint.dialects.aten.conversion import ToOp
from adjoint.dialects.aten.dimensions import FlattenOp, SqueezeOp, UnsqueezeOp
from adjoint.dialects.aten.division import DivOp, RemainderOp
from adjoint.dialects.aten.handle import Handle, value_of
from adjoint.dialects.aten.indexing import SelectOp
from adjoint.dialects.aten.linear_algebra import BmmOp, DotOp, MatmulOp, MmOp
from adjoint.dialects.aten.literals import Number
from adjoint.dialects.aten.logical import BitwiseAndOp, BitwiseNotOp, BitwiseOrOp, BitwiseXorOp
from adjoint.dialects.aten.lookup import GatherOp
from adjoint.dialects.aten.normalization import LogSoftmaxOp, SoftmaxOp
from adjoint.dialects.aten.operands import clampable, element_count, size_of_dim, target_of, values_of
from adjoint.dialects.aten.permutation import PermuteOp, TOp, TransposeOp
from adjoint.dialects.aten.reduction import AmaxOp, AminOp, LogsumexpOp, MeanOp, SumOp, VarOp
from adjoint.dialects.aten.shape import ExpandOp, ReshapeOp, SizeOp, ViewOp
from adjoint.dialects.aten.special import ErfOp
from adjoint.dialects.aten.trigonometric import CosOp, SinOp, TanhOp
from adjoint.dialects.aten.unary import (
    AbsOp,
    ClampOp,
    Expm1Op,
    ExpOp,
    Log1pOp,
    LogOp,
    NegOp,
    ReciprocalOp,
    ReluOp,
    RsqrtOp,
    SigmoidOp,
    SqrtOp,
)

P = ParamSpec("P")

Dims: TypeAlias = int | Sequence[int] | None
"""Dimensions of a reduction: one, several, or all."""


@dataclass(frozen=True, eq=False)
class Tensor(Handle):
    """A tensor of the program being built."""

    __array_ufunc__ = None  # an array on the left of an operator leaves it to the tensor on the right

    @overload
    def size(self) -> Tensor: ...
    @overload
    def size(self, dim: int) -> int | Tensor: ...
    def size(self, dim: int | None = None) -> int | Tensor:
        """All sizes as a tensor of indices, or the size of one dimension: an int, or a 0-d index at run time."""
        return result_of(SizeOp, self.value) if dim is None else _int_or_tensor(size_of_dim(self.value, dim))

    def numel(self) -> int | Tensor:
        """The number of elements: an int, or a 0-d index where it is known only at run time."""
        return _int_or_tensor(element_count(self.value, None))

    # Arithmetic

    def __neg__(self) -> Tensor:
        return result_of(NegOp, self.value)

    def __pos__(self) -> Tensor:
        return self

    def __abs__(self) -> Tensor:
        return result_of(AbsOp, self.value)

    def __add__(self, other: TensorLike) -> Tensor:
        return result_of(AddOp, *values_of(self, other))

    def __radd__(self, other: TensorLike) -> Tensor:
        return result_of(AddOp, *values_of(other, self))

    def __sub__(self, other: TensorLike) -> Tensor:
        return result_of(SubOp, *values_of(self, other))

    def __rsub__(self, other: TensorLike) -> Tensor:
        return result_of(SubOp, *values_of(other, self))

    def __mul__(self, other: TensorLike) -> Tensor:
        return result_of(MulOp, *values_of(self, other))

    def __rmul__(self, other: TensorLike) -> Tensor:
        return result_of(MulOp, *values_of(other, self))

    def __truediv__(self, other: TensorLike) -> Tensor:
        return result_of(DivOp, *values_of(self, other))

    def __rtruediv__(self, other: TensorLike) -> Tensor:
        return result_of(DivOp, *values_of(other, self))

    def __floordiv__(self, other: TensorLike) -> Tensor:
        return result_of(DivOp, *values_of(self, other), rounding_mode="floor")

    def __rfloordiv__(self, other: TensorLike) -> Tensor:
        return result_of(DivOp, *values_of(other, self), rounding_mode="floor")

    def __mod__(self, other: TensorLike) -> Tensor:
        return result_of(RemainderOp, *values_of(self, other))

    def __rmod__(self, other: TensorLike) -> Tensor:
        return result_of(RemainderOp, *values_of(other, self))

    def __pow__(self, exponent: TensorLike) -> Tensor:
        return result_of(PowOp, *values_of(self, exponent))

    def __rpow__(self, base: TensorLike) -> Tensor:
        return result_of(PowOp, *values_of(base, self))

    def __matmul__(self, other: Tensor) -> Tensor:
        return result_of(MatmulOp, self.value, value_of(other))

    # Bits

    def __invert__(self) -> Tensor:
        return result_of(BitwiseNotOp, self.value)

    def __and__(self, other: TensorLike) -> Tensor:
        return result_of(BitwiseAndOp, *values_of(self, other))

    def __rand__(self, other: TensorLike) -> Tensor:
        return result_of(BitwiseAndOp, *values_of(other, self))

    def __or__(self, other: TensorLike) -> Tensor:
        return result_of(BitwiseOrOp, *values_of(self, other))

    def __ror__(self, other: TensorLike) -> Tensor:
        return result_of(BitwiseOrOp, *values_of(other, self))

    def __xor__(self, other: TensorLike) -> Tensor:
        return result_of(BitwiseXorOp, *values_of(self, other))

    def __rxor__(self, other: TensorLike) -> Tensor:
        return result_of(BitwiseXorOp, *values_of(other, self))

    # Comparisons

    def __lt__(self, other: TensorLike) -> Tensor:
        return result_of(LtOp, *values_of(self, other))

    def __le__(self, other: TensorLike) -> Tensor:
        return result_of(LeOp, *values_of(self, other))

    def __gt__(self, other: TensorLike) -> Tensor:
        return result_of(GtOp, *values_of(self, other))

    def __ge__(self, other: TensorLike) -> Tensor:
        return result_of(GeOp, *values_of(self, other))

    # `==` and `!=` compare elements, as PyTorch's do: the base class promises a bool.
    def __eq__(self, other: TensorLike) -> Tensor:  # pyright: ignore[reportIncompatibleMethodOverride]
        return result_of(EqOp, *values_of(self, other))

    def __ne__(self, other: TensorLike) -> Tensor:  # pyright: ignore[reportIncompatibleMethodOverride]
        return result_of(NeOp, *values_of(self, other))

    def __hash__(self) -> int:
        return hash(self.value)

    def __bool__(self) -> NoReturn:
        raise TypeError(
            "a tensor of a program being traced has no elements yet: choose between tensors with aten.where, "
            "and let Python's control flow depend on ranks and dtypes only"
        )

    # Elementwise functions

    def abs(self) -> Tensor:
        """`|x|`."""
        return result_of(AbsOp, self.value)

    def neg(self) -> Tensor:
        """`-x`."""
        return result_of(NegOp, self.value)

    def exp(self) -> Tensor:
        """`e^x`."""
        return result_of(ExpOp, self.value)

    def expm1(self) -> Tensor:
        """`e^x - 1`."""
        return result_of(Expm1Op, self.value)

    def log(self) -> Tensor:
        """The natural logarithm."""
        return result_of(LogOp, self.value)

    def log1p(self) -> Tensor:
        """`log(1 + x)`."""
        return result_of(Log1pOp, self.value)

    def sqrt(self) -> Tensor:
        """The square root."""
        return result_of(SqrtOp, self.value)

    def rsqrt(self) -> Tensor:
        """`1 / sqrt(x)`."""
        return result_of(RsqrtOp, self.value)

    def reciprocal(self) -> Tensor:
        """`1 / x`."""
        return result_of(ReciprocalOp, self.value)

    def sin(self) -> Tensor:
        """The sine."""
        return result_of(SinOp, self.value)

    def cos(self) -> Tensor:
        """The cosine."""
        return result_of(CosOp, self.value)

    def tanh(self) -> Tensor:
        """The hyperbolic tangent."""
        return result_of(TanhOp, self.value)

    def sigmoid(self) -> Tensor:
        """`1 / (1 + e^-x)`."""
        return result_of(SigmoidOp, self.value)

    def relu(self) -> Tensor:
        """`max(x, 0)`."""
        return result_of(ReluOp, self.value)

    def erf(self) -> Tensor:
        """The error function."""
        return result_of(ErfOp, self.value)

    def pow(self, exponent: TensorLike) -> Tensor:
        """`x ** exponent`."""
        return result_of(PowOp, *values_of(self, exponent))

    def maximum(self, other: Tensor) -> Tensor:
        """The larger elements."""
        return result_of(MaximumOp, *values_of(self, other))

    def minimum(self, other: Tensor) -> Tensor:
        """The smaller elements."""
        return result_of(MinimumOp, *values_of(self, other))

    def clamp(self, min: Number | None = None, max: Number | None = None) -> Tensor:
        """The elements, none below min or above max."""
        return result_of(ClampOp, clampable(self, min, max), min, max)

    def to(self, dtype: Attribute) -> Tensor:
        """The elements converted to `dtype`."""
        return result_of(ToOp, self.value, dtype)

    # Reductions and normalisations

    def sum(self, dim: Dims = None, keepdim: bool = False) -> Tensor:
        """The sum over `dim`."""
        return result_of(SumOp, self.value, dim, keepdim)

    def mean(self, dim: Dims = None, keepdim: bool = False) -> Tensor:
        """The mean over `dim`."""
        return result_of(MeanOp, self.value, dim, keepdim)

    def var(self, dim: Dims = None, *, correction: float = 1, keepdim: bool = False) -> Tensor:
        """The variance over `dim`."""
        return result_of(VarOp, self.value, dim, correction=correction, keepdim=keepdim)

    def amax(self, dim: Dims = None, keepdim: bool = False) -> Tensor:
        """The largest elements along `dim`."""
        return result_of(AmaxOp, self.value, dim, keepdim)

    def amin(self, dim: Dims = None, keepdim: bool = False) -> Tensor:
        """The smallest elements along `dim`."""
        return result_of(AminOp, self.value, dim, keepdim)

    def logsumexp(self, dim: Dims = None, keepdim: bool = False) -> Tensor:
        """`log Σ e^x` over `dim`."""
        return result_of(LogsumexpOp, self.value, dim, keepdim)

    def softmax(self, dim: int) -> Tensor:
        """`e^x / Σ e^x` along `dim`."""
        return result_of(SoftmaxOp, self.value, dim)

    def log_softmax(self, dim: int) -> Tensor:
        """`x - log Σ e^x` along `dim`."""
        return result_of(LogSoftmaxOp, self.value, dim)

    # Linear algebra

    def mm(self, mat2: Tensor) -> Tensor:
        """The product with a matrix."""
        return result_of(MmOp, self.value, value_of(mat2))

    def bmm(self, mat2: Tensor) -> Tensor:
        """The products with a batch of matrices."""
        return result_of(BmmOp, self.value, value_of(mat2))

    def matmul(self, other: Tensor) -> Tensor:
        """The matrix product, batches broadcast."""
        return result_of(MatmulOp, self.value, value_of(other))

    def dot(self, tensor: Tensor) -> Tensor:
        """The inner product with a vector."""
        return result_of(DotOp, self.value, value_of(tensor))

    # Shape

    @property
    def T(self) -> Tensor:
        """The transpose of a matrix."""
        return result_of(TOp, self.value)

    def t(self) -> Tensor:
        """The transpose of a matrix."""
        return result_of(TOp, self.value)

    def transpose(self, dim0: int, dim1: int) -> Tensor:
        """Two dimensions swapped."""
        return result_of(TransposeOp, self.value, dim0, dim1)

    def permute(self, *dims: int | Sequence[int]) -> Tensor:
        """The dimensions in the order `dims`."""
        return result_of(
            PermuteOp, self.value, [dim for each in dims for dim in ([each] if isinstance(each, int) else each)]
        )

    def reshape(self, *shape: Size) -> Tensor:
        """The elements in another shape."""
        return result_of(ReshapeOp, self.value, target_of(one_size(shape)))

    def view(self, *size: Size) -> Tensor:
        """The elements in another shape."""
        return result_of(ViewOp, self.value, target_of(one_size(size)))

    def expand(self, *size: Size) -> Tensor:
        """Broadcast to a shape; -1 keeps a size."""
        return result_of(ExpandOp, self.value, target_of(one_size(size)))

    def flatten(self, start_dim: int = 0, end_dim: int = -1) -> Tensor:
        """The dimensions from `start_dim` to `end_dim` merged into one."""
        return result_of(FlattenOp, self.value, start_dim, end_dim)

    def squeeze(self, dim: Dims = None) -> Tensor:
        """Without dimensions of size 1."""
        return result_of(SqueezeOp, self.value, dim)

    def unsqueeze(self, dim: int) -> Tensor:
        """With a dimension of size 1 at `dim`."""
        return result_of(UnsqueezeOp, self.value, dim)

    def select(self, dim: int, index: int) -> Tensor:
        """The part at `index` of a dimension."""
        return result_of(SelectOp, self.value, dim, index)

    def gather(self, dim: int, index: Tensor) -> Tensor:
        """The elements that `index` picks along `dim`."""
        return result_of(GatherOp, self.value, dim, value_of(index))

    def __getitem__(self, index: Index | tuple[Index, ...]) -> Tensor:
        return Tensor(index_by_brackets(self.value, index if isinstance(index, tuple) else (index,)))

    def __len__(self) -> int:
        if not self.shape:
            raise TypeError("a 0-d tensor has no length")
        if self.shape[0] == DYNAMIC_INDEX:
            with errors_of(SizeOp.name):
                raise VerifyException("the length is known only at run time: x.size(0) is a value of the program")
        return self.shape[0]

    def __iter__(self) -> Iterator[Tensor]:
        return iter([self.select(0, index) for index in range(len(self))])

    # All else: a checker that saw this would take any name for a method.
    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Callable[..., object]:
            """The function of `adjoint.aten` as a method: `x.std(1)` is `aten.std(x, 1)`."""
            from adjoint.dialects.aten import functional

            function = getattr(functional, name, None)
            if not isfunction(function):
                raise AttributeError(f"a tensor of the program being built has no attribute {name!r}")
            return partial(function, self)


TensorLike: TypeAlias = Tensor | Number
"""An operand: a tensor, or a number that becomes a 0-d constant."""

Size: TypeAlias = int | Tensor | Sequence[int | Tensor]
"""One size, a 0-d index where it is known only at run time; a list of sizes; or all of them as a 1-d tensor."""

Approximation: TypeAlias = Literal["none", "tanh"]
"""How GELU computes the normal distribution: by erf, or approximately by tanh."""


def result_of(op_type: Callable[P, Operation], *args: P.args, **kwargs: P.kwargs) -> Tensor:
    """Builds an op of one result at the current insertion point and gives the handle of its result.

    Raises VerifyException, with the location and the name of the op, where the operands do not fit.
    """
    return Tensor(build(op_type, *args, **kwargs).results[0])


def tensors(values: Sequence[SSAValue]) -> tuple[Tensor, ...]:
    """The handles of several values."""
    return tuple(Tensor(value) for value in values)


def one_size(sizes: tuple[Size, ...]) -> Size:
    """PyTorch takes `x.reshape(2, 3)` as well as `x.reshape((2, 3))`."""
    if len(sizes) == 1:
        return sizes[0]
    return [size for each in sizes for size in ([each] if isinstance(each, int | Tensor) else each)]


def _int_or_tensor(size: int | SSAValue) -> int | Tensor:
    return size if isinstance(size, int) else Tensor(size)
