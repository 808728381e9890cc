"""How ops are lowered to linalg, by op type. Anyone registers a way for an op of a dialect of their own.

    @elementwise_lowering(TheirSwishOp)                 # from one scalar an operand to the scalar of the result
    def swish(op: TheirSwishOp, x: Scalar) -> Scalar:
        return x / (1 + exp(-x))

    @linalg_lowering(TheirOp)                           # to structured ops; with @size_rule, where sizes are dynamic
    def lower(op: TheirOp, lowering: FunctionLowering) -> LoweredTensor: ...

An op that consists of others is decomposed instead (`adjoint.passes.decompositions`).

A later registration of a type replaces an earlier one; the subclasses of a type are lowered as it is, unless they have
a registration of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from xdsl.dialects.builtin import i1
from xdsl.ir import Operation

from adjoint.dialects.aten.base import tensor_type
from adjoint.dialects.aten.promotion import computation_type, promote_types
from adjoint.dialects.registrations import note_registration
from adjoint.lowering.linalg.scalar import Scalar, convert
from adjoint.lowering.linalg.sizes import Sizes, size_rule
from adjoint.lowering.linalg.symbolic import Shape
from adjoint.lowering.linalg.views import LoweredTensor, is_number
from adjoint.passes.decompositions.registry import lower_whole

if TYPE_CHECKING:
    from adjoint.lowering.linalg.function_lowering import FunctionLowering

LoweringRule = Callable[..., "LoweredTensor | Sequence[LoweredTensor]"]
"""Called with an op and the lowering of its function; gives what each result becomes."""

ScalarRule = Callable[..., Scalar]
"""Called with an op and one scalar an operand; gives the scalar of the result."""

LoweringRuleT = TypeVar("LoweringRuleT", bound=LoweringRule)
ScalarRuleT = TypeVar("ScalarRuleT", bound=ScalarRule)


_RULES: dict[type[Operation], LoweringRule] = {}


def linalg_lowering(*op_types: type[Operation]) -> Callable[[LoweringRuleT], LoweringRuleT]:
    """Registers the decorated function as the lowering of ops of each type."""

    def register(rule: LoweringRuleT) -> LoweringRuleT:
        note_registration(rule)
        for op_type in op_types:
            _register(op_type, rule)
        return rule

    return register


def elementwise_lowering(*op_types: type[Operation], promote: bool = True) -> Callable[[ScalarRuleT], ScalarRuleT]:
    """Registers the decorated function as the body of elementwise ops of each type, whose operands broadcast.

    With `promote` the scalars come in the type that the op computes in: the element type of the result, or, where that
    is i1, the promoted type of the operands. Otherwise they come as they are.
    """

    def register(rule: ScalarRuleT) -> ScalarRuleT:
        note_registration(rule)
        lowering = elementwise(rule, promote)
        for op_type in op_types:
            _register(op_type, lowering)
            size_rule(op_type)(broadcast_operands)
        return rule

    return register


def lowering_of(op: Operation) -> LoweringRule | None:
    """The lowering of the op, None where there is none."""
    return next((_RULES[type_] for type_ in type(op).__mro__ if type_ in _RULES), None)


def _register(op_type: type[Operation], rule: LoweringRule) -> None:
    _RULES[op_type] = rule
    lower_whole(op_type)


def broadcast_operands(op: Operation, sizes: Sizes) -> Sequence[Shape]:
    """The size rule of elementwise ops."""
    return [sizes.broadcast(op, *(sizes.shape(operand) for operand in op.operands))]


def elementwise(rule: ScalarRule, promote: bool = True) -> Callable[[Operation, FunctionLowering], LoweredTensor]:
    """The lowering of an elementwise op by its body: see `elementwise_lowering`."""

    def lower(op: Operation, lowering: FunctionLowering) -> LoweredTensor:
        result = op.results[0]
        element_type = tensor_type(result).element_type
        computed_in = element_type
        if element_type == i1:
            computed_in = promote_types([tensor_type(operand) for operand in op.operands])

        operands = [lowering.tensor(operand) for operand in op.operands]
        if promote:
            number_type = computation_type(computed_in)
            operands = [lowering.converted(each, number_type) if is_number(each) else each for each in operands]

        def body(*scalars: Scalar) -> Scalar:
            return rule(op, *(convert(scalar, computed_in) if promote else scalar for scalar in scalars))

        return lowering.elementwise(lowering.shape(result), element_type, operands, body)

    return lower
