"""PyTorch's own decompositions of operators that `aten` does not have."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, cast

import torch
from torch._decomp import get_decompositions  # pyright: ignore[reportUnknownVariableType]  # PyTorch types it in part
from torch._ops import OpOverload

from adjoint.frontends.torch.operators import is_supported

Decomposition = Callable[..., object]

_aten = torch.ops.aten

_BEYOND_EXPORT = (
    _aten.adaptive_max_pool2d,
    _aten.adaptive_max_pool3d,
    _aten.dist,
    _aten.grid_sampler_2d,
    _aten.ldexp,
    _aten.tril_indices,
    _aten.triu_indices,
)
"""Operators that exported programs keep whole, which PyTorch can decompose all the same. Not all that it can: those of
complex numbers would be taken apart into changes in place, and random ones into others that `aten` lacks as well."""

_NOT_DIFFERENTIABLE = (_aten.special_log_ndtr.default,)
"""Operators that PyTorch differentiates itself. Of what it decomposes them into, the branch of a `where` that is not
chosen has an infinite derivative, and 0 times that is NaN."""


@cache
def missing_decompositions() -> Mapping[OpOverload[..., Any], Decomposition]:
    """What PyTorch decomposes operators into that `aten` does not have.

    Any: an operator's own type says what it takes as PyTorch's tensors.
    """
    found = {
        **cast(Mapping[object, Decomposition], get_decompositions(_BEYOND_EXPORT)),
        **cast(Mapping[object, Decomposition], torch.export.default_decompositions()),
    }
    operators = [cast(OpOverload[..., Any], each) for each in found if isinstance(each, OpOverload)]
    return {
        operator: found[operator]
        for operator in operators
        if operator not in _NOT_DIFFERENTIABLE and not is_supported(operator)
    }
