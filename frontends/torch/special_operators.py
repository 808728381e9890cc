"""Operators whose name or arguments differ from those of the function of `adjoint.aten` that does the same.

Each function has the parameters of the operator's schema; those of storage are left out. `SPECIAL_OPERATORS` has them
by the operator's name, with the overload where only that differs.
"""

from collections.abc import Callable, Mapping
from typing import Any

from adjoint.dialects.aten import functional as aten
from adjoint.dialects.aten.tensor import Tensor

SPECIAL_OPERATORS: Mapping[str, Callable[..., Any]] = {}
