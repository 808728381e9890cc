"""Rules of the operators that give a tensor another shape or order. `aten.expand` is in broadcast.py."""

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule
from adjoint.passes.differentiate.rules.sizes import only_first, reshape_like


@adjoint_rule(aten.TOp)
def t(op: aten.TOp, g: Tensor) -> Cotangents:
    return lambda: g.t()


@adjoint_rule(aten.TransposeOp)
def transpose(op: aten.TransposeOp, g: Tensor) -> Cotangents:
    return lambda: g.transpose(op.dim0.value.data, op.dim1.value.data)


@adjoint_rule(aten.PermuteOp, aten.MovedimOp)
def permute(op: aten.PermuteOp | aten.MovedimOp, g: Tensor) -> Cotangents:
    """The inverse permutation."""
    return lambda: g.permute(sorted(range(g.ndim), key=op.permutation.__getitem__))


@adjoint_rule(aten.ReshapeOp, aten.ViewOp, aten.FlattenOp)
def reshape(op: aten.ReshapeOp | aten.ViewOp | aten.FlattenOp, g: Tensor) -> Cotangents:
    return only_first(op, lambda: reshape_like(g, Tensor(op.input)))


@adjoint_rule(aten.UnflattenOp)
def unflatten(op: aten.UnflattenOp, g: Tensor) -> Cotangents:
    return lambda: g.flatten(op.split_dim, op.split_dim + len(op.sizes) - 1)


@adjoint_rule(aten.SqueezeOp)
def squeeze(op: aten.SqueezeOp, g: Tensor) -> Cotangents:
    """The dimensions that were left out, from the first one on, so that each is counted in the shape of the input."""

    def cotangent() -> Tensor:
        restored = g
        for dim in op.dims:
            restored = restored.unsqueeze(dim)
        return restored

    return cotangent


@adjoint_rule(aten.UnsqueezeOp)
def unsqueeze(op: aten.UnsqueezeOp, g: Tensor) -> Cotangents:
    return lambda: g.squeeze(op.inserted_dim)


@adjoint_rule(aten.ToOp)
def to(op: aten.ToOp, g: Tensor) -> Cotangents:
    return lambda: aten.to(g, Tensor(op.input).dtype)
