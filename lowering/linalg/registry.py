"""How ops are lowered to linalg, by op type. Anyone registers a way for an op of a dialect of their own.

    @elementwise_lowering(TheirSwishOp)                 # from one scalar an operand to the scalar of the result
    def swish(op: TheirSwishOp, x: Scalar) -> Scalar:
        return x / (1 + exp(-x))

    @decomposition(TheirNormOp)                         # into ops that have a lowering
    def norm(op: TheirNormOp) -> Tensor:
        x = Tensor(op.input)
        return (x * x).sum().sqrt()

    @linalg_lowering(TheirOp)                           # to structured ops; with @size_rule, where sizes are dynamic
    def lower(op: TheirOp, lowering: FunctionLowering) -> LoweredTensor: ...

A later registration of a type replaces an earlier one; the subclasses of a type are lowered as it is, unless they have
a registration of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from xdsl.dialects.builtin import i1
from xdsl.ir import Operation

from adjoint.dialects.aten.base import tensor_type
from adjoint.dialects.aten.promotion import promote_types
from adjoint.dialects.aten.tensor import Tensor
from adjoint.lowering.linalg.scalar import Scalar, convert
from adjoint.lowering.linalg.sizes import Sizes, size_rule
from adjoint.lowering.linalg.symbolic import Shape
from adjoint.lowering.linalg.views import LoweredTensor, is_number

if TYPE_CHECKING:
    from adjoint.lowering.linalg.function_lowering import FunctionLowering

LoweringRule = Callable[..., "LoweredTensor | Sequence[LoweredTensor]"]
"""Called with an op and the lowering of its function; gives what each result becomes."""

DecompositionRule = Callable[..., Tensor | Sequence[Tensor]]
"""Called with an op; emits other ops at the current insertion point and gives what each result becomes."""

ScalarRule = Callable[..., Scalar]
"""Called with an op and one scalar an operand; gives the scalar of the result."""

LoweringRuleT = TypeVar("LoweringRuleT", bound=LoweringRule)
DecompositionRuleT = TypeVar("DecompositionRuleT", bound=DecompositionRule)
ScalarRuleT = TypeVar("ScalarRuleT", bound=ScalarRule)


@dataclass(frozen=True)
class _Rules:
    lowering: LoweringRule | None = None
    decomposition: DecompositionRule | None = None


_RULES: dict[type[Operation], _Rules] = {}


def linalg_lowering(*op_types: type[Operation]) -> Callable[[LoweringRuleT], LoweringRuleT]:
    """Registers the decorated function as the lowering of ops of each type."""

    def register(rule: LoweringRuleT) -> LoweringRuleT:
        for op_type in op_types:
            _RULES[op_type] = _Rules(lowering=rule)
        return rule

    return register


def decomposition(*op_types: type[Operation]) -> Callable[[DecompositionRuleT], DecompositionRuleT]:
    """Registers the decorated function as what ops of each type consist of."""

    def register(rule: DecompositionRuleT) -> DecompositionRuleT:
        for op_type in op_types:
            _RULES[op_type] = _Rules(decomposition=rule)
        return rule

    return register


def elementwise_lowering(*op_types: type[Operation], promote: bool = True) -> Callable[[ScalarRuleT], ScalarRuleT]:
    """Registers the decorated function as the body of elementwise ops of each type, whose operands broadcast.

    With `promote` the scalars come in the type that the op computes in: the element type of the result, or, where that
    is i1, the promoted type of the operands. Otherwise they come as they are.
    """

    def register(rule: ScalarRuleT) -> ScalarRuleT:
        lowering = _elementwise(rule, promote)
        for op_type in op_types:
            _RULES[op_type] = _Rules(lowering=lowering)
            size_rule(op_type)(broadcast_operands)
        return rule

    return register


def lowering_of(op: Operation) -> LoweringRule | None:
    """The lowering of the op, None where there is none or the op is decomposed."""
    return _rules_of(op).lowering


def decomposition_of(op: Operation) -> DecompositionRule | None:
    """The decomposition of the op, None where there is none."""
    return _rules_of(op).decomposition


def _rules_of(op: Operation) -> _Rules:
    return next((_RULES[type_] for type_ in type(op).__mro__ if type_ in _RULES), _Rules())


def broadcast_operands(op: Operation, sizes: Sizes) -> Sequence[Shape]:
    """The size rule of elementwise ops."""
    return [sizes.broadcast(op, *(sizes.shape(operand) for operand in op.operands))]


def _elementwise(rule: ScalarRule, promote: bool) -> LoweringRule:
    def lower(op: Operation, lowering: FunctionLowering) -> LoweredTensor:
        result = op.results[0]
        element_type = tensor_type(result).element_type
        computed_in = element_type
        if element_type == i1:
            computed_in = promote_types([tensor_type(operand) for operand in op.operands])

        operands = [lowering.tensor(operand) for operand in op.operands]
        if promote:
            operands = [lowering.converted(each, computed_in) if is_number(each) else each for each in operands]

        def body(*scalars: Scalar) -> Scalar:
            return rule(op, *(convert(scalar, computed_in) if promote else scalar for scalar in scalars))

        return lowering.elementwise(lowering.shape(result), element_type, operands, body)

    return lower
