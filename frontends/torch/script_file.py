"""Files of `torch.jit.save` as programs."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import torch

from adjoint.frontends.torch.imported_module import ImportedModule
from adjoint.frontends.torch.script import from_torchscript
from adjoint.frontends.torch.tensors import tensor_of
from adjoint.runtime.arguments import Array
from adjoint.runtime.errors import AdjointError, describe_error


def load_torchscript(path: str, examples: Sequence[Array], *, dynamic: bool | None = None) -> ImportedModule:
    """The program of a saved module for arguments like the examples, as `from_torchscript` imports it.

    Raises AdjointError where the file cannot be read, is none of `torch.jit.save`, or the program cannot be imported.
    """
    try:
        with Path(path).open("rb"):  # PyTorch's own message does not say which file is missing
            pass
        load = cast(Callable[..., torch.jit.ScriptModule], torch.jit.load)  # pyright: ignore[reportUnknownMemberType]
        module = load(path, map_location="cpu")
    except OSError as error:
        raise AdjointError(describe_error(error)) from None
    except (RuntimeError, ValueError) as error:
        reason = str(error).strip().partition(". ")[0].partition("\n")[0]
        raise AdjointError(f"error: {path}: not a module that torch.jit.save wrote: {reason}") from None
    return from_torchscript(module, *(tensor_of(each) for each in examples), dynamic=dynamic)
