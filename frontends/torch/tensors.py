"""Tensors of PyTorch as arguments and results of native code: by their addresses, without a copy.

A tensor passes as it is where it is dense, C-contiguous and on the CPU; a copy is made where only the layout differs.
Another dtype, shape or device is refused with a message that names the argument and says what would be right.
"""

from collections.abc import Sequence
from typing import Generic

import numpy as np
import torch
from torch import Tensor

from adjoint.runtime.arguments import Array, Parameter
from adjoint.runtime.compiled_function import CompiledFunction
from adjoint.runtime.dtypes import BFLOAT16
from adjoint.runtime.errors import AdjointError
from adjoint.runtime.specialization import SpecializedProgram, VersionT

_DTYPES: dict[np.dtype[np.generic], torch.dtype] = {
    np.dtype(np.float16): torch.float16,
    BFLOAT16: torch.bfloat16,
    np.dtype(np.float32): torch.float32,
    np.dtype(np.float64): torch.float64,
    np.dtype(np.bool_): torch.bool,
    np.dtype(np.int8): torch.int8,
    np.dtype(np.int16): torch.int16,
    np.dtype(np.int32): torch.int32,
    np.dtype(np.int64): torch.int64,
}


_DISPATCH = "__torch_dispatch__"
"""What a subclass defines that computes something else."""


def dtype_of(parameter: Parameter) -> torch.dtype:
    """PyTorch's dtype of a parameter or a result."""
    return _DTYPES[parameter.dtype]


def array_of(tensor: Tensor) -> Array:
    """The elements of a dense, contiguous tensor on the CPU as an array over the same memory.

    Raises AdjointError within `torch.func` and `vmap`, where a tensor stands for something else.
    """
    tensor = tensor.detach()
    try:
        if tensor.dtype == torch.bfloat16:
            return tensor.view(torch.int16).numpy().view(BFLOAT16)
        return tensor.numpy()
    except RuntimeError as error:
        raise _no_memory(error) from None


def tensor_of(array: Array) -> Tensor:
    """The elements of an array as a tensor over the same memory."""
    if array.dtype == BFLOAT16:
        array = array.view(np.int16)
        return torch.from_numpy(array).view(torch.bfloat16)  # pyright: ignore[reportUnknownMemberType]  # as below
    return torch.from_numpy(array)  # pyright: ignore[reportUnknownMemberType]  # PyTorch does not type it


def _no_memory(error: RuntimeError) -> AdjointError:
    return AdjointError(
        f"error: an argument has no elements: torch.func and vmap cannot look into a compiled program ({error})"
    )


class TensorParameters:
    """The parameters of a program, taking tensors."""

    def __init__(self, parameters: Sequence[Parameter]):
        self._parameters = tuple(parameters)
        self._dtypes = tuple(dtype_of(parameter) for parameter in parameters)

    def convert(self, values: Sequence[object]) -> list[Tensor]:
        """The arguments as tensors that native code can read; where it copies one, PyTorch differentiates the copy.

        Raises AdjointError where an argument does not fit, or one is missing.
        """
        if len(values) != len(self._parameters):
            expected = ", ".join(f"{each.name}: {each.describe()}" for each in self._parameters)
            raise AdjointError(f"error: expected {len(self._parameters)} arguments ({expected}), got {len(values)}")
        return [
            value
            if isinstance(value, Tensor)
            and value.dtype is dtype
            and value.is_cpu
            and value.layout is torch.strided
            and value.is_contiguous()
            and not value.is_neg()
            and parameter.accepts_shape(value.shape)
            and _has_memory(value)
            else _converted(parameter, dtype, value)
            for parameter, dtype, value in zip(self._parameters, self._dtypes, values, strict=True)
        ]


def _has_memory(tensor: Tensor) -> bool:
    """Whether it is a tensor with elements, and not of a subclass that may compute something else."""
    return type(tensor) in (Tensor, torch.nn.Parameter)


def _converted(parameter: Parameter, dtype: torch.dtype, value: object) -> Tensor:
    """The argument, copied if necessary, or the error that says why it does not fit."""

    def refuse(problem: str) -> AdjointError:
        return AdjointError(f"error: argument '{parameter.name}': expected {parameter.describe()}, {problem}")

    if isinstance(value, bool | int | float):
        # PyTorch's own promotion: a number has the dtype of what it meets, if it is of that kind or a lower one.
        if not torch.can_cast(torch.tensor(value).dtype, dtype):
            raise refuse(f"got the {type(value).__name__} {value}")
        value = torch.tensor(value, dtype=dtype)
    if not isinstance(value, Tensor):
        raise refuse(f"got {type(value).__name__}, which is no tensor")
    if value.layout is not torch.strided:
        raise refuse(f"got a tensor of layout {str(value.layout).removeprefix('torch.')}, which is not dense")
    if not value.is_cpu:
        raise refuse(f"got a tensor on {value.device}: compiled programs run on the CPU")
    if value.dtype is not dtype:
        raise refuse(f"got dtype {str(value.dtype).removeprefix('torch.')}")
    if not parameter.accepts_shape(value.shape):
        raise refuse(f"got shape {list(value.shape)}")
    if not _has_memory(value):
        if getattr(type(value), _DISPATCH) is not getattr(Tensor, _DISPATCH):
            raise refuse(f"got a {type(value).__name__}, which is no plain tensor")
        value = value.as_subclass(Tensor)
    return value.resolve_neg().contiguous()


def run(function: CompiledFunction, arguments: Sequence[Tensor]) -> list[Tensor]:
    """The results of native code for arguments that `TensorParameters.convert` gave.

    Raises CheckFailedError where a check of the program fails, on sizes or on elements, and AdjointError as `array_of`.
    """
    if function.has_data_sizes:
        return [tensor_of(result) for result in function([array_of(argument) for argument in arguments])]
    try:
        addresses = [argument.data_ptr() for argument in arguments]
    except RuntimeError as error:
        raise _no_memory(error) from None
    plan = function.plan(tuple([argument.shape for argument in arguments]), addresses)
    results = [
        torch.empty(shape, dtype=_DTYPES[result.dtype])
        for shape, result in zip(plan.result_shapes, function.results, strict=True)
    ]
    function.run(plan, addresses + [result.data_ptr() for result in results])
    return results


class TensorVersions(Generic[VersionT]):
    """The versions of a program, chosen by tensors."""

    def __init__(self, versions: SpecializedProgram[VersionT]):
        self._versions = versions
        self._by_shapes: dict[tuple[torch.Size, ...], VersionT] = {}

    def version_for(self, arguments: Sequence[Tensor]) -> VersionT:
        """The version to run on these arguments. Raises AdjointError where the program cannot take their sizes."""
        shapes = tuple([argument.shape for argument in arguments])
        version = self._by_shapes.get(shapes)
        if version is None:
            version = self._versions.version_for([array_of(argument) for argument in arguments])
            if self._versions.chosen_by_shape:
                if len(self._by_shapes) >= _SHAPES_KEPT:
                    self._by_shapes.clear()
                self._by_shapes[shapes] = version
        return version


_SHAPES_KEPT = 1024
"""How many combinations of sizes are remembered; choosing again costs microseconds."""
