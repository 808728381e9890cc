"""The ways from a call of PyTorch's to a program: `adjoint.aten` itself, or PyTorch's program imported."""

from collections.abc import Callable, Mapping

import torch
from torch.export import Dim
from xdsl.dialects.builtin import ModuleOp

import adjoint
from parity.programs import Call, flat_tensors, mapped


def _by_aten(call: Call, dynamic: bool) -> ModuleOp:
    return call.module(dynamic=dynamic)


class _CallOf(torch.nn.Module):
    """The call of a sample as a model of its tensors."""

    def __init__(self, call: Call):
        super().__init__()
        self._call = call

    def forward(self, *tensors: torch.Tensor) -> list[torch.Tensor]:
        remaining = iter(tensors)
        args, kwargs = mapped((self._call.args, self._call.kwargs), lambda _: next(remaining))
        return flat_tensors(self._call.operator.info(*args, **kwargs))


def _by_export(call: Call, dynamic: bool) -> ModuleOp:
    """With `dynamic`, PyTorch finds out which sizes may differ."""
    tensors = tuple(tensor.detach().clone() for tensor in call.tensors)
    any_size = [dict.fromkeys(range(tensor.ndim), Dim.AUTO) for tensor in tensors]
    exported = torch.export.export(_CallOf(call), tensors, dynamic_shapes=(any_size,) if dynamic else None)
    return adjoint.torch.from_exported(exported, name="f").module


def _by_torchscript(call: Call, dynamic: bool) -> ModuleOp:
    """The call traced. With `dynamic`, sizes are known where the program has to know one."""
    model = _CallOf(call)

    def f(*tensors: torch.Tensor) -> tuple[torch.Tensor, ...]:
        # Copies: what a call does to its arguments, batch norm for one, is not compared.
        return tuple(model(*(tensor.clone() for tensor in tensors)))

    tensors = tuple(tensor.detach().clone() for tensor in call.tensors)
    traced = torch.jit.trace(f, tensors, check_trace=False)
    return adjoint.torch.from_torchscript(traced, *tensors, dynamic=None if dynamic else False)


FRONTENDS: Mapping[str, Callable[[Call, bool], ModuleOp]] = {
    "aten": _by_aten,
    "export": _by_export,
    "torchscript": _by_torchscript,
}
"""By name: from a call to a program @f of its tensors, and of a seed after them where it draws random numbers."""
