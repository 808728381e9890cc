"""The decompositions, by op. Anyone registers one for an op of a dialect of their own.

    @decomposition(TheirNormOp)
    def norm(op: TheirNormOp) -> Tensor:
        x = Tensor(op.input)
        return (x * x).sum().sqrt()

A later registration of a type replaces an earlier one; the subclasses of a type are decomposed as it is, unless they
have a registration of their own.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from xdsl.ir import Operation

from adjoint.dialects.aten.composite import CompositeOp
from adjoint.dialects.aten.tensor import Tensor
from adjoint.dialects.registrations import note_registration

DecompositionRule = Callable[..., Tensor | Sequence[Tensor]]
"""Called with an op; emits other ops at the current insertion point and gives what each result becomes."""

DecompositionRuleT = TypeVar("DecompositionRuleT", bound=DecompositionRule)


def _own_parts(op: CompositeOp) -> Tensor | Sequence[Tensor]:
    return op.decompose()


_RULES: dict[type[Operation], DecompositionRule] = {CompositeOp: _own_parts}
_LOWERED_WHOLE: set[type[Operation]] = set()


def decomposition(*op_types: type[Operation]) -> Callable[[DecompositionRuleT], DecompositionRuleT]:
    """Registers the decorated function as what ops of each type consist of."""

    def register(rule: DecompositionRuleT) -> DecompositionRuleT:
        note_registration(rule)
        for op_type in op_types:
            _RULES[op_type] = rule
            _LOWERED_WHOLE.discard(op_type)
        return rule

    return register


def lower_whole(op_type: type[Operation]) -> None:
    """Declares that ops of the type have a lowering of their own, and are decomposed only to be differentiated."""
    _LOWERED_WHOLE.add(op_type)


def decomposition_of(op_type: type[Operation]) -> DecompositionRule | None:
    """What gives the parts of an op of the type, None where there is nothing that does."""
    return next((_RULES[type_] for type_ in op_type.__mro__ if type_ in _RULES), None)


def lowering_decomposition_of(op_type: type[Operation]) -> DecompositionRule | None:
    """What gives the parts that an op of the type is lowered as, None where it is lowered whole."""
    for type_ in op_type.__mro__:
        if type_ in _LOWERED_WHOLE:
            return None
        if type_ in _RULES:
            return _RULES[type_]
    return None
