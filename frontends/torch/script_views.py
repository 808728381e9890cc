"""How the elements of a tensor change where a view of it is changed in place."""

from collections.abc import Callable, Sequence
from typing import cast

from xdsl.dialects.builtin import DYNAMIC_INDEX, f32

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor

Put = Callable[[Tensor, Tensor], Tensor]
"""From the elements of the base and those of the view to the base's with those of the view replaced."""

UNCERTAIN_VIEWS = frozenset({"reshape", "reshape_as", "contiguous", "flatten", "to", "type_as", "float", "double"})
"""What gives a view where strides or dtypes allow it, and a copy where they do not."""


def put_of(name: str, arguments: Sequence[object]) -> Put | None:
    """How to write through the view that the operator gives for these arguments, None where that is not known."""
    match name, *arguments[1:]:
        case ("select", int(dim), int(index)):
            return _where_written(lambda g, base: aten.select_backward(g, _sizes(base), dim, index))
        case ("slice", int(dim), None | int() as start, None | int() as end, int(step)):
            return _where_written(lambda g, base: aten.slice_backward(g, _sizes(base), dim, start, end, step))
        case ("narrow", int(dim), int(start), int(length)):
            end = start + length or None
            return _where_written(lambda g, base: aten.slice_backward(g, _sizes(base), dim, start, end, 1))
        case ("transpose", int(dim0), int(dim1)):
            return lambda base, view: view.transpose(dim0, dim1)
        case ("t",):
            return lambda base, view: view.t()
        case ("permute", list()):
            dims = cast(list[int], arguments[1])
            order = [dim % len(dims) for dim in dims]
            return lambda base, view: view.permute([order.index(dim) for dim in range(len(order))])
        case ("view" | "unsqueeze" | "squeeze" | "view_as" | "unflatten", *_):
            return lambda base, view: view.reshape(_sizes(base))
        case ("detach" | "alias", *_):
            return lambda base, view: view
        case _:
            return None


def _where_written(backward: Callable[[Tensor, Tensor], Tensor]) -> Put:
    def put(base: Tensor, view: Tensor) -> Tensor:
        written = backward(aten.ones_like(view, dtype=f32), base)
        return aten.where(written != 0, backward(view, base), base)

    return put


def _sizes(tensor: Tensor) -> Tensor | list[int]:
    return tensor.size() if DYNAMIC_INDEX in tensor.shape else list(tensor.shape)
