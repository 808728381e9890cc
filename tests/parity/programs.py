"""From a sample of PyTorch's suite to a program of one call and its arguments."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch.testing._internal.opinfo.core import SampleInput
from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    FunctionType,
    ModuleOp,
    TensorType,
)
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.rewriter import InsertPoint
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import building
from adjoint.frontends.torch.element_types import ELEMENT_TYPES
from parity.operators import Operator

_OF_PYTORCH_ALONE = {
    "device",
    "layout",
    "memory_format",
    "pin_memory",
    "non_blocking",
    "copy",
    "requires_grad",
    "inplace",
    "out",
}
"""Arguments about storage, which tensors of a program do not have."""


class NotRepresentableError(Exception):
    """A sample with what tensors of `aten` cannot be: complex numbers, quantised or sparse tensors."""


@dataclass
class Call:
    """One sample: the arguments of the call, and the tensors in them in the order in which they are found."""

    operator: Operator
    args: Sequence[Any]
    kwargs: dict[str, Any]
    tensors: list[torch.Tensor]

    @classmethod
    def of(cls, operator: Operator, sample: SampleInput) -> "Call":
        """The call that a sample is about. Raises NotRepresentableError."""
        args, kwargs = (sample.input, *sample.args), sample.kwargs
        tensors: list[torch.Tensor] = []
        mapped((args, kwargs), tensors.append)
        for tensor in tensors:
            if tensor.dtype not in ELEMENT_TYPES or tensor.layout is not torch.strided:
                raise NotRepresentableError(f"{tensor.dtype}, {tensor.layout}")
        _mapped_leaves((args, kwargs), _check_representable)
        return cls(operator, args, kwargs, tensors)

    def eager(self, tensors: Sequence[torch.Tensor]) -> list[torch.Tensor]:
        """What PyTorch gives with these tensors in place of the sample's."""
        remaining = iter(tensors)
        args, kwargs = mapped((self.args, self.kwargs), lambda _: next(remaining))
        return flat_tensors(self.operator.eager(*args, **kwargs))

    def module(self, *, dynamic: bool = False) -> ModuleOp:
        """The program: a function @f of the tensors, with the results of the call in order.

        Its sizes are known, or with `dynamic` `?`, as those of a traced function are: known only where they must be.
        """
        if dynamic:
            try:
                return self._module([(DYNAMIC_INDEX,) * tensor.ndim for tensor in self.tensors])
            except VerifyException:
                pass
        return self._module([tuple(tensor.shape) for tensor in self.tensors])

    def _module(self, shapes: Sequence[tuple[int, ...]]) -> ModuleOp:
        types = [
            TensorType(ELEMENT_TYPES[tensor.dtype], shape) for tensor, shape in zip(self.tensors, shapes, strict=True)
        ]
        function = FuncOp("f", FunctionType.from_lists(types, []))
        block = function.body.block
        kwargs = {name: value for name, value in self.kwargs.items() if name not in _OF_PYTORCH_ALONE}
        handles = iter([aten.Tensor(argument) for argument in block.args])
        args, kwargs = mapped(_with_element_types((self.args, kwargs)), lambda _: next(handles))
        with building(InsertPoint.at_end(block)):
            results = [tensor.value for tensor in _flat_handles(self.operator.build(*args, **kwargs))]
        block.add_op(ReturnOp(*results))
        function.function_type = FunctionType.from_lists(types, [result.type for result in results])
        return ModuleOp([function])

    def describe(self) -> str:
        """The call as one would write it."""
        shapes = iter([f"{str(tensor.dtype)[6:]}{list(tensor.shape)}" for tensor in self.tensors])

        def written(value: Any) -> str:
            match value:
                case torch.Tensor():
                    return next(shapes)
                case list() | tuple():
                    return f"[{', '.join(written(each) for each in value)}]"
                case _:
                    return repr(value)

        parts = [written(each) for each in self.args]
        parts += [f"{name}={written(value)}" for name, value in self.kwargs.items()]
        return f"{self.operator.name}({', '.join(parts)})"


def mapped(value: Any, tensor: Callable[[torch.Tensor], Any]) -> Any:
    """The nested arguments with every tensor mapped."""
    return _mapped_leaves(value, lambda leaf: tensor(leaf) if isinstance(leaf, torch.Tensor) else leaf)


def _with_element_types(value: Any) -> Any:
    """The nested arguments with the element type of the program in place of PyTorch's dtype."""
    return _mapped_leaves(value, lambda leaf: ELEMENT_TYPES[leaf] if isinstance(leaf, torch.dtype) else leaf)


def _mapped_leaves(value: Any, function: Callable[[Any], Any]) -> Any:
    match value:
        case dict():
            return {key: _mapped_leaves(each, function) for key, each in value.items()}
        case tuple():
            return tuple(_mapped_leaves(each, function) for each in value)
        case list():
            return [_mapped_leaves(each, function) for each in value]
        case _:
            return function(value)


def _check_representable(leaf: object) -> None:
    if isinstance(leaf, complex) or (isinstance(leaf, torch.dtype) and leaf not in ELEMENT_TYPES):
        raise NotRepresentableError(str(leaf))


def flat_tensors(value: Any) -> list[torch.Tensor]:
    if isinstance(value, torch.Tensor):
        return [value]
    return [tensor for each in value for tensor in flat_tensors(each)]


def _flat_handles(value: Any) -> list[aten.Tensor]:
    if isinstance(value, aten.Tensor):
        return [value]
    return [tensor for each in value for tensor in _flat_handles(each)]
