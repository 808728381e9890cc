"""What a graph of PyTorch becomes: a function of `aten`, and where its arguments come from."""

from dataclasses import dataclass

import torch
from xdsl.dialects.builtin import ModuleOp


@dataclass(frozen=True, eq=False)
class Argument:
    """Where the value of an argument of the imported function comes from."""

    name: str
    placeholder: int | None = None
    """The position of the placeholder whose tensor, or size, it is."""
    attribute: torch.Tensor | None = None
    """The tensor that the graph module holds, where it is none of the inputs."""
    is_seed: bool = False
    """Whether it is the seed of random operators, a 0-d i64; it is the last argument then."""


@dataclass(frozen=True)
class Output:
    """What one output of the graph is: the result of the function at a position, or a value known when compiling."""

    result: int | None = None
    is_size: bool = False
    """Whether the result is a size, a 0-d index, of which PyTorch gives an int."""
    constant: object = None


@dataclass(frozen=True)
class ImportedGraph:
    """A graph as a function of `aten`."""

    module: ModuleOp
    name: str
    """Of the function, the only one of the module."""
    arguments: tuple[Argument, ...]
    """The arguments of the function in order. A placeholder that is a size of a tensor placeholder, or a value known
    when compiling, is none of them."""
    outputs: tuple[Output, ...]
    """One for each output of the graph, flattened, in order."""

    @property
    def takes_seed(self) -> bool:
        """Whether the last argument is the seed of random operators."""
        return bool(self.arguments) and self.arguments[-1].is_seed
