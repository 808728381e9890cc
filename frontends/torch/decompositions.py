"""PyTorch's own decompositions of operators that `aten` does not have."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, cast

import torch
from torch._decomp import decomposition_table  # pyright: ignore[reportUnknownVariableType]  # PyTorch does not type it
from torch._ops import OpOverload

from adjoint.frontends.torch.operators import is_supported

Decomposition = Callable[..., object]


@cache
def missing_decompositions() -> Mapping[OpOverload[..., Any], Decomposition]:
    """By operator, what PyTorch decomposes it into: where it exports programs, else where it compiles them.

    Any: an operator's own type says what it takes as PyTorch's tensors.
    """
    compiling = cast(Mapping[object, Decomposition], decomposition_table)
    exporting = cast(Mapping[object, Decomposition], torch.export.default_decompositions())
    found = {**compiling, **exporting}
    operators = [cast(OpOverload[..., Any], each) for each in found if isinstance(each, OpOverload)]
    return {operator: found[operator] for operator in operators if not is_supported(operator)}
