"""`ImportedModule`: a program from PyTorch, with the values of the parameters that it came with."""

from collections.abc import Mapping, Sequence

import torch
from xdsl.dialects.builtin import ModuleOp
from xdsl.dialects.func import FuncOp

from adjoint.frontends.torch.tensors import array_of
from adjoint.runtime.arguments import Argument, Array


class ImportedModule(ModuleOp):
    """A module of one function: its arguments are the inputs, then what PyTorch keeps in the model itself.

    `adjoint.compile(module)(*module.arguments(x))` runs it for the values that the model has.
    """

    def __init__(self, function: FuncOp, values: Mapping[str, torch.Tensor], updates: Sequence[str] = ()):
        super().__init__([function])
        self.values = dict(values)
        """Parameters, buffers and large constants by their names in the model: the arguments after the inputs, in
        order. They are the model's own tensors: what an optimiser changes there is changed here."""
        self.updates = tuple(updates)
        """The buffers that the program changes, running statistics for one: their new values are its last results."""

    def arguments(self, *inputs: Argument | torch.Tensor) -> list[Argument]:
        """All arguments of the function for these inputs. Tensors pass without a copy where they are contiguous."""
        return [array_of(each) if isinstance(each, torch.Tensor) else each for each in (*inputs, *self.arrays())]

    def arrays(self) -> list[Array]:
        """The values as arrays over the same memory."""
        return [array_of(value) for value in self.values.values()]
