"""`adjoint`: a reverse-mode automatic differentiation compiler for tensor programs in MLIR.

    module = adjoint.load("mlp.mlir")
    step = adjoint.value_and_grad(module, "loss", wrt=(0, 1))
    value, (dw, db) = step(w, b, x)

Everything here takes numpy arrays and gives numpy arrays; what is wrong with a program or an argument is an
`AdjointError` that names the op and its place.
"""

from importlib import import_module, metadata
from pathlib import Path
from typing import TYPE_CHECKING

# Python started in a clone finds this folder first, and there the subpackages stand beside it.
if not (Path(__file__).parent / "dialects").exists():
    __path__.append(str(Path(__file__).parent.parent))

if TYPE_CHECKING:
    from adjoint import torch as torch
    from adjoint.compilation import compile as compile, function as function
    from adjoint.dialects.aten import functional as aten
    from adjoint.gradients import differentiate as differentiate, value_and_grad as value_and_grad
    from adjoint.modules import load as load, parse as parse
    from adjoint.pullback import vjp as vjp
    from adjoint.runtime.context import compiler_context as compiler_context
    from adjoint.runtime.errors import AdjointError as AdjointError
    from adjoint.runtime.threads import set_thread_count as set_thread_count, thread_count as thread_count

__all__ = [
    "AdjointError",
    "aten",
    "compile",
    "compiler_context",
    "differentiate",
    "function",
    "load",
    "parse",
    "set_thread_count",
    "thread_count",
    "value_and_grad",
    "vjp",
]

# Imported when first used: the passes and the opt driver import this package and need neither numpy nor LLVM.
_DEFINED_IN = {
    "AdjointError": "adjoint.runtime.errors",
    "compile": "adjoint.compilation",
    "compiler_context": "adjoint.runtime.context",
    "differentiate": "adjoint.gradients",
    "function": "adjoint.compilation",
    "load": "adjoint.modules",
    "parse": "adjoint.modules",
    "set_thread_count": "adjoint.runtime.threads",
    "thread_count": "adjoint.runtime.threads",
    "value_and_grad": "adjoint.gradients",
    "vjp": "adjoint.pullback",
}


def __getattr__(name: str) -> object:
    if name == "aten":
        value: object = import_module("adjoint.dialects.aten.functional")
    elif name == "torch":
        value = import_module("adjoint.torch")
    elif name == "__version__":
        value = metadata.version("adjoint")
    elif name in _DEFINED_IN:
        value = getattr(import_module(_DEFINED_IN[name]), name)
    else:
        raise AttributeError(f"module 'adjoint' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, "torch"})
