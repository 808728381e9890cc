"""What TorchScript asks of tensors: dtype, rank, sizes, and the number that a tensor of one element holds.

A number that is known only at run time, a size for one, is a 0-d tensor of the program.
"""

from collections.abc import Callable, Mapping
from typing import Any

import torch
from xdsl.dialects.builtin import f64, i1, i64
from xdsl.ir import Attribute

from adjoint.dialects import aten
from adjoint.frontends.torch.element_types import ELEMENT_TYPES
from adjoint.frontends.torch.operators import UnsupportedOperatorError
from adjoint.frontends.torch.script_values import TensorReference, Value

# Any: what an operation takes is checked by TorchScript's types, when the function is scripted.
Operation = Callable[..., Any]

_SCALAR_TYPES: Mapping[int, torch.dtype] = {
    0: torch.uint8,
    1: torch.int8,
    2: torch.int16,
    3: torch.int32,
    4: torch.int64,
    5: torch.float16,
    6: torch.float32,
    7: torch.float64,
    8: torch.complex32,
    9: torch.complex64,
    10: torch.complex128,
    11: torch.bool,
    15: torch.bfloat16,
}
"""c10/core/ScalarType.h: in TorchScript a dtype is its number."""

_NUMBERS = {dtype: number for number, dtype in _SCALAR_TYPES.items()}
_DTYPES = {element_type: dtype for dtype, element_type in ELEMENT_TYPES.items()}


def dtype_of_number(number: int) -> torch.dtype:
    """The dtype that TorchScript has a number for. Raises UnsupportedOperatorError for one that is quantised."""
    if number not in _SCALAR_TYPES:
        raise UnsupportedOperatorError(f"dtype number {number} is not supported")
    return _SCALAR_TYPES[number]


def number_of_dtype(dtype: torch.dtype) -> int:
    """TorchScript's number of a dtype. Raises UnsupportedOperatorError for one that is quantised."""
    if dtype not in _NUMBERS:
        raise UnsupportedOperatorError(f"dtype {dtype} is not supported")
    return _NUMBERS[dtype]


def dtype_of_element_type(element_type: Attribute) -> torch.dtype:
    """The dtype of tensors of an element type. Sizes, whose element type is index, are int64 in PyTorch."""
    return _DTYPES.get(element_type, torch.int64)


def _dtype(tensor: TensorReference) -> torch.dtype:
    content = tensor.content
    return content.dtype if isinstance(content, torch.Tensor) else dtype_of_element_type(content.dtype)


def _rank(tensor: TensorReference) -> int:
    return tensor.content.ndim


def _size(tensor: TensorReference, dim: int | None = None) -> Value:
    content = tensor.content
    if isinstance(content, torch.Tensor):
        return list(content.shape) if dim is None else content.size(dim)
    if dim is None:
        return [content.size(each) for each in range(content.ndim)]
    return content.size(dim)


def _numel(tensor: TensorReference) -> Value:
    return tensor.content.numel()


def number_in(tensor: TensorReference, kind: type | None = None) -> Value:
    """The element of a tensor that has one: itself where it is known, else a 0-d tensor, which has no gradient."""
    content = tensor.content
    if isinstance(content, torch.Tensor):
        element = content.item()
        return element if kind is None else kind(element)
    if content.ndim:
        content = content.reshape([])
    is_float = content.dtype in _FLOATS
    content = aten.detach(content) if is_float else content
    if kind is None or (kind is float and is_float) or (kind is int and not is_float and content.dtype != i1):
        return content
    return content.to({int: i64, float: f64, bool: i1}[kind])


_FLOATS = {ELEMENT_TYPES[dtype] for dtype in (torch.float16, torch.bfloat16, torch.float32, torch.float64)}


def _length(tensor: TensorReference) -> Value:
    return _size(tensor, 0)


def _dtype_number(tensor: TensorReference) -> int:
    return _NUMBERS[_dtype(tensor)]


def _itemsize(tensor: TensorReference) -> int:
    return _dtype(tensor).itemsize


def _is_floating_point(tensor: TensorReference) -> bool:
    return _dtype(tensor).is_floating_point


def _is_complex(tensor: TensorReference) -> bool:
    return _dtype(tensor).is_complex


def always(answer: object) -> Operation:
    def answered(*values: Value) -> object:
        return answer

    return answered


def _number_of(kind: type) -> Operation:
    def number(tensor: TensorReference) -> Value:
        return number_in(tensor, kind)

    return number


QUERIES: Mapping[str, Operation] = {
    "aten::size": _size,
    "prim::shape": _size,
    "aten::dim": _rank,
    "prim::ndim": _rank,
    "aten::len": _length,
    "aten::numel": _numel,
    "prim::numel": _numel,
    "prim::dtype": _dtype_number,
    "prim::device": always(torch.device("cpu")),
    "prim::layout": always(0),
    "prim::requires_grad": _is_floating_point,
    "prim::itemsize": _itemsize,
    "prim::is_cuda": always(False),
    "prim::is_cpu": always(True),
    "prim::is_sparse": always(False),
    "prim::is_quantized": always(False),
    "prim::is_nested": always(False),
    "prim::is_mkldnn": always(False),
    "prim::is_meta": always(False),
    "aten::is_floating_point": _is_floating_point,
    "aten::is_complex": _is_complex,
    "aten::get_device": always(-1),
    "aten::item": number_in,
    "aten::ScalarImplicit": number_in,
    "aten::IntImplicit": _number_of(int),
    "aten::FloatImplicit": _number_of(float),
    "aten::Int": _number_of(int),
    "aten::Float": _number_of(float),
    "aten::Bool": _number_of(bool),
}
"""What is asked of a tensor, the first argument."""
