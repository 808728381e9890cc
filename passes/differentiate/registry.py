"""The adjoint rules, by op. Anyone registers one for an op of a dialect of their own with `@adjoint_rule(TheirOp)`."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from xdsl.ir import Operation

from adjoint.dialects.aten.tensor import Tensor

Cotangent = Tensor | None | Callable[[], Tensor]
"""What a rule gives for one operand: the cotangent, a thunk that emits it where it is wanted, or None for no gradient."""

OperationT = TypeVar("OperationT", bound=Operation)
AdjointRule = Callable[..., Cotangent | Sequence[Cotangent]]
"""`rule(op, *cotangents of the results) -> cotangents of the operands`, in order. A cotangent that is zero is None."""

_RULES: dict[type[Operation], AdjointRule] = {}
_WITHOUT_GRADIENT: set[type[Operation]] = set()
