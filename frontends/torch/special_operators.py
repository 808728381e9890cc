"""Operators whose name or arguments differ from those of the function of `adjoint.aten` that does the same.

Each function has the parameters of the operator's schema; those of storage are left out, and `seed` is the seed of an
operator that draws random numbers. `SPECIAL_OPERATORS` has them by the operator's name, with the overload where only
that differs. https://github.com/pytorch/pytorch/blob/main/aten/src/ATen/native/native_functions.yaml has the schemas.
"""

from collections.abc import Callable, Mapping
from typing import Any

from adjoint.frontends.torch.special_attention import ATTENTION_OPERATORS
from adjoint.frontends.torch.special_creation import CREATION_OPERATORS
from adjoint.frontends.torch.special_indexing import INDEXING_OPERATORS
from adjoint.frontends.torch.special_layers import LAYER_OPERATORS
from adjoint.frontends.torch.special_recurrent import RECURRENT_OPERATORS
from adjoint.frontends.torch.special_reductions import REDUCTION_OPERATORS
from adjoint.frontends.torch.special_shapes import SHAPE_OPERATORS
from adjoint.frontends.torch.special_upsampling import UPSAMPLING_OPERATORS

# Any: what an operator takes and gives is what its schema says.
SPECIAL_OPERATORS: Mapping[str, Callable[..., Any]] = {
    **ATTENTION_OPERATORS,
    **CREATION_OPERATORS,
    **INDEXING_OPERATORS,
    **LAYER_OPERATORS,
    **RECURRENT_OPERATORS,
    **REDUCTION_OPERATORS,
    **SHAPE_OPERATORS,
    **UPSAMPLING_OPERATORS,
}
