"""What a case is: how an operator is built here, what it is in eager PyTorch, and on which inputs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from hypothesis import strategies as st

from adjoint.dialects.aten.tensor import Tensor

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Argument:
    """One argument: its shape, and where its elements lie."""

    shape: Shape
    low: float = -2.0
    high: float = 2.0
    integers: bool = False
    """Whether the elements are i64, from `low` up to `high`, excluded; they want no gradient."""
    static_dims: tuple[int, ...] = ()
    """The dims that have to be known when compiling."""

    def tensor(self, generator: torch.Generator, dtype: torch.dtype) -> torch.Tensor:
        """Random elements."""
        if self.integers:
            return torch.randint(int(self.low), max(int(self.high), int(self.low) + 1), self.shape, generator=generator)
        return torch.rand(self.shape, generator=generator, dtype=dtype) * (self.high - self.low) + self.low


@dataclass(frozen=True)
class Instance:
    """An operator with its parameters, and the arguments to call it with."""

    build: Callable[..., Tensor]
    """Takes handles of the arguments."""
    eager: Callable[..., torch.Tensor]
    """Takes tensors."""
    arguments: Sequence[Argument]


@dataclass(frozen=True)
class OperatorCase:
    """An operator under all its shapes and parameters."""

    name: str
    instances: st.SearchStrategy[Instance]


sizes = st.sampled_from([0, 1, 2, 3])
shapes = st.lists(sizes, max_size=3).map(tuple)
vectors = st.tuples(sizes)
matrices = st.tuples(sizes, sizes)
with_dims = st.lists(sizes, min_size=1, max_size=3).map(tuple)


@st.composite
def broadcasting_shapes(draw: st.DrawFn, count: int) -> list[Shape]:
    """Shapes that broadcast against each other."""
    target = draw(shapes)
    cut = [target[draw(st.integers(0, len(target))) :] for _ in range(count - 1)]
    repeated = [tuple(draw(st.sampled_from([size, size, 1])) for size in shape) for shape in [target, *cut]]
    return draw(st.permutations(repeated))
