"""Programs whose gradients are compared with finite differences: all differentiable operators, alone and combined."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from xdsl.dialects.builtin import DYNAMIC_INDEX, ModuleOp, f64, i64

import adjoint
from adjoint.dialects.aten.tensor import Tensor
from adjoint.frontends.tracing import TracedFunction

aten = adjoint.aten

Shape = tuple[int, ...]


@dataclass(frozen=True)
class GradientProgram:
    """A program and where it is smooth."""

    name: str
    build: Callable[..., Tensor]
    shapes: Sequence[Shape]
    low: float = -2.0
    high: float = 2.0
    indices: np.ndarray | None = None
    """Taken as the last argument."""

    def arguments(self, rng: np.random.Generator) -> list[np.ndarray]:
        """Elements drawn between the bounds."""
        drawn = [rng.uniform(self.low, self.high, shape) for shape in self.shapes]
        return drawn if self.indices is None else [*drawn, self.indices]

    def module(self) -> ModuleOp:
        """A new module with the function @program, all of its sizes dynamic."""

        def program(*arguments: Tensor) -> Tensor:
            return self.build(*arguments)

        signature = [((DYNAMIC_INDEX,) * len(shape), f64) for shape in self.shapes]
        if self.indices is not None:
            signature.append(((DYNAMIC_INDEX,) * self.indices.ndim, i64))
        return TracedFunction(program).program(tuple(signature))


def elementwise(name: str, build: Callable[[Tensor], Tensor], low: float = -2.0, high: float = 2.0) -> GradientProgram:
    return GradientProgram(name, build, [(3, 5)], low, high)


def attention(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    return aten.softmax(q @ k.transpose(1, 2) * 0.5, -1) @ v


def normalized_block(x: Tensor, w: Tensor, gain: Tensor, bias: Tensor) -> Tensor:
    return x + aten.gelu(aten.linear(aten.layer_norm(x, (4,), gain, bias), w))


def circular(x: Tensor, y: Tensor) -> Tensor:
    return aten.tan(x / 2) + aten.asin(x / 3) * aten.acos(y / 3) - aten.atan(x) * aten.atan2(x, 2 + y * y)


def hyperbolic(x: Tensor, y: Tensor) -> Tensor:
    return aten.sinh(x) * aten.cosh(y) + aten.asinh(x) * aten.acosh(y * y + 2) - aten.atanh(x / 3) * aten.hypot(x, y)


def special(x: Tensor, y: Tensor) -> Tensor:
    gamma = aten.lgamma(x * x + 1) + aten.digamma(y * y + 1) + aten.polygamma(2, x * x + 1)
    return gamma + aten.erfc(x) * aten.erfinv(y / 3) + aten.logit((x + 3) / 6) * aten.sinc(y) + aten.logaddexp(x, y)


def logarithms(x: Tensor, y: Tensor) -> Tensor:
    return aten.exp2(x) * aten.log2(y * y + 1) + aten.log10(x * x + 1) + aten.xlogy(x, y * y + 1) + aten.square(y)


def remainders(x: Tensor, y: Tensor) -> Tensor:
    return x * aten.fmod(x, 1.3 + 0 * y) + y * aten.remainder(y, 1.7) + aten.frac(x * y) * aten.copysign(x, y)


PROGRAMS = [
    *(
        GradientProgram(program.__name__, program, [(3, 5), (5,)])
        for program in (circular, hyperbolic, special, logarithms, remainders)
    ),
    elementwise("abs", aten.abs, 0.1),
    elementwise("neg", aten.neg),
    elementwise("exp", aten.exp),
    elementwise("expm1", aten.expm1),
    elementwise("log", aten.log, 0.2),
    elementwise("log1p", aten.log1p, -0.8),
    elementwise("sqrt", aten.sqrt, 0.2),
    elementwise("rsqrt", aten.rsqrt, 0.2),
    elementwise("reciprocal", aten.reciprocal, 0.3),
    elementwise("sin", aten.sin),
    elementwise("cos", aten.cos),
    elementwise("tanh", aten.tanh),
    elementwise("sigmoid", aten.sigmoid),
    elementwise("erf", aten.erf),
    elementwise("relu", aten.relu, 0.1),
    elementwise("silu", aten.silu),
    elementwise("gelu", aten.gelu),
    elementwise("gelu_tanh", lambda x: aten.gelu(x, "tanh")),
    elementwise("clamp_inside", lambda x: aten.clamp(x, -3, 3)),
    elementwise("pow_number", lambda x: x**2.5 + x**-1 + x**3, 0.3),
    elementwise("pow_of_number", lambda x: 3**x),
    GradientProgram("add", lambda a, b: aten.add(a, b, alpha=2.5), [(4, 1), (3,)]),
    GradientProgram("sub", lambda a, b: aten.sub(a, b, alpha=2), [(2, 3), ()]),
    GradientProgram("rsub", lambda a, b: aten.rsub(a, b, alpha=2), [(2, 3), (1, 3)]),
    GradientProgram("mul", aten.mul, [(2, 1, 3), (4, 1)]),
    GradientProgram("div", aten.div, [(3, 4), (4,)], 0.4),
    GradientProgram("pow", aten.pow, [(3, 4), (3, 1)], 0.4),
    GradientProgram("maximum", lambda a, b: aten.maximum(a, b + 5), [(3, 4), (4,)]),
    GradientProgram("minimum", lambda a, b: aten.minimum(a, b + 5), [(3, 4), (4,)]),
    GradientProgram("where", lambda a, b: aten.where(a + 5 > b, a * b, b), [(3, 4), (4,)]),
    elementwise("sum", lambda x: aten.sum(x * x, 1)),
    elementwise("mean", lambda x: aten.mean(x * x, 0, keepdim=True)),
    elementwise("var", lambda x: aten.var(x, 1)),
    elementwise("logsumexp", lambda x: aten.logsumexp(x, 1)),
    elementwise("softmax", lambda x: aten.softmax(x, 0)),
    elementwise("log_softmax", lambda x: aten.log_softmax(x, 1)),
    GradientProgram("amax", lambda x: aten.amax(aten.exp(x), 1), [(4, 1)]),
    GradientProgram("amin", lambda x: aten.amin(x * x, 1), [(4, 1)]),
    GradientProgram("layer_norm", lambda x, w, b: aten.layer_norm(x, (4,), w, b), [(3, 4), (4,), (4,)]),
    GradientProgram("mm", aten.mm, [(2, 3), (3, 4)]),
    GradientProgram("bmm", aten.bmm, [(2, 2, 3), (2, 3, 4)]),
    GradientProgram("dot", aten.dot, [(5,), (5,)]),
    GradientProgram("matmul", aten.matmul, [(2, 1, 2, 3), (4, 3, 2)]),
    GradientProgram("linear", aten.linear, [(2, 3, 4), (5, 4), (5,)]),
    GradientProgram("addmm", lambda c, a, b: aten.addmm(c, a, b, beta=2, alpha=-0.5), [(4,), (2, 3), (3, 4)]),
    elementwise("shape", lambda x: aten.flatten(aten.unsqueeze(aten.permute(x, [1, 0]), 1).sin())),
    elementwise("transposed", lambda x: x.t() * aten.reshape(x, (5, 3))),
    GradientProgram("expand", lambda x: aten.expand(x, [4, 3, -1]).sin(), [(3, 1)]),
    elementwise("slices", lambda x: aten.cat([x[:, 1:4:2] ** 2, x[:, :1], x[:, -3:]], 1).exp()),
    elementwise("select", lambda x: aten.select(x, 1, -2) * aten.select(x, 1, 0)),
    elementwise("narrow", lambda x: aten.narrow(x, 1, 1, 3).exp()),
    GradientProgram("gather", lambda x, i: aten.gather(x, 1, i).exp(), [(2, 3)], indices=np.array([[0, 2], [1, 1]])),
    GradientProgram("embedding", lambda w, i: aten.embedding(w, i) ** 2, [(4, 3)], indices=np.array([[0, 3], [3, 1]])),
    GradientProgram("nll_loss", lambda x, t: aten.nll_loss(x * x, t), [(3, 4)], indices=np.array([0, 3, 3])),
    GradientProgram(
        "cross_entropy",
        lambda x, w, t: aten.cross_entropy(x, t, aten.exp(w), label_smoothing=0.2),
        [(3, 4), (4,)],
        indices=np.array([0, 3, 3]),
    ),
    GradientProgram("dropout", lambda x, seed: aten.dropout(x, seed, 0.4) ** 2, [(6, 5)], indices=np.array(7)),
    GradientProgram("attention", attention, [(2, 3, 4), (2, 5, 4), (2, 5, 4)]),
    GradientProgram("normalized_block", normalized_block, [(3, 4), (4, 4), (4,), (4,)]),
    GradientProgram("empty", lambda a, b: aten.sum(aten.tanh(a) * b, 1), [(0, 3), (3,)]),
]
