"""Elementwise operators."""

from collections.abc import Callable, Sequence

import torch
from hypothesis import strategies as st
from torch.nn import functional

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from operator_cases.case import Argument, Instance, OperatorCase, Shape, broadcasting_shapes, shapes


def of_shape(
    name: str,
    build: Callable[..., Tensor],
    eager: Callable[..., torch.Tensor],
    low: float = -2.0,
    high: float = 2.0,
    shape: st.SearchStrategy[Shape] = shapes,
) -> OperatorCase:
    """An operator of one tensor."""
    return OperatorCase(name, shape.map(lambda each: Instance(build, eager, [Argument(each, low, high)])))


def broadcasting(
    name: str,
    build: Callable[..., Tensor],
    eager: Callable[..., torch.Tensor],
    *bounds: tuple[float, float],
) -> OperatorCase:
    """An operator of tensors that broadcast, with the bounds of the elements of each."""

    def instance(drawn: Sequence[Shape]) -> Instance:
        arguments = [Argument(shape, low, high) for shape, (low, high) in zip(drawn, bounds, strict=True)]
        return Instance(build, eager, arguments)

    return OperatorCase(name, broadcasting_shapes(len(bounds)).map(instance))


UNARY = [
    of_shape("neg", aten.neg, torch.neg),
    of_shape("abs", aten.abs, torch.abs),
    of_shape("exp", aten.exp, torch.exp),
    of_shape("expm1", aten.expm1, torch.expm1),
    of_shape("log", aten.log, torch.log, 0.1, 3),
    of_shape("log1p", aten.log1p, torch.log1p, -0.9, 3),
    of_shape("sqrt", aten.sqrt, torch.sqrt, 0.1, 3),
    of_shape("rsqrt", aten.rsqrt, torch.rsqrt, 0.1, 3),
    of_shape("reciprocal", aten.reciprocal, torch.reciprocal, 0.2, 3),
    of_shape("sin", aten.sin, torch.sin),
    of_shape("cos", aten.cos, torch.cos),
    of_shape("tanh", aten.tanh, torch.tanh),
    of_shape("sigmoid", aten.sigmoid, torch.sigmoid),
    of_shape("erf", aten.erf, torch.erf),
    of_shape("relu", aten.relu, torch.relu),
    of_shape("silu", aten.silu, functional.silu),
    of_shape("gelu", aten.gelu, functional.gelu),
    of_shape("gelu_tanh", lambda x: aten.gelu(x, "tanh"), lambda x: functional.gelu(x, approximate="tanh")),
    of_shape("clamp", lambda x: aten.clamp(x, -1, 1.5), lambda x: torch.clamp(x, -1, 1.5)),
    of_shape("clamp_min", lambda x: aten.clamp(x, min=0.5), lambda x: torch.clamp(x, min=0.5)),
    of_shape("clamp_max", lambda x: aten.clamp(x, max=0.5), lambda x: torch.clamp(x, max=0.5)),
    *(
        of_shape(f"pow_{exponent}", lambda x, n=exponent: x**n, lambda x, n=exponent: x**n, low)
        for exponent, low in [(0, -2), (1, -2), (2, -2), (3, -2), (-1, 0.2), (0.5, 0.2), (2.5, 0.2)]
    ),
    of_shape("square", aten.square, torch.square),
    of_shape("exp2", aten.exp2, torch.exp2),
    of_shape("log2", aten.log2, torch.log2, 0.1, 3),
    of_shape("log10", aten.log10, torch.log10, 0.1, 3),
    of_shape("number_pow", lambda x: 2**x, lambda x: 2**x),
    of_shape("number_arithmetic", lambda x: 1 - 2 / (x + 3) * 4, lambda x: 1 - 2 / (x + 3) * 4),
    of_shape("ones_like", lambda x: x * aten.ones_like(x) + aten.zeros_like(x), lambda x: x + 0),
]

BINARY = [
    broadcasting("add", aten.add, torch.add, (-2, 2), (-2, 2)),
    broadcasting("add_alpha", lambda a, b: aten.add(a, b, alpha=-2.5), lambda a, b: a - 2.5 * b, (-2, 2), (-2, 2)),
    broadcasting("sub", aten.sub, torch.sub, (-2, 2), (-2, 2)),
    broadcasting("sub_alpha", lambda a, b: aten.sub(a, b, alpha=3), lambda a, b: a - 3 * b, (-2, 2), (-2, 2)),
    broadcasting("rsub", lambda a, b: aten.rsub(a, b, alpha=2), lambda a, b: b - 2 * a, (-2, 2), (-2, 2)),
    broadcasting("mul", aten.mul, torch.mul, (-2, 2), (-2, 2)),
    broadcasting("div", aten.div, torch.div, (-2, 2), (0.3, 2)),
    broadcasting(
        "div_rounded",
        lambda a, b: aten.div(a, b, rounding_mode="floor") + 10 * aten.div(a, b, rounding_mode="trunc"),
        lambda a, b: torch.div(a, b, rounding_mode="floor") + 10 * torch.div(a, b, rounding_mode="trunc"),
        (-2, 2),
        (0.3, 0.9),
    ),
    broadcasting("fmod", aten.fmod, torch.fmod, (-2, 2), (0.3, 0.9)),
    broadcasting("remainder", aten.remainder, torch.remainder, (-2, 2), (0.3, 0.9)),
    broadcasting("fmax", aten.fmax, torch.fmax, (-2, 2), (-2, 2)),
    broadcasting("fmin", aten.fmin, torch.fmin, (-2, 2), (-2, 2)),
    # Of one shape: PyTorch's own gradient fails for some that broadcast.
    OperatorCase(
        "clamp_between",
        shapes.map(
            lambda each: Instance(
                aten.clamp, torch.clamp, [Argument(each), Argument(each, -2, 0.5), Argument(each, -0.5, 2)]
            )
        ),
    ),
    broadcasting("copysign", aten.copysign, torch.copysign, (-2, 2), (-2, 2)),
    broadcasting("maximum", aten.maximum, torch.maximum, (-2, 2), (-2, 2)),
    broadcasting("minimum", aten.minimum, torch.minimum, (-2, 2), (-2, 2)),
    broadcasting("pow", aten.pow, torch.pow, (0.3, 2), (-2, 2)),
    broadcasting(
        "where",
        lambda c, a, b: aten.where(c > 0, a, b),
        lambda c, a, b: torch.where(c > 0, a, b),
        *[(-2, 2)] * 3,
    ),
    broadcasting(
        "addcmul",
        lambda x, a, b: aten.addcmul(x, a, b, value=2.5),
        lambda x, a, b: torch.addcmul(x, a, b, value=2.5),
        *[(-2, 2)] * 3,
    ),
    broadcasting(
        "addcdiv",
        lambda x, a, b: aten.addcdiv(x, a, b, value=-2),
        lambda x, a, b: torch.addcdiv(x, a, b, value=-2),
        *[(-2, 2), (-2, 2), (0.3, 2)],
    ),
    broadcasting("lerp", aten.lerp, torch.lerp, (-2, 2), (-2, 2), (-0.2, 1.2)),
    broadcasting("lerp_number", lambda a, b: aten.lerp(a, b, 0.7), lambda a, b: torch.lerp(a, b, 0.7), *[(-2, 2)] * 2),
    broadcasting("used_twice", lambda a, b: a * b * a + b, lambda a, b: a * b * a + b, (-2, 2), (-2, 2)),
]
