"""The adjoint rules, by op. Anyone registers one for an op of a dialect of their own with `@adjoint_rule(TheirOp)`.

    @adjoint_rule(aten.MulOp)
    def mul(op: aten.MulOp, g: Tensor) -> Cotangents:
        return lambda: g * Tensor(op.other), lambda: g * Tensor(op.input)

A rule is called with the op and one cotangent a result, None where that cotangent is known to be zero (never all of
them). It gives one cotangent an operand, in the order of `op.operands`, and emits `aten` ops at the current insertion
point. Where an elementwise op broadcasts or promotes its operands, the sum back to the operand's size and the
conversion to its element type are not the rule's business. Only operands of floating point want cotangents: what a
rule gives for others is not asked for.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from xdsl.ir import Operation

from adjoint.dialects.aten.tensor import Tensor
from adjoint.dialects.registrations import note_registration

Cotangent = Tensor | None | Callable[[], Tensor]
"""For one operand: its cotangent, a thunk that emits it only where it is wanted, or None where it is zero."""

Cotangents = Cotangent | Sequence[Cotangent]
"""For every operand in order; a single one may stand alone."""

AdjointRule = Callable[..., Cotangents]
"""Called with an op and one cotangent a result."""

RuleT = TypeVar("RuleT", bound=AdjointRule)

_RULES: dict[type[Operation], AdjointRule] = {}
_WITHOUT_GRADIENT: set[type[Operation]] = set()
_FORWARD_REWRITES: dict[type[Operation], Callable[..., Operation]] = {}


def adjoint_rule(*op_types: type[Operation]) -> Callable[[RuleT], RuleT]:
    """Registers the decorated function as the adjoint rule of each op type, in place of an earlier one."""

    def register(rule: RuleT) -> RuleT:
        note_registration(rule)
        for op_type in op_types:
            _RULES[op_type] = rule
            _WITHOUT_GRADIENT.discard(op_type)
        return rule

    return register


def without_gradient(*op_types: type[Operation]) -> None:
    """Declares that the results of these ops do not depend on their operands differentiably (comparisons, sizes)."""
    for op_type in op_types:
        _WITHOUT_GRADIENT.add(op_type)
        _RULES.pop(op_type, None)


def is_without_gradient(op_type: type[Operation]) -> bool:
    """Whether ops of the type were declared to have no gradient."""
    return op_type in _WITHOUT_GRADIENT


def rule_of(op_type: type[Operation]) -> AdjointRule | None:
    """The adjoint rule of ops of the type, None where nobody registered one."""
    return _RULES.get(op_type)


RewriteT = TypeVar("RewriteT", bound=Callable[..., Operation])


def forward_rewrite(*op_types: type[Operation]) -> Callable[[RewriteT], RewriteT]:
    """Registers what an op that will be differentiated is replaced by: an op that also gives what its reverse needs.

    The decorated function is called with the op, emits the replacement at the current insertion point and gives it;
    the results of the replacement begin with those of the op. Its adjoint rule is then asked for the cotangents.
    """

    def register(rewrite: RewriteT) -> RewriteT:
        note_registration(rewrite)
        for op_type in op_types:
            _FORWARD_REWRITES[op_type] = rewrite
        return rewrite

    return register


def forward_rewrite_of(op_type: type[Operation]) -> Callable[..., Operation] | None:
    """What replaces ops of the type before they are differentiated, None where they stay."""
    return _FORWARD_REWRITES.get(op_type)
