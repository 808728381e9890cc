"""The descriptor of `differentiate` means what TorchScript's does, and never captures more.

Each case is a function in PyTorch, and the same with the operators of `aten`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod

import pytest
from xdsl.dialects.builtin import DYNAMIC_INDEX, FunctionType, IndexType, ModuleOp, TensorType, f32
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.rewriter import InsertPoint

from adjoint.dialects import aten
from adjoint.dialects.aten.base import AnyTensorType
from adjoint.dialects.aten.tensor import Tensor, building, tensors
from adjoint.dialects.autodiff import GradientAttr
from adjoint.dialects.autodiff.attributes import indices
from adjoint.passes.differentiate.api import differentiate

torch = pytest.importorskip("torch")

from torchscript_gradient import Captures, torchscript_descriptor  # noqa: E402

F = aten.functional


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
    return torch.nn.functional.gelu(torch.mm(x, w) + b)


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


Build = Callable[..., Tensor | tuple[Tensor, ...]]


@dataclass(frozen=True)
class Case:
    """A function of PyTorch, the same for `aten`, and arguments: shapes, and which want no gradient."""

    eager: Callable[..., object]
    build: Build
    shapes: Sequence[tuple[int, ...]]
    constant: tuple[int, ...] = ()


M, V = (4, 5), (5,)

CASES = [
    Case(product_and_sum, lambda a, b: a * b * a + b, [(2, 3, 4), (2, 3, 4)]),
    Case(product_and_sum, lambda a, b: a * b * a + b, [M, V]),
    Case(bias_activation, lambda x, w, b: F.tanh(F.mm(x, w) + b), [(8, 4), M, V]),
    Case(bias_activation, lambda x, w, b: F.tanh(F.mm(x, w) + b), [(8, 4), M, V], constant=(0,)),
    Case(logistic_gate, lambda a, b: F.sigmoid(a) * b + F.sigmoid(b), [M, (4, 1)]),
    Case(quotient, lambda a, b: F.exp(a) / b, [M, M]),
    Case(residual, lambda x, w: x + F.relu(F.mm(x, w)), [(3, 4), (4, 4)]),
    Case(scaled, lambda a: (a * 2.0 + 1.0) * 0.5, [M]),
    Case(mean_square, lambda a, b: ((a - b) * (a - b)).mean(), [M, V]),
    Case(log_probabilities, lambda x, w: F.log_softmax(F.mm(x, w), 1), [(8, 4), M]),
    Case(transposed, lambda x, w: F.mm(w.t(), x.t()).t(), [(8, 4), M]),
    Case(cube, lambda a: a**3.0, [M]),
    Case(output_used, lambda a: (lambda y: y * y)(F.tanh(a)), [M]),
    Case(two_outputs, lambda a, b: (a * b, F.exp(a) + b), [M, M]),
    Case(two_outputs, lambda a, b: (a * b, F.exp(a) + b), [M, V], constant=(1,)),
    Case(roots, lambda a, b: F.sqrt(a) * F.log(b) + F.rsqrt(a), [M, M]),
    Case(unused_input, lambda a, b: F.sin(a), [M, M]),
    Case(gelu_layer, lambda x, w, b: F.gelu(F.mm(x, w) + b), [(8, 4), M, V]),
    Case(broadcast_twice, lambda x, b: (x + b) * (b * b), [M, V]),
    Case(product_of_batches, F.matmul, [(2, 3, 4, 5), (5, 6)]),
    Case(mean_of_sum, lambda a, b: (a + b).mean(), [M, V]),
    Case(rearranged, lambda a: F.cos(a.permute([1, 0]).reshape([20])), [M]),
    Case(polynomial, lambda a: a * a * a * a, [M]),
]


def build_module(case: Case, dynamic: bool) -> ModuleOp:
    """The module of the function @f of the case, every size `?` where `dynamic`."""
    types: list[AnyTensorType] = [
        TensorType(f32, [DYNAMIC_INDEX] * len(shape) if dynamic else shape) for shape in case.shapes
    ]
    function = FuncOp("f", FunctionType.from_lists(types, []))
    block = function.body.block
    with building(InsertPoint.at_end(block)):
        results = case.build(*tensors(block.args))
    values = [result.value for result in ([results] if isinstance(results, Tensor) else results)]
    block.add_op(ReturnOp(*values))
    function.function_type = FunctionType.from_lists(types, [value.type for value in values])
    return ModuleOp([function])


def captures(module: ModuleOp, gradient: GradientAttr) -> Captures:
    """What the reverse of @f is given; bytes where the sizes are static."""
    function = next(op for op in module.ops if isinstance(op, FuncOp) and op.sym_name.data == "f")
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
    return f"{case.eager.__name__}-{shapes}" + ("-constant" if case.constant else "")


@pytest.mark.parametrize("dynamic", [False, True], ids=["static", "dynamic"])
@pytest.mark.parametrize("case", CASES, ids=identify)
def test_descriptor(case: Case, dynamic: bool):
    wrt = [index for index in range(len(case.shapes)) if index not in case.constant]
    inputs = [torch.rand(shape, requires_grad=index in wrt) for index, shape in enumerate(case.shapes)]
    theirs = torchscript_descriptor(case.eager, *inputs)
    module = build_module(case, dynamic)
    gradient = differentiate(module, "f", wrt)
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
    assert ours.sizes <= theirs.captures.sizes
    if not dynamic:
        assert ours.bytes <= theirs.captures.bytes
        assert ours.sizes == 0


def test_the_fields_of_torchscript_s_example():
    case = CASES[0]
    gradient = differentiate(build_module(case, dynamic=False), "f")
    theirs = torchscript_descriptor(case.eager, *(torch.rand(shape, requires_grad=True) for shape in case.shapes))
    assert gradient == GradientAttr.get("f.reverse", 1, [0, 1], [0, 1], [1], [0, 1])
    assert theirs.input_vjps == [0, 1]
    assert theirs.captures == Captures([0, 1], tensors=1, bytes=96, sizes=6)
