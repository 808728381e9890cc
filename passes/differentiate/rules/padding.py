"""The rule of pad: what was added is taken away, and what it repeated gets its cotangents."""

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule
from adjoint.passes.differentiate.rules.sizes import size_of


@adjoint_rule(aten.PadOp)
def pad(op: aten.PadOp, g: Tensor) -> Cotangents:
    """With places taken away in place of places added, and zeros in place of those that were taken away."""
    widths, mode = op.pad.get_values(), op.mode.data

    def cotangent() -> Tensor:
        if mode == "constant":
            return aten.pad(g, [-width for width in widths])
        x, taken_away = g, [max(-width, 0) for width in widths]
        taken_away_first = mode == "circular"
        if any(taken_away) and not taken_away_first:
            x = aten.pad(x, taken_away)
        for dim, (before, after) in op.widths.items():
            x = _folded_back(x, dim, max(before, 0), max(after, 0), mode)
        return aten.pad(x, taken_away) if any(taken_away) and taken_away_first else x

    return cotangent


def _folded_back(g: Tensor, dim: int, before: int, after: int, mode: str) -> Tensor:
    """The cotangent of what was padded along one dimension: the cotangents of what was added, added to its source."""
    if not before and not after:
        return g
    inner = total = aten.slice(g, dim, before, -after or None)
    if before:
        added = aten.slice(g, dim, 0, before)
        match mode:
            case "reflect":
                added, start, end = aten.flip(added, [dim]), 1, before + 1
            case "replicate":
                added, start, end = added.sum(dim, keepdim=True), 0, 1
            case _:
                start, end = -before, None
        total = total + aten.slice_backward(added, size_of(inner), dim, start, end)
    if after:
        added = aten.slice(g, dim, -after)
        match mode:
            case "reflect":
                added, start, end = aten.flip(added, [dim]), -after - 1, -1
            case "replicate":
                added, start, end = added.sum(dim, keepdim=True), -1, None
            case _:
                start, end = 0, after
        total = total + aten.slice_backward(added, size_of(inner), dim, start, end)
    return total
