"""What is known of sizes when compiling: which of them are equal, though only run time tells what they are.

A size is a number, or the set of the unknowns that broadcast to it. Broadcasting is idempotent, commutative and
associative, and 1 is its neutral element, so that the set of the unknowns tells two sizes to be equal where it is the
same: in `p = a * b` and `p * a` both results have the sizes {a, b}. A number above 1 is what the others broadcast to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatch
from typing import TypeAlias

from xdsl.dialects import func
from xdsl.dialects.builtin import DYNAMIC_INDEX, IndexType
from xdsl.ir import Block, Operation, SSAValue

from adjoint.dialects import aten, autodiff
from adjoint.dialects.aten.base import AtenOp, is_tensor_type, tensor_type
from adjoint.dialects.aten.channel_normalization import ChannelNormOp
from adjoint.dialects.aten.creation import FilledLikeOp
from adjoint.dialects.aten.diagonals import TriangleOp
from adjoint.dialects.aten.elementwise import ElementwiseOp
from adjoint.dialects.aten.extremum import ChoiceOp, PlaceOp
from adjoint.dialects.aten.normalization import NormalizedShapeOp, SoftmaxFamilyOp
from adjoint.dialects.aten.permutation import PermutationOp
from adjoint.dialects.aten.reduction import ReductionOp
from adjoint.dialects.aten.scan import ScanOp
from adjoint.dialects.aten.shape import TargetShapeOp
from adjoint.dialects.aten.splitting import SplitFamilyOp
from adjoint.dialects.autodiff.structure import yielded_values


@dataclass(frozen=True)
class Unknown:
    """A size that nothing is known of: that of dimension `index` of a tensor, or element `index` of a list of sizes."""

    value: SSAValue
    index: int


Size: TypeAlias = int | frozenset[Unknown]
Sizes: TypeAlias = tuple[Size, ...]


def broadcast(first: Size, second: Size) -> Size:
    """The size that two sizes broadcast to."""
    if first == 1 or first == second:
        return second
    if second == 1 or isinstance(first, int):
        return first
    return second if isinstance(second, int) else first | second


def broadcast_all(operands: Sequence[Sizes]) -> Sizes:
    """The sizes that tensors of these sizes broadcast to, aligned at the last dimension."""
    result: list[Size] = []
    for sizes in operands:
        result[:0] = [1] * (len(sizes) - len(result))
        offset = len(result) - len(sizes)
        for dim, size in enumerate(sizes):
            result[offset + dim] = broadcast(result[offset + dim], size)
    return tuple(result)


def broadcast_dims(target: Sizes, shape: Sizes, *, assume_equal: bool = False) -> tuple[int, ...] | None:
    """The dimensions of `shape` in which a tensor of the sizes `target`, that broadcast to it, was repeated.

    None where that depends on sizes at run time. With `assume_equal` two sizes of which nothing is known are taken to
    be equal, if they are those of tensors: nobody checks what a list of sizes holds.
    """
    offset = len(shape) - len(target)
    dims = list(range(offset))
    for dim, size in enumerate(target, offset):
        other = shape[dim]
        if size == other:
            continue
        if size == 1:
            dims.append(dim)
        elif not isinstance(size, int) and other != 1 and not (assume_equal and _are_of_tensors(size)):
            return None
    return tuple(dims)


def _are_of_tensors(unknowns: frozenset[Unknown]) -> bool:
    return all(tensor_type(unknown.value).element_type != IndexType() for unknown in unknowns)


def unknown_sizes(value: SSAValue) -> Sizes:
    """The sizes of a tensor as its type alone tells them."""
    return tuple(
        frozenset({Unknown(value, dim)}) if size == DYNAMIC_INDEX else size
        for dim, size in enumerate(tensor_type(value).get_shape())
    )


class SizeAnalysis:
    """The sizes of every value of a function, of its reverse as well."""

    def __init__(self, function: func.FuncOp | None = None):
        """Without a function, what the types tell is all that is known."""
        self._sizes: dict[SSAValue, Sizes] = {}
        for block in () if function is None else function.body.blocks:
            self._analyse(block)

    def of(self, value: SSAValue) -> Sizes:
        """The sizes of a tensor; for a value that came after the analysis, what its type tells."""
        sizes = self._sizes.get(value)
        return unknown_sizes(value) if sizes is None else sizes

    def in_list(self, sizes: SSAValue) -> Sizes:
        """The sizes that a `tensor<nxindex>` holds."""
        owner = sizes.owner
        if isinstance(owner, aten.SizeOp):
            return self.of(owner.input)
        length = tensor_type(sizes).get_shape()[0]
        elements = owner.known_elements() if isinstance(owner, AtenOp) else None
        return tuple(
            frozenset({Unknown(sizes, index)}) if element is None else element
            for index, element in enumerate([None] * length if elements is None else elements)
        )

    def _analyse(self, block: Block) -> None:
        for op in block.ops:
            if isinstance(op, autodiff.ReverseOp | autodiff.GradOfOp):
                self._analyse_cotangents(op)
            for region in op.regions:
                for inner in region.blocks:
                    self._analyse(inner)
            if not op.results:
                continue
            inferred = result_sizes(op, self)
            for index, result in enumerate(op.results):
                if is_tensor_type(result.type):
                    self._record(result, None if inferred is None else inferred[index])

    def _analyse_cotangents(self, op: autodiff.ReverseOp | autodiff.GradOfOp) -> None:
        """A cotangent has the sizes of its value, whatever can be told from how it is computed."""
        if isinstance(op, autodiff.GradOfOp):
            cotangents, primals = op.cotangents, op.primals
        else:
            returned = op.next_op
            assert returned is not None
            cotangents = op.body.block.args
            primals = [returned.operands[output] for output in op.input_vjps.get_values()]
        for cotangent, primal in zip(cotangents, primals, strict=False):
            self._record(cotangent, self.of(primal))

    def _record(self, value: SSAValue, inferred: Sizes | None) -> None:
        known = unknown_sizes(value)
        if inferred is not None and len(inferred) == len(known):
            known = tuple(size if isinstance(size, int) else other for size, other in zip(known, inferred, strict=True))
        self._sizes[value] = known


@singledispatch
def result_sizes(op: Operation, sizes: SizeAnalysis) -> Sequence[Sizes] | None:
    """The sizes of each result of the op, None where only the types tell them."""
    return None


@result_sizes.register
def _(op: ElementwiseOp, sizes: SizeAnalysis) -> Sequence[Sizes] | None:
    return [broadcast_all([sizes.of(operand) for operand in op.operands])]


@result_sizes.register(aten.FlipOp)
@result_sizes.register(aten.RollOp)
@result_sizes.register(FilledLikeOp)
@result_sizes.register(TriangleOp)
@result_sizes.register(SoftmaxFamilyOp)
@result_sizes.register(ScanOp)
@result_sizes.register(aten.LinearRecurrenceOp)
@result_sizes.register(aten.ShiftOp)
@result_sizes.register(aten.ToOp)
@result_sizes.register(aten.DropoutOp)
def _(op: Operation, sizes: SizeAnalysis) -> Sequence[Sizes] | None:
    return [sizes.of(op.operands[0])]


@result_sizes.register
def _(op: PermutationOp, sizes: SizeAnalysis) -> Sequence[Sizes] | None:
    input = sizes.of(op.input)
    return [tuple(input[dim] for dim in op.permutation)]


@result_sizes.register
def _(op: ReductionOp, sizes: SizeAnalysis) -> Sequence[Sizes] | None:
    return [_reduced(sizes.of(op.input), op.dims, op.keepdim is not None)]


def _reduced(sizes: Sizes, dims: Sequence[int], keepdim: bool) -> Sizes:
    if keepdim:
        return tuple(1 if dim in dims else size for dim, size in enumerate(sizes))
    return tuple(size for dim, size in enumerate(sizes) if dim not in dims)


@result_sizes.register(ChoiceOp)
@result_sizes.register(PlaceOp)
def _(op: ChoiceOp | PlaceOp, sizes: SizeAnalysis) -> Sequence[Sizes] | None:
    return [_reduced(sizes.of(op.input), op.dims, op.keepdim is not None)] * len(op.results)


@result_sizes.register
def _(op: aten.SortOp, sizes: SizeAnalysis) -> Sequence[Sizes] | None:
    return [sizes.of(op.input)] * 2


@result_sizes.register
def _(op: aten.MmOp, sizes: SizeAnalysis) -> Sequence[Sizes] | None:
    return [(sizes.of(op.input)[0], sizes.of(op.mat2)[1])]


@result_sizes.register
def _(op: aten.BmmOp, sizes: SizeAnalysis) -> Sequence[Sizes] | None:
    return [(*sizes.of(op.input)[:2], sizes.of(op.mat2)[2])]


@result_sizes.register
def _(op: aten.AddmmOp, sizes: SizeAnalysis) -> Sequence[Sizes] | None:
    return [(sizes.of(op.mat1)[0], sizes.of(op.mat2)[1])]


@result_sizes.register
def _(op: aten.MatmulOp, sizes: SizeAnalysis) -> Sequence[Sizes] | None:
    left, right = sizes.of(op.input), sizes.of(op.other)
    batch = broadcast_all([left[:-2], right[:-2]])
    return [(*batch, *left[-2:-1], *(right[-1:] if len(right) > 1 else ()))]


@result_sizes.register
def _(op: aten.LinearOp, sizes: SizeAnalysis) -> Sequence[Sizes] | None:
    return [(*sizes.of(op.input)[:-1], *sizes.of(op.weight)[:-1])]


@result_sizes.register(NormalizedShapeOp)
@result_sizes.register(ChannelNormOp)
def _(op: NormalizedShapeOp | ChannelNormOp, sizes: SizeAnalysis) -> Sequence[Sizes] | None:
    return [sizes.of(op.operands[0]), *(unknown_sizes(result) for result in op.results[1:])]


@result_sizes.register
def _(op: aten.UnsqueezeOp, sizes: SizeAnalysis) -> Sequence[Sizes] | None:
    input, dim = sizes.of(op.input), op.inserted_dim
    return [(*input[:dim], 1, *input[dim:])]


@result_sizes.register
def _(op: SplitFamilyOp, sizes: SizeAnalysis) -> Sequence[Sizes] | None:
    input, dim = sizes.of(op.input), op.split_dim
    if isinstance(op, aten.UnbindOp):
        return [(*input[:dim], *input[dim + 1 :])] * len(op.parts)
    if DYNAMIC_INDEX in op.part_sizes:
        return None
    return [(*input[:dim], size, *input[dim + 1 :]) for size in op.part_sizes]


@result_sizes.register
def _(op: aten.SqueezeOp, sizes: SizeAnalysis) -> Sequence[Sizes] | None:
    squeezed = op.dims
    return [tuple(size for dim, size in enumerate(sizes.of(op.input)) if dim not in squeezed)]


@result_sizes.register(TargetShapeOp)
@result_sizes.register(aten.FullOp)
def _(op: TargetShapeOp | aten.FullOp, sizes: SizeAnalysis) -> Sequence[Sizes] | None:
    return None if op.size is None else [sizes.in_list(op.size)]


@result_sizes.register
def _(op: aten.ExpandOp, sizes: SizeAnalysis) -> Sequence[Sizes] | None:
    if op.size is not None:
        return [sizes.in_list(op.size)]
    assert op.static_size is not None
    target, input = op.static_size.get_values(), sizes.of(op.input)
    kept = (*target[: len(target) - len(input)], *input)
    return [tuple(old if size == -1 else size for size, old in zip(target, kept, strict=True))]


@result_sizes.register
def _(op: autodiff.AccumulateOp, sizes: SizeAnalysis) -> Sequence[Sizes] | None:
    return [sizes.of(op.first)]


@result_sizes.register
def _(op: autodiff.GradSumToSizeOp, sizes: SizeAnalysis) -> Sequence[Sizes] | None:
    size = op.plain_size
    return None if size is None else [sizes.in_list(size)]


@result_sizes.register(autodiff.GradOfOp)
@result_sizes.register(autodiff.DifferentiableGraphOp)
def _(op: autodiff.GradOfOp | autodiff.DifferentiableGraphOp, sizes: SizeAnalysis) -> Sequence[Sizes] | None:
    return [sizes.of(value) for value in yielded_values(op.body)]
