"""Where the largest and smallest elements are: a second reduction finds the least index of an element that is one."""

from xdsl.dialects.builtin import i64

from adjoint.dialects import aten
from adjoint.dialects.aten.extremum import ChoiceOp, PlaceOp
from adjoint.dialects.aten.shapes import Shape
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.decompositions.registry import decomposition
from adjoint.passes.differentiate.rules.extremum import indices_along

_NO_PLACE = 2**63 - 1
"""Greater than every index."""


@decomposition(aten.MaxDimOp, aten.MinDimOp)
def _choice(op: ChoiceOp) -> tuple[Tensor, Tensor]:
    x = Tensor(op.input)
    if not op.dims:
        return x, aten.constant(0, i64)
    extremum = _extremum(x, op.dims, isinstance(op, aten.MaxDimOp))
    place = _first_place(x, op.dims[0], extremum)
    return (extremum, place) if op.keepdim is not None else (extremum.squeeze(op.dims), place.squeeze(op.dims))


@decomposition(aten.ArgmaxOp, aten.ArgminOp)
def _place(op: PlaceOp) -> Tensor:
    x, dims = Tensor(op.input), op.dims
    if op.dim is None and x.ndim != 1:
        x, dims = x.flatten(), (0,)
    elif not dims:
        return aten.constant(0, i64)
    place = _first_place(x, dims[0], _extremum(x, dims, isinstance(op, aten.ArgmaxOp)))
    if op.keepdim is None:
        return place.squeeze(dims)
    return place.reshape(Tensor(op.result).shape) if op.dim is None else place


def _extremum(x: Tensor, dims: Shape, is_largest: bool) -> Tensor:
    return x.amax(dims, keepdim=True) if is_largest else x.amin(dims, keepdim=True)


def _first_place(x: Tensor, dim: int, extremum: Tensor) -> Tensor:
    """The least index of an element that is the extremum, which is NaN where one is: then that of a NaN."""
    places = indices_along(x, dim)
    of_nan = aten.where(x != x, places, _NO_PLACE)
    return aten.where(x == extremum, places, of_nan).amin([dim], keepdim=True)
