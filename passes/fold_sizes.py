"""Finds out when compiling what was broadcast, so that no size has to be kept for the reverse.

TorchScript's foldSizeIfNotEqual, for dynamic sizes as well: two sizes are equal where they are the same number, or are
made of the same unknowns (see `SizeAnalysis`). With `assume-equal`, sizes of tensors that nothing is known of are taken
to be equal: the code of the forward op checks that they are.

- `autodiff.size_if_not_equal` of equal sizes is `autodiff.no_size`;
- `autodiff.grad_sum_to_size` is `aten.sum` where it is known which dimensions were repeated, and nothing where none
  were; one of another is one;
- `aten.size` of a static shape is a constant.

    %y = aten.add %x, %b : tensor<?x5xf32>, tensor<5xf32> -> tensor<?x5xf32>
    autodiff.reverse outputs [0] inputs [0, 1] {
    ^bb0(%dy: tensor<?x5xf32>):
      %db = autodiff.grad_sum_to_size %dy : tensor<?x5xf32> -> tensor<5xf32>
      autodiff.yield %dy, %db : tensor<?x5xf32>, tensor<5xf32>
    }

becomes

    ^bb0(%dy: tensor<?x5xf32>):
      %db = aten.sum %dy dim = [0] : tensor<?x5xf32> -> tensor<5xf32>
      autodiff.yield %dy, %db : tensor<?x5xf32>, tensor<5xf32>
"""

import logging
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import DYNAMIC_INDEX, DenseIntOrFPElementsAttr, IndexType, ModuleOp, TensorType
from xdsl.ir import Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter

from adjoint.dialects import aten
from adjoint.dialects.aten.base import tensor_type
from adjoint.dialects.aten.shapes import describe_shape
from adjoint.dialects.aten.tensor import Tensor, building
from adjoint.dialects.autodiff import GradSumToSizeOp, NoSizeOp, SizeIfNotEqualOp
from adjoint.passes.differentiate.broadcasting import emit_sum
from adjoint.passes.functions import selected_functions
from adjoint.passes.size_analysis import SizeAnalysis, Sizes, broadcast_dims, unknown_sizes

logger = logging.getLogger("adjoint.passes.fold-sizes")


def fold_sizes(function: func.FuncOp, *, assume_equal: bool = False) -> None:
    """Folds the size arithmetic of a function and of its reverse."""
    ops = [op for op in function.body.walk() if isinstance(op, GradSumToSizeOp | SizeIfNotEqualOp)]
    if ops:
        folding = _SizeFolding(SizeAnalysis(function), assume_equal)
        for op in ops:
            if isinstance(op, SizeIfNotEqualOp):
                folding.fold_optional_size(op)
            else:
                folding.fold_sum(op)
    _remove_unused_sizes(function)


def _remove_unused_sizes(function: func.FuncOp) -> None:
    """What only computed sizes for a sum is no longer needed; a size of a static shape that is, is a constant."""
    for op in list(function.body.walk(reverse=True)):
        if not isinstance(op, aten.SizeOp | SizeIfNotEqualOp | NoSizeOp):
            continue
        if op.results[0].first_use is None:
            Rewriter.erase_op(op)
        elif isinstance(op, aten.SizeOp) and DYNAMIC_INDEX not in (shape := tensor_type(op.input).get_shape()):
            type_ = TensorType(IndexType(), [len(shape)])
            constant = aten.ConstantOp(DenseIntOrFPElementsAttr.from_list(type_, shape))
            _replace(op, constant)
            logger.debug("the size of a %s is a constant", op.input.type)


@dataclass
class _SizeFolding:
    sizes: SizeAnalysis
    assume_equal: bool

    def fold_optional_size(self, op: SizeIfNotEqualOp) -> None:
        """None for equal sizes."""
        size, other = self.sizes.in_list(op.size), self.sizes.in_list(op.other)
        if broadcast_dims(size, other, assume_equal=self.assume_equal) == ():
            _replace(op, NoSizeOp(len(size)))
            logger.info("a size equals what it broadcasts to: nothing to keep")

    def fold_sum(self, op: GradSumToSizeOp) -> None:
        """Nothing, or `aten.sum`, where it is known what was repeated; one sum for a sum of a sum."""
        if op.size is not None and isinstance(op.size.owner, NoSizeOp):
            _replace_by(op, op.input)
            return
        target = self._target(op)
        if target is not None:
            dims = broadcast_dims(target, self.sizes.of(op.input), assume_equal=self.assume_equal)
            if dims is not None:
                self._replace_by_sum(op, dims)
                return
        _merge_sums(op)

    def _target(self, op: GradSumToSizeOp) -> Sizes | None:
        """The size to sum to, None for an optional one of unknown origin."""
        if op.size is None:
            return unknown_sizes(op.result)
        size = op.plain_size
        return None if size is None else self.sizes.in_list(size)

    def _replace_by_sum(self, op: GradSumToSizeOp, dims: tuple[int, ...]) -> None:
        with building(InsertPoint.before(op), op.location):
            total = emit_sum(Tensor(op.input), dims, tensor_type(op.result).get_shape())
        logger.info(
            "a cotangent of shape %s is summed over %s",
            describe_shape(tensor_type(op.input).get_shape()),
            list(dims) if dims else "nothing",
        )
        _replace_by(op, total.value)


def _merge_sums(op: GradSumToSizeOp) -> None:
    """Summing to one size and then to another is summing to the other.

    Only where nobody else uses the first sum, which is the smaller tensor to sum from, and never through an
    accumulate: the two cotangents in it have the size of the first sum and would broadcast against each other.
    """
    inner = op.input.owner
    if not isinstance(inner, GradSumToSizeOp) or not inner.result.has_one_use():
        return
    if op.size is not None and op.plain_size is None:
        return
    merged = GradSumToSizeOp(inner.input, op.plain_size, tensor_type(op.result).get_shape())
    _replace(op, merged)
    Rewriter.erase_op(inner)
    logger.info("merged two sums to a size into one")


def _replace(op: Operation, replacement: Operation) -> None:
    block = op.parent
    assert block is not None
    replacement.location = op.location
    block.insert_op_before(replacement, op)
    _replace_by(op, replacement.results[0])


def _replace_by(op: Operation, value: SSAValue) -> None:
    op.results[0].replace_all_uses_with(value)
    Rewriter.erase_op(op)


@dataclass(frozen=True)
class FoldSizesPass(ModulePass):
    """Folds the sizes of `function`, or of every function."""

    name = "fold-sizes"

    function: str | None = None
    assume_equal: bool = False

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for function in selected_functions(op, self.function):
            fold_sizes(function, assume_equal=self.assume_equal)
