"""Adds the reverse of a function to it. TorchScript's addReverseInline.

The ops of the function are visited backwards; the adjoint rule of each turns the cotangents of its results into those
of the operands that require a gradient. Cotangents that meet in one value are accumulated. What no wanted gradient
needs gets no cotangent, and a rule is never called for cotangents that are all zero.

    func.func @f(%a: tensor<2xf32>, %b: tensor<2xf32>) -> tensor<2xf32> {
      %y = aten.mul %a, %b : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
      func.return %y : tensor<2xf32>
    }

becomes

    func.func @f(%a: tensor<2xf32> {autodiff.requires_grad}, %b: tensor<2xf32> {autodiff.requires_grad})
        -> tensor<2xf32> {
      %y = aten.mul %a, %b {autodiff.requires_grad} : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
      autodiff.reverse outputs [0] inputs [0, 1] {
      ^bb0(%dy: tensor<2xf32>):
        %da, %db = autodiff.grad_of "aten.mul"(%dy) of (%y : tensor<2xf32>)
                       : tensor<2xf32> -> tensor<2xf32>, tensor<2xf32> {
          %0 = aten.mul %dy, %b : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
          %1 = aten.mul %dy, %a : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
          autodiff.yield %0, %1 : tensor<2xf32>, tensor<2xf32>
        }
        autodiff.yield %da, %db : tensor<2xf32>, tensor<2xf32>
      }
      func.return %y : tensor<2xf32>
    }
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import DYNAMIC_INDEX, ModuleOp, TensorType
from xdsl.ir import Block, Operation, OpResult, Region, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects import aten
from adjoint.dialects.aten.base import AtenOp, set_type, tensor_type, types_agree
from adjoint.dialects.aten.tensor import Tensor, building
from adjoint.dialects.autodiff import AccumulateOp, GradOfOp, ReverseOp, YieldOp
from adjoint.dialects.location import located
from adjoint.passes import decompositions as decompositions  # registers those of the aten dialect
from adjoint.passes.decompositions.decompose import emit_decomposition
from adjoint.passes.decompositions.registry import DecompositionRule, decomposition_of
from adjoint.passes.differentiate import rules as rules  # registers the rules of the aten dialect
from adjoint.passes.differentiate.broadcasting import (
    broadcast_operands,
    sum_to_operand,
    sum_to_operand_assuming_equal,
)
from adjoint.passes.differentiate.missing_rule import describe_missing_rule
from adjoint.passes.differentiate.registry import (
    AdjointRule,
    Cotangent,
    Cotangents,
    forward_rewrite_of,
    is_without_gradient,
    rule_of,
)
from adjoint.passes.functions import body_block, return_of, selected_functions
from adjoint.passes.requires_grad import (
    argument_marks,
    can_have_gradient,
    has_marks,
    infer_requires_grad,
    mark_results,
    result_marks,
)
from adjoint.passes.rounding import (
    as_computed,
    erase_copy,
    erase_parts,
    erase_unused_conversion,
    in_computation_type,
    may_round_twice,
    ops_between,
    round_twice,
)

logger = logging.getLogger("adjoint.passes.add-reverse")


def add_reverse(
    function: func.FuncOp,
    *,
    outputs: Sequence[int] | None = None,
    assume_equal: bool = False,
    grad_of: bool = True,
) -> ReverseOp:
    """Adds `autodiff.reverse` before the function's return.

    It takes the cotangents of those of the `outputs`, all if not given, that depend on an input that wants a gradient.
    Without `grad_of` the ops of the rules stand in the reverse as they are: for cotangents that are all known to be
    nonzero. With `assume_equal` sizes that are unknown are taken to be equal where they meet in a broadcast.

    Raises PassFailedException where an op that a gradient has to pass through has no adjoint rule.
    """
    returned = return_of(function)
    if isinstance(returned.prev_op, ReverseOp):
        raise PassFailedException(located(function, f"@{function.sym_name.data} has a reverse already"))
    if not has_marks(function):
        infer_requires_grad(function)
    return _ReverseBuilder(function, assume_equal, grad_of).build(returned, outputs)


class _ReverseBuilder:
    """The reverse of one function while it is being built: the cotangents found so far, and where the next op goes."""

    def __init__(self, function: func.FuncOp, assume_equal: bool, grad_of: bool):
        self._function = function
        self._grad_of = grad_of
        self._sum_to_operand = sum_to_operand_assuming_equal if assume_equal else sum_to_operand
        self._block = Block()
        self._cotangents: dict[SSAValue, SSAValue] = {}
        self._requiring: set[SSAValue] = {
            value for value, mark in zip(function.args, argument_marks(function), strict=True) if mark
        }
        for op in body_block(function).ops:
            self._requiring.update(result for result, mark in zip(op.results, result_marks(op), strict=True) if mark)

    def build(self, returned: func.ReturnOp, outputs: Sequence[int] | None) -> ReverseOp:
        """The reverse from these outputs, or from all, put before the return."""
        candidates = range(len(returned.arguments)) if outputs is None else outputs
        outputs = [index for index in candidates if returned.arguments[index] in self._requiring]
        for index in outputs:
            output = returned.arguments[index]
            cotangent = self._block.insert_arg(output.type, len(self._block.args))
            cotangent.name_hint = _cotangent_name(output) or "dy"
            self._accumulate(output, cotangent, returned)
        op = returned.prev_op
        while op is not None:
            op = self._differentiate(op)
        inputs = [index for index, argument in enumerate(self._function.args) if argument in self._cotangents]
        for index in inputs:
            cotangent = self._cotangents[self._function.args[index]]
            if cotangent.name_hint is None:
                cotangent.name_hint = _cotangent_name(self._function.args[index])
        self._block.add_op(YieldOp(*(self._cotangents[self._function.args[index]] for index in inputs)))
        reverse = ReverseOp(outputs, inputs, Region(self._block))
        reverse.location = returned.location
        body_block(self._function).insert_op_before(reverse, returned)
        logger.info("@%s: from outputs %s to inputs %s", self._function.sym_name.data, outputs, inputs)
        return reverse

    def _accumulate(self, value: SSAValue, cotangent: SSAValue, op: Operation) -> None:
        """Adds to the cotangent of a value what came through one of its uses, by `op`."""
        earlier = self._cotangents.get(value)
        if earlier is not None:
            total = AccumulateOp(earlier, cotangent) if self._grad_of else aten.AddOp(earlier, cotangent)
            total.location = op.location
            self._block.add_op(total)
            cotangent = total.result
            logger.debug("accumulated the cotangents of a value used again by %s", op.name)
        self._cotangents[value] = cotangent

    def _differentiate(self, op: Operation) -> Operation | None:
        """Gives a cotangent to the operands of the op, if a result of it has one; gives the op to go on with."""
        if not any(result in self._cotangents and result in self._requiring for result in op.results):
            return op.prev_op
        rewrite = forward_rewrite_of(type(op))
        if rewrite is not None:
            op = self._rewrite_forward(op, rewrite)
        rule = rule_of(type(op))
        if rule is not None:
            self._apply(rule, op)
            return op.prev_op
        parts = decomposition_of(type(op))
        if parts is None:
            raise PassFailedException(describe_missing_rule(op, self._requiring, self._cotangents))
        return self._decompose(op, parts)

    def _apply(self, rule: AdjointRule, op: Operation) -> None:
        """Gives every operand that requires one what the rule says."""
        wanted = [index for index, operand in enumerate(op.operands) if operand in self._requiring]
        cotangents = [self._cotangents.get(result) for result in op.results]
        block = Block() if self._grad_of else self._block
        before = block.last_op
        with building(InsertPoint.at_end(block), op.location):
            given = self._emit_rule(rule, op, cotangents, wanted)
            if may_round_twice(op):
                given = list(given)
                if round_twice(parts := ops_between(block, before, None)):
                    erase_parts(parts)
                    given = self._emit_computed_rule(rule, op, cotangents, wanted)
            values = self._take_wanted(op, given)
        if not values:
            logger.debug("no cotangent passes through %s", op.name)
            return
        results = list(values.values())
        if self._grad_of:
            results = self._wrap(op, list(zip(cotangents, op.results, strict=True)), values, block)
        for index, cotangent in zip(values, results, strict=True):
            self._accumulate(op.operands[index], cotangent, op)

    def _emit_rule(
        self,
        rule: AdjointRule,
        op: Operation,
        cotangents: Sequence[SSAValue | None],
        wanted: Sequence[int],
    ) -> Iterable[tuple[int, Tensor]]:
        """The operands that get a cotangent, each with it; what the rule leaves to be emitted later is, one by one.

        What it leaves out at the end are operands that have none, such as sizes.
        """
        given = _as_sequence(rule(op, *(None if each is None else Tensor(each) for each in cotangents)))
        missing = op.operands[len(given) :]
        if len(given) > len(op.operands) or any(can_have_gradient(operand.type) for operand in missing):
            raise PassFailedException(
                located(op, f"its adjoint rule gives {len(given)} cotangents for {len(op.operands)} operands")
            )
        chosen = ((index, given[index]) for index in wanted)
        emitted = ((index, each() if callable(each) else each) for index, each in chosen)
        return ((index, each) for index, each in emitted if each is not None)

    def _emit_computed_rule(
        self,
        rule: AdjointRule,
        op: Operation,
        cotangents: Sequence[SSAValue | None],
        wanted: Sequence[int],
    ) -> Iterable[tuple[int, Tensor]]:
        """The same in f32, for an op of f16 or bf16."""
        computed, results = in_computation_type(op), as_computed(op.results)
        given = list(self._emit_rule(rule, computed, as_computed(cotangents), wanted))
        for copy, result, original in zip(computed.results, results, op.results, strict=True):
            copy.replace_all_uses_with(result)
            if result is not original:
                erase_unused_conversion(result)
        erase_copy(computed)
        return given

    def _decompose(self, op: Operation, rule: DecompositionRule) -> Operation | None:
        """Replaces an op of the function by its parts; gives the last of them, or what stood before the op."""
        before = op.prev_op
        values = emit_decomposition(op, rule)
        last = op.prev_op
        part = before.next_op if before is not None else body_block(self._function).first_op
        while part is not None and part is not op:
            depends = not is_without_gradient(type(part)) and any(
                operand in self._requiring for operand in part.operands
            )
            marks = [depends and can_have_gradient(result.type) for result in part.results]
            mark_results(part, marks)
            self._requiring.update(result for result, mark in zip(part.results, marks, strict=True) if mark)
            part = part.next_op
        for result, value in zip(op.results, values, strict=True):
            result.replace_all_uses_with(value)
            cotangent = self._cotangents.pop(result, None)
            if cotangent is not None and value in self._requiring:
                self._accumulate(value, cotangent, op)
        logger.info("decomposed %s, which has no rule of its own", op.name)
        Rewriter.erase_op(op)
        return last

    def _rewrite_forward(self, op: Operation, rewrite: Callable[..., Operation]) -> Operation:
        """Replaces an op of the function by one that also gives what its reverse needs."""
        with building(InsertPoint.before(op), op.location):
            replacement = rewrite(op)
        mark_results(replacement, [*(bool(mark) for mark in result_marks(op)), *_no_marks(op, replacement)])
        for old, new in zip(op.results, replacement.results, strict=False):
            old.replace_all_uses_with(new)
            if old in self._requiring:
                self._requiring.add(new)
            if old in self._cotangents:
                self._cotangents[new] = self._cotangents.pop(old)
        logger.info("replaced %s by %s", op.name, replacement.name)
        Rewriter.erase_op(op)
        return replacement

    def _take_wanted(self, op: Operation, given: Iterable[tuple[int, Tensor]]) -> dict[int, SSAValue]:
        """The cotangent of each operand that requires one, of the operand's type."""
        broadcast = broadcast_operands(op)
        taken: dict[int, SSAValue] = {}
        for index, cotangent in given:
            if index in broadcast:
                cotangent = self._sum_to_operand(cotangent, op, index)
            taken[index] = self._of_operand_type(cotangent, op, index)
        return taken

    def _of_operand_type(self, cotangent: Tensor, op: Operation, index: int) -> SSAValue:
        """The cotangent in the element type of the operand, which promotion may have changed."""
        type_ = tensor_type(op.operands[index])
        if cotangent.dtype != type_.element_type:
            cotangent = cotangent.to(type_.element_type)
        if not types_agree(cotangent.type, type_):
            raise PassFailedException(
                located(op, f"its adjoint rule gives operand {index}, a {type_}, a cotangent of type {cotangent.type}")
            )
        refine_type(cotangent.value, type_.get_shape())
        return cotangent.value

    def _wrap(
        self,
        op: Operation,
        cotangents: Sequence[tuple[SSAValue | None, SSAValue]],
        values: dict[int, SSAValue],
        block: Block,
    ) -> Sequence[SSAValue]:
        """Puts the ops of a rule, in `block`, into an `autodiff.grad_of` named after the forward op."""
        block.add_op(YieldOp(*values.values()))
        present = [(cotangent, primal) for cotangent, primal in cotangents if cotangent is not None]
        types = [op.operands[index].type for index in values]
        grad_of = GradOfOp(op.name, [each for each, _ in present], [each for _, each in present], types, Region(block))
        grad_of.location = op.location
        for index, result in zip(values, grad_of.results, strict=True):
            result.name_hint = _cotangent_name(op.operands[index])
        self._block.add_op(grad_of)
        return grad_of.results


def _as_sequence(given: Cotangents) -> Sequence[Cotangent]:
    """What a rule gave, one for each operand: a single cotangent may stand alone."""
    return (given,) if given is None or isinstance(given, Tensor) or callable(given) else given


def _no_marks(op: Operation, replacement: Operation) -> Sequence[bool]:
    return [False] * (len(replacement.results) - len(op.results))


def _cotangent_name(value: SSAValue) -> str | None:
    return f"d{value.name_hint}" if value.name_hint else None


def refine_type(value: SSAValue, shape: Sequence[int]) -> None:
    """Lets the type of an op's result know the sizes that are static in `shape`, which is known to be its shape."""
    type_ = tensor_type(value)
    refined = tuple(
        other if size == DYNAMIC_INDEX else size for size, other in zip(type_.get_shape(), shape, strict=True)
    )
    if refined != type_.get_shape() and isinstance(value, OpResult) and isinstance(value.owner, AtenOp):
        set_type(value, TensorType(type_.element_type, refined))


@dataclass(frozen=True)
class AddReversePass(ModulePass):
    """Adds the reverse to `function`, or to every function."""

    name = "add-reverse"

    function: str | None = None

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for function in selected_functions(op, self.function):
            add_reverse(function)
