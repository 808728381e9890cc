"""What zero cotangents make of the ops that compute with them: the rewriting behind `specialize-zeros`."""

import logging
from collections.abc import Sequence

from xdsl.dialects import arith, scf
from xdsl.dialects.builtin import DYNAMIC_INDEX, BoolAttr, FloatAttr
from xdsl.ir import Block, Operation, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.transforms.dead_code_elimination import is_trivially_dead
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects import aten
from adjoint.dialects.aten.base import AtenOp, set_type, tensor_type
from adjoint.dialects.aten.shapes import normalize_dim
from adjoint.dialects.aten.tensor import Tensor, building
from adjoint.dialects.autodiff import (
    AccumulateOp,
    AnyNonzeroOp,
    GradOfOp,
    GradSumToSizeOp,
    NoSizeOp,
    YieldOp,
    ZeroOp,
)
from adjoint.dialects.autodiff.cotangents import is_zero
from adjoint.dialects.autodiff.structure import yielded_values
from adjoint.dialects.location import located
from adjoint.passes.linearity import zeroing_operands
from adjoint.passes.partial_cat import cat_with_zeros

logger = logging.getLogger("adjoint.passes.specialize-zeros")


def propagate_zeros(block: Block) -> None:
    """Rewrites the ops of a reverse by what is known of zeros: a value is zero where `autodiff.zero` gives it.

    A zero of a dynamic size has no size of its own: it adapts to what it is added to. Raises PassFailedException where
    an op that is not linear needs its elements.
    """
    propagation = _Propagation()
    op = block.first_op
    while op is not None:
        op = propagation.visit(op)
    for op in reversed(list(block.ops)):
        if is_trivially_dead(op):
            Rewriter.erase_op(op)
        elif isinstance(op, AtenOp):
            _give_elements(op)


class _Propagation:
    def __init__(self):
        self._maybe_zero: set[SSAValue] = set()
        """Values that are zero or not only at run time; every other value is known to be zero or counts as nonzero."""

    def visit(self, op: Operation) -> Operation | None:
        """Rewrites the op; gives the op to go on with."""
        match op:
            case GradOfOp():
                return self._visit_grad_of(op)
            case AccumulateOp():
                return self._visit_accumulate(op)
            case AnyNonzeroOp():
                return self._visit_any_nonzero(op)
            case scf.IfOp():
                return self._visit_if(op)
            case GradSumToSizeOp():
                if is_zero(op.input):
                    return _become_zero(op)
                if op.size is not None and isinstance(op.size.owner, NoSizeOp):
                    return _become(op, [op.input])
            case AtenOp() if any(is_zero(operand) for operand in op.operands):
                return self._visit_with_zeros(op)
            case _:
                pass
        return op.next_op

    def _is_nonzero(self, value: SSAValue) -> bool:
        return not is_zero(value) and value not in self._maybe_zero

    def _visit_grad_of(self, op: GradOfOp) -> Operation | None:
        if all(is_zero(cotangent) for cotangent in op.cotangents):
            logger.info("pruned the gradient of %s: its cotangents are zero", op.forward_op.data)
            return _become_zero(op)
        if not any(self._is_nonzero(cotangent) for cotangent in op.cotangents):
            return self._guard(op)
        return _inline_before(op, op.body.block)

    def _guard(self, op: GradOfOp) -> Operation | None:
        """The ops of a grad_of where its cotangents turn out not to be zero, zeros otherwise."""
        zeros = [ZeroOp(result.type) for result in op.results]
        nonzero = AnyNonzeroOp(op.cotangents)
        then = op.body.block
        values = list(yielded_values(op.body))
        terminator = then.last_op
        assert terminator is not None
        Rewriter.erase_op(terminator)
        op.body.detach_block(then)
        then.add_op(scf.YieldOp(*values))
        otherwise = Block([*zeros, scf.YieldOp(*zeros)])
        conditional = scf.IfOp(nonzero, op.result_types, [then], [otherwise])
        nonzero.location = conditional.location = op.location
        following = op.next_op
        Rewriter.insert_op([nonzero, conditional], InsertPoint.before(op))
        _become(op, conditional.results)
        self._maybe_zero.update(conditional.results)
        logger.info("guarded the gradient of %s: only run time tells whether it is zero", op.forward_op.data)
        return following

    def _visit_accumulate(self, op: AccumulateOp) -> Operation | None:
        if is_zero(op.first):
            return _become(op, [op.second])
        if is_zero(op.second):
            return _become(op, [op.first])
        if self._is_nonzero(op.first) and self._is_nonzero(op.second):
            return _become_op(op, aten.AddOp(op.first, op.second))
        if not self._is_nonzero(op.first) and not self._is_nonzero(op.second):
            self._maybe_zero.add(op.result)
        return op.next_op

    def _visit_any_nonzero(self, op: AnyNonzeroOp) -> Operation | None:
        nonzero = any(self._is_nonzero(cotangent) for cotangent in op.cotangents)
        if not nonzero and any(cotangent in self._maybe_zero for cotangent in op.cotangents):
            return op.next_op
        return _become_op(op, arith.ConstantOp(BoolAttr.from_bool(nonzero)))

    def _visit_if(self, op: scf.IfOp) -> Operation | None:
        condition = op.cond.owner
        if isinstance(condition, arith.ConstantOp):
            region = op.true_region if condition.value == BoolAttr.from_bool(True) else op.false_region
            return _inline_before(op, region.block) if region.blocks else _become(op, [])
        for region in op.regions:
            terminator = region.block.last_op if region.blocks else None
            for result, value in zip(op.results, () if terminator is None else terminator.operands, strict=False):
                if not self._is_nonzero(value):
                    self._maybe_zero.add(result)
        return op.next_op

    def _visit_with_zeros(self, op: AtenOp) -> Operation | None:
        """Prunes an op that computes with a zero."""
        for operands in zeroing_operands(op):
            if all(_is_zero_or_filled_with_it(op.operands[index]) for index in operands):
                return _become_zero(op)
        if isinstance(op, aten.AddOp | aten.SubOp | aten.RsubOp):
            remaining = self._visit_sum(op)
            if remaining is not None:
                return remaining
        if isinstance(op, aten.CatOp):
            return self._visit_cat(op)
        return op.next_op

    def _visit_cat(self, op: aten.CatOp) -> Operation | None:
        """The parts that are not zero, padded with zeros: how many is known where the size along the dim is."""
        dim = normalize_dim(op.dim.value.data, tensor_type(op.result).get_num_dims())
        parts = [None if is_zero(operand) else Tensor(operand) for operand in op.joined]
        sizes = [tensor_type(operand).get_shape()[dim] for operand in op.joined]
        dtypes = {tensor_type(operand).element_type for operand in op.operands}
        zero_sizes = [size for part, size in zip(parts, sizes, strict=True) if part is None]
        if len(zero_sizes) == len(parts) or DYNAMIC_INDEX in zero_sizes or len(dtypes) > 1:
            return op.next_op
        with building(InsertPoint.before(op), op.location):
            joined = cat_with_zeros(parts, sizes, dim).value
        if joined.type != op.result.type and joined not in op.operands:
            set_type(joined, op.result.type)
        return _become(op, [joined])

    def _visit_sum(self, op: aten.AddOp | aten.SubOp | aten.RsubOp) -> Operation | None:
        """The other term, if it has the type of the sum, is not scaled, and does not change its sign."""
        first_is_zero = is_zero(op.input)
        other = op.other if first_is_zero else op.input
        if other.type != op.result.type:
            return None
        scaled = first_is_zero != isinstance(op, aten.RsubOp)
        if scaled and op.alpha.value.data != 1:
            return None
        negative = isinstance(op, aten.SubOp) if first_is_zero else isinstance(op, aten.RsubOp)
        return _become_op(op, aten.NegOp(other)) if negative else _become(op, [other])


def _is_zero_or_filled_with_it(value: SSAValue) -> bool:
    """Whether the value is a zero, or a tensor in which every element is written as one."""
    match value.owner:
        case ZeroOp() | aten.ZerosLikeOp():
            return True
        case aten.ConstantOp() as constant:
            return all(element == 0 for element in constant.value.get_values())
        case aten.FullOp() as full if isinstance(full.fill_value, FloatAttr):
            return full.fill_value.value.data == 0
        case _:
            return False


def _give_elements(op: AtenOp) -> None:
    """Lets an op that could not be pruned compute with the elements of its zeros."""
    for index, operand in enumerate(op.operands):
        if not is_zero(operand):
            continue
        shape = tensor_type(operand).get_shape()
        if DYNAMIC_INDEX in shape:
            raise PassFailedException(
                located(op, f"a cotangent is zero, a {operand.type} of which only run time tells how many zeros it has")
            )
        zeros = aten.FullOp(shape, 0, tensor_type(operand).element_type)
        zeros.location = op.location
        Rewriter.insert_op(zeros, InsertPoint.before(op))
        op.operands[index] = zeros.result


def _inline_before(op: Operation, block: Block) -> Operation | None:
    """Moves the ops of a block in front of the op that holds it, whose results are what the block yields."""
    terminator, parent = block.last_op, op.parent
    assert isinstance(terminator, YieldOp | scf.YieldOp)
    assert parent is not None
    values = list(terminator.operands)
    Rewriter.erase_op(terminator)
    first = block.first_op
    for inner in list(block.ops):
        inner.detach()
        parent.insert_op_before(inner, op)
    following = _become(op, values)
    return following if first is None else first


def _become(op: Operation, values: Sequence[SSAValue]) -> Operation | None:
    """Replaces the results of the op; gives the op after it."""
    following = op.next_op
    for result, value in zip(op.results, values, strict=True):
        result.replace_all_uses_with(value)
    Rewriter.erase_op(op)
    return following


def _become_op(op: Operation, replacement: Operation) -> Operation | None:
    replacement.location = op.location
    Rewriter.insert_op(replacement, InsertPoint.before(op))
    return _become(op, replacement.results)


def _become_zero(op: Operation) -> Operation | None:
    zeros = [ZeroOp(result.type) for result in op.results]
    Rewriter.insert_op(zeros, InsertPoint.before(op))
    return _become(op, [zero.result for zero in zeros])
