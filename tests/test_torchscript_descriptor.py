"""On the same graph, TorchScript's `differentiate` and ours give descriptors that agree, and ours never captures more.

Each case is a function of PyTorch. Its graph is differentiated by TorchScript, and imported and differentiated here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod

import pytest
from xdsl.dialects.builtin import IndexType, ModuleOp
from xdsl.dialects.func import FuncOp

from adjoint.dialects.autodiff import GradientAttr
from adjoint.dialects.autodiff.attributes import indices
from adjoint.passes.differentiate.api import differentiate

torch = pytest.importorskip("torch")

from torch.nn import functional as F  # noqa: E402
from torchscript_gradient import Captures, specialized_graph, torchscript_descriptor  # noqa: E402

from adjoint.frontends.torch.script import from_torchscript  # noqa: E402


def product_and_sum(a, b):
    return a * b * a + b


def bias_activation(x, w, b):
    return torch.tanh(torch.mm(x, w) + b)


def logistic_gate(a, b):
    return torch.sigmoid(a) * b + torch.sigmoid(b)


def quotient(a, b):
    return torch.exp(a) / b


def residual(x, w):
    return x + torch.relu(torch.mm(x, w))


def scaled(a):
    return (a * 2.0 + 1.0) * 0.5


def mean_square(a, b):
    return ((a - b) * (a - b)).mean()


def log_probabilities(x, w):
    return torch.log_softmax(torch.mm(x, w), dim=1)


def transposed(x, w):
    return torch.mm(w.t(), x.t()).t()


def cube(a):
    return a.pow(3.0)


def output_used(a):
    y = torch.tanh(a)
    return y * y


def two_outputs(a, b):
    return a * b, torch.exp(a) + b


def roots(a, b):
    return torch.sqrt(a) * torch.log(b) + torch.rsqrt(a)


def unused_input(a, b):
    return torch.sin(a)


def gelu_layer(x, w, b):
    return F.gelu(torch.mm(x, w) + b)


def broadcast_twice(x, b):
    return (x + b) * (b * b)


def product_of_batches(a, b):
    return torch.matmul(a, b)


def mean_of_sum(a, b):
    return (a + b).mean()


def rearranged(a):
    return torch.cos(a.permute([1, 0]).reshape([20]))


def polynomial(a):
    return a * a * a * a


def lstm_cell(x, h, c, w, u):
    gates = torch.mm(x, w) + torch.mm(h, u)
    i, f, g, o = gates.chunk(4, 1)
    cell = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(cell), cell


def power_of_tensor(a, b):
    return torch.pow(a, b)


def larger(a, b):
    return torch.max(a, b) - torch.min(a, b)


def absolute(a):
    return torch.abs(a - 0.5)


def reciprocals(a):
    return a.reciprocal() + (-a)


def trigonometric(a):
    return torch.sin(a) * torch.cos(a) + torch.tan(a)


def inverse_trigonometric(a):
    return torch.asin(a) + torch.acos(a) * torch.atan(a)


def hyperbolic(a):
    return torch.sinh(a) + torch.cosh(a)


def exponentials(a):
    return torch.expm1(a) * torch.log1p(a) + torch.log2(a)


def error_functions(a):
    return torch.erf(a) + torch.erfc(a)


def clamped(a):
    return torch.clamp(a, 0.25, 0.75) * 2.0


def leaky(a):
    return F.leaky_relu(a, 0.1) + F.hardtanh(a - 0.5)


def interpolated(a, b):
    return torch.lerp(a, b, 0.3)


def thresholded(a):
    return F.threshold(a, 0.5, 0.1) * a


def affine(x, w, b):
    return torch.addmm(b, x, w)


def layer(x, w, b):
    return F.linear(x, w.t(), b)


def batched(a, b):
    return torch.bmm(a, b)


def normalized(x, w, b):
    return F.layer_norm(x, [5], w, b)


def probabilities(a):
    return torch.softmax(a, dim=1) * a


def variances(a):
    return a.var(1, unbiased=False, keepdim=True) + a.std([0], True, True)


def row_means(a):
    return a.mean([1], True) * a


def squeezed(a):
    return torch.exp(a.unsqueeze(1)).squeeze(1)


def expanded(a):
    return torch.sin(a.expand([4, 5]))


def views(a):
    return torch.tanh(a.view([5, 4])).transpose(0, 1)


def hard_gates(a, b):
    return F.hardswish(a) * F.hardsigmoid(b)


def attention(q, k, v):
    return torch.matmul(torch.softmax(torch.matmul(q, k.transpose(1, 2)) * 0.5, dim=-1), v)


def gated(x, w, u):
    return torch.mm(x, w) * torch.sigmoid(torch.mm(x, u))


def unrolled(x, w):
    for _ in range(3):
        x = torch.tanh(torch.mm(x, w))
    return x


@dataclass(frozen=True)
class Case:
    """A function and its arguments: shapes, and which want no gradient."""

    function: Callable[..., object]
    shapes: Sequence[tuple[int, ...]]
    constant: tuple[int, ...] = ()
    sizes: int = 0
    """The sizes that ours captures where all are dynamic, and TorchScript, which is told them, captures none."""


M, V = (4, 5), (5,)

CASES = [
    Case(product_and_sum, [(2, 3, 4), (2, 3, 4)]),
    Case(product_and_sum, [M, V]),
    Case(bias_activation, [(8, 4), M, V]),
    Case(bias_activation, [(8, 4), M, V], constant=(0,)),
    Case(logistic_gate, [M, (4, 1)]),
    Case(quotient, [M, M]),
    Case(residual, [(3, 4), (4, 4)]),
    Case(scaled, [M]),
    Case(mean_square, [M, V]),
    Case(log_probabilities, [(8, 4), M]),
    Case(transposed, [(8, 4), M]),
    Case(cube, [M]),
    Case(output_used, [M]),
    Case(two_outputs, [M, M]),
    Case(two_outputs, [M, V], constant=(1,)),
    Case(roots, [M, M]),
    Case(unused_input, [M, M]),
    Case(gelu_layer, [(8, 4), M, V]),
    Case(broadcast_twice, [M, V]),
    Case(product_of_batches, [(2, 3, 4, 5), (5, 6)]),
    Case(mean_of_sum, [M, V]),
    Case(rearranged, [M]),
    Case(polynomial, [M]),
    Case(lstm_cell, [(2, 3), (2, 4), (2, 4), (3, 16), (4, 16)]),
    Case(power_of_tensor, [M, V], sizes=1),
    Case(larger, [M, M]),
    Case(absolute, [M]),
    Case(reciprocals, [M]),
    Case(trigonometric, [M]),
    Case(inverse_trigonometric, [M]),
    Case(hyperbolic, [M]),
    Case(exponentials, [M]),
    Case(error_functions, [M]),
    Case(clamped, [M]),
    Case(leaky, [M]),
    Case(interpolated, [M, M]),
    Case(thresholded, [M]),
    Case(affine, [(8, 4), M, V]),
    Case(layer, [(8, 4), M, V], sizes=1),
    Case(batched, [(2, 3, 4), (2, 4, 5)]),
    Case(normalized, [M, V, V]),
    Case(probabilities, [M]),
    Case(variances, [M]),
    Case(row_means, [M]),
    Case(squeezed, [M]),
    Case(expanded, [V], sizes=1),
    Case(views, [M]),
    Case(hard_gates, [M, M]),
    Case(attention, [(2, 3, 4), (2, 5, 4), (2, 5, 6)]),
    Case(gated, [(8, 4), M, M]),
    Case(unrolled, [(3, 4), (4, 4)]),
]


def captures(module: ModuleOp, gradient: GradientAttr) -> Captures:
    """What the reverse is given; bytes where the sizes are static."""
    function = next(op for op in module.ops if isinstance(op, FuncOp) and op.sym_name.data == "forward")
    types = function.function_type.outputs.data
    kept = [types[index] for index in indices(gradient.captured_outputs) if index >= gradient.real_outputs.data]
    sizes = [type_ for type_ in kept if type_.element_type == IndexType()]
    temporaries = [type_ for type_ in kept if type_ not in sizes]
    return Captures(
        list(indices(gradient.captured_inputs)),
        len(temporaries),
        sum(prod(type_.get_shape()) * (1 if type_.element_type.bitwidth == 1 else 4) for type_ in temporaries),
        len(sizes),
    )


def identify(case: Case) -> str:
    shapes = "-".join("x".join(map(str, shape)) for shape in case.shapes)
    return f"{case.function.__name__}-{shapes}" + ("-constant" if case.constant else "")


@pytest.mark.parametrize("dynamic", [False, True], ids=["static", "dynamic"])
@pytest.mark.parametrize("case", CASES, ids=identify)
def test_descriptor(case: Case, dynamic: bool):
    wrt = [index for index in range(len(case.shapes)) if index not in case.constant]
    inputs = [torch.rand(shape, requires_grad=index in wrt) for index, shape in enumerate(case.shapes)]
    graph = specialized_graph(case.function, *inputs)
    theirs = torchscript_descriptor(graph, *inputs)
    module = from_torchscript(graph, *inputs, dynamic=dynamic)
    gradient = differentiate(module, "forward", wrt)
    module.verify()

    ours = captures(module, gradient)
    real = gradient.real_outputs.data
    assert real == theirs.real_outputs
    assert indices(gradient.output_vjps) == tuple(theirs.output_vjps)
    assert [each for each in indices(gradient.input_vjps) if each < real] == [
        each for each in theirs.input_vjps if each < real
    ]
    assert len(gradient.input_vjps) <= len(theirs.input_vjps)
    assert set(ours.inputs) <= set(theirs.captures.inputs)
    assert ours.tensors <= theirs.captures.tensors
    if dynamic:
        assert ours.sizes <= max(theirs.captures.sizes, case.sizes)
    else:
        assert ours.bytes <= theirs.captures.bytes
        assert ours.sizes == 0


@pytest.mark.parametrize("case", CASES, ids=identify)
def test_rematerialization_never_captures_more(case: Case):
    wrt = [index for index in range(len(case.shapes)) if index not in case.constant]
    inputs = [torch.rand(shape, requires_grad=index in wrt) for index, shape in enumerate(case.shapes)]
    graph = specialized_graph(case.function, *inputs)
    kept, recomputed = [
        captures(module, differentiate(module, "forward", wrt, rematerialize=rematerialize))
        for rematerialize in (False, True)
        for module in [from_torchscript(graph, *inputs, dynamic=False)]
    ]
    assert recomputed.bytes <= kept.bytes
    assert recomputed.sizes == 0


def test_the_fields_of_torchscript_s_example():
    inputs = [torch.rand(shape, requires_grad=True) for shape in CASES[0].shapes]
    graph = specialized_graph(CASES[0].function, *inputs)
    theirs = torchscript_descriptor(graph, *inputs)
    gradient = differentiate(from_torchscript(graph, *inputs, dynamic=False), "forward")
    assert gradient == GradientAttr.get("forward.reverse", 1, [0, 1], [0, 1], [1], [0, 1])
    assert theirs.input_vjps == [0, 1]
    assert theirs.captures == Captures([0, 1], tensors=1, bytes=96, sizes=6)
