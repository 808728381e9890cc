"""Random straight-line programs, for PyTorch and as a function of `aten` IR: for properties of passes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from hypothesis import strategies as st
from xdsl.dialects.builtin import DYNAMIC_INDEX, FunctionType, ModuleOp, TensorType, f64
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.rewriter import InsertPoint

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor, building, tensors

F = aten.functional

UNARY: dict[str, tuple[Callable[[torch.Tensor], torch.Tensor], Callable[[Tensor], Tensor]]] = {
    "tanh": (torch.tanh, F.tanh),
    "sin": (torch.sin, F.sin),
    "exp": (lambda x: torch.exp(torch.sin(x)), lambda x: F.exp(F.sin(x))),
    "scale": (lambda x: x * 0.5 + 1.0, lambda x: x * 0.5 + 1.0),
    "sum_rows": (
        lambda x: x.sum(-1, keepdim=True) if x.ndim else x,
        lambda x: x.sum(-1, keepdim=True) if x.ndim else x,
    ),
    "sum_batch": (lambda x: x.sum(0) if x.ndim else x, lambda x: x.sum(0) if x.ndim else x),
    "t": (lambda x: x.t() if x.ndim == 2 else x, lambda x: x.t() if x.ndim == 2 else x),
}

BINARY: dict[str, Callable] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
}


@dataclass(frozen=True)
class RandomProgram:
    """Steps on a list of values, which begins with the arguments; the last values are the results."""

    shapes: Sequence[tuple[int, ...]]
    dynamic: Sequence[tuple[bool, ...]]
    steps: Sequence[tuple[str, int, int]]
    results: int

    def eager(self, *arguments: torch.Tensor) -> list[torch.Tensor]:
        """The results by PyTorch."""
        values = list(arguments)
        for name, first, second in self.steps:
            a, b = values[first % len(values)], values[second % len(values)]
            if name in UNARY:
                values.append(UNARY[name][0](a))
            elif _can_broadcast(a.shape, b.shape):
                values.append(BINARY[name](a, b))
            else:
                values.append(BINARY[name](a, b.sum()))
        return values[-self.results :]

    def module(self) -> ModuleOp:
        """The function @f that computes the same."""
        types = [
            TensorType(f64, [DYNAMIC_INDEX if hidden else size for size, hidden in zip(shape, which, strict=True)])
            for shape, which in zip(self.shapes, self.dynamic, strict=True)
        ]
        function = FuncOp("f", FunctionType.from_lists(types, []))
        block = function.body.block
        with building(InsertPoint.at_end(block)):
            values, shapes = list(tensors(block.args)), [torch.Size(shape) for shape in self.shapes]
            for name, first, second in self.steps:
                (a, x), (b, y) = [
                    (values[i % len(values)], torch.empty(shapes[i % len(values)])) for i in (first, second)
                ]
                if name in UNARY:
                    values.append(UNARY[name][1](a))
                    shapes.append(UNARY[name][0](x).shape)
                elif _can_broadcast(x.shape, y.shape):
                    values.append(BINARY[name](a, b))
                    shapes.append(torch.broadcast_shapes(x.shape, y.shape))
                else:
                    values.append(BINARY[name](a, b.sum()))
                    shapes.append(x.shape)
        results = [value.value for value in values[-self.results :]]
        block.add_op(ReturnOp(*results))
        function.function_type = FunctionType.from_lists(types, [result.type for result in results])
        return ModuleOp([function])

    def arguments(self) -> list[torch.Tensor]:
        """Random arguments that require gradients."""
        generator = torch.Generator().manual_seed(0)
        return [torch.randn(shape, generator=generator, dtype=torch.float64).requires_grad_() for shape in self.shapes]


def _can_broadcast(first: torch.Size, second: torch.Size) -> bool:
    pairs = zip(reversed(first), reversed(second), strict=False)
    return all(a == b or 1 in (a, b) for a, b in pairs)


_SHAPES = st.sampled_from([(3, 2), (1, 2), (3, 1), (1, 1), (2,), (1,), ()])


@st.composite
def random_programs(draw: st.DrawFn) -> RandomProgram:
    """Programs of up to three arguments and ten steps, in which every size is known when compiling or not."""
    shapes = draw(st.lists(_SHAPES, min_size=1, max_size=3))
    dynamic = [tuple(draw(st.booleans()) for _ in shape) for shape in shapes]
    names = st.sampled_from([*UNARY, *BINARY])
    steps = draw(st.lists(st.tuples(names, st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=10))
    return RandomProgram(shapes, dynamic, steps, draw(st.integers(1, min(3, len(steps)))))
