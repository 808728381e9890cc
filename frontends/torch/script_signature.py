"""The arguments of a function that is imported from TorchScript: its inputs, and what the module keeps."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

import torch
from xdsl.dialects.builtin import DYNAMIC_INDEX, FunctionType, TensorType
from xdsl.dialects.func import FuncOp
from xdsl.ir import BlockArgument

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from adjoint.frontends.torch.element_types import ELEMENT_TYPES, element_type_of
from adjoint.frontends.torch.imported_module import ImportedModule
from adjoint.frontends.torch.script_queries import number_of_dtype
from adjoint.frontends.torch.script_values import TensorReference, Value
from adjoint.frontends.torch.tensors import array_of
from adjoint.runtime.errors import AdjointError

_LARGEST_CONSTANT = 256
"""Known tensors of more elements are arguments of the program, with their values kept beside it."""


@dataclass
class Signature:
    """The arguments of the function that is being made."""

    function: FuncOp
    dynamic: bool
    _values: list[tuple[str, torch.Tensor, BlockArgument]] = field(
        default_factory=list[tuple[str, torch.Tensor, BlockArgument]]
    )
    _state: dict[int, tuple[TensorReference, Tensor, str]] = field(
        default_factory=dict[int, tuple[TensorReference, Tensor, str]]
    )
    """By the identity of PyTorch's tensor, so that what two attributes share is one argument."""
    _constants: dict[int, tuple[torch.Tensor, Tensor]] = field(default_factory=dict[int, tuple[torch.Tensor, Tensor]])
    _seed: Tensor | None = None

    def _argument(self, tensor: torch.Tensor, name: str, *, dynamic: bool = False) -> BlockArgument:
        if tensor.layout is not torch.strided:
            raise AdjointError(
                f"error: argument '{name}' is of layout {tensor.layout}; only dense tensors are supported"
            )
        if not tensor.is_cpu:
            raise AdjointError(f"error: argument '{name}' is on device {tensor.device}; only the CPU is supported")
        try:
            element_type = element_type_of(tensor.dtype)
        except AdjointError as error:
            raise AdjointError(f"error: argument '{name}': {str(error).removeprefix('error: ')}") from None
        shape = [DYNAMIC_INDEX] * tensor.ndim if dynamic else list(tensor.shape)
        block = self.function.body.block
        argument = block.insert_arg(TensorType(element_type, shape), len(block.args))
        argument.name_hint = identifier(name)
        return argument

    def input(self, example: object, name: str) -> Value:
        """The value of an input: tensors in the example are arguments."""
        match example:
            case torch.Tensor():
                argument = self._argument(example, name, dynamic=self.dynamic)
                return TensorReference(Tensor(argument), argument=name)
            case list():
                return [self.input(each, f"{name}.{i}") for i, each in enumerate(cast(list[object], example))]
            case tuple():
                items = enumerate(cast(tuple[object, ...], example))
                return tuple(self.input(each, f"{name}.{i}") for i, each in items)
            case dict():
                pairs = cast(dict[object, object], example).items()
                return {key: self.input(each, f"{name}.{key}") for key, each in pairs}
            case None | bool() | int() | float() | str() | torch.device():
                return example
            case torch.dtype():
                return number_of_dtype(example)
            case _:
                raise AdjointError(
                    f"error: the example for argument '{name}' is a {type(example).__name__}; "
                    "examples are tensors, numbers, strings, None, and lists, tuples and dictionaries of them"
                )

    def add_state(self, module: torch.jit.ScriptModule) -> None:
        """The parameters and buffers of a module as arguments, in its order."""
        for name, tensor in (*module.named_parameters(), *module.named_buffers()):
            self.attribute(tensor, name)

    def attribute(self, tensor: torch.Tensor, path: str) -> TensorReference:
        """The reference to a tensor of the module, of which `path` is the name."""
        if id(tensor) not in self._state:
            argument = self._argument(tensor, path)
            self._values.append((path, tensor, argument))
            initial = Tensor(argument)
            self._state[id(tensor)] = (TensorReference(initial), initial, path)
        return self._state[id(tensor)][0]

    def constant(self, value: torch.Tensor) -> Tensor:
        """A known tensor in the program: a constant, or an argument where it is large."""
        if id(value) not in self._constants:
            if value.numel() > _LARGEST_CONSTANT:
                argument = self._argument(value, f"constant{len(self._constants)}")
                self._values.append((f"constant{len(self._constants)}", value, argument))
                made = Tensor(argument)
            else:
                made = aten.constant(array_of(value.contiguous()), ELEMENT_TYPES[value.dtype])
            self._constants[id(value)] = (value, made)
        return self._constants[id(value)][1]

    def seed(self) -> Tensor:
        """The seed of the random numbers of the program: an argument, of which PyTorch's own seed is the value."""
        if self._seed is None:
            value = torch.tensor(torch.initial_seed() % 2**63)
            argument = self._argument(value, "seed")
            self._values.append(("seed", value, argument))
            self._seed = Tensor(argument)
        return self._seed

    def updates(self) -> dict[str, TensorReference]:
        """What the program has changed of the module's state, by name."""
        return {
            path: reference for reference, initial, path in self._state.values() if reference.content is not initial
        }

    def finished(self, updates: Sequence[str]) -> ImportedModule:
        """The module; arguments for state that the program does not use are dropped."""
        block = self.function.body.block
        values: dict[str, torch.Tensor] = {}
        for name, value, argument in self._values:
            if argument.first_use is None:
                block.erase_arg(argument)
            else:
                values[name] = value
        returned = block.last_op
        assert returned is not None
        self.function.function_type = FunctionType.from_lists(block.arg_types, returned.operand_types)
        return ImportedModule(self.function, values, updates)


def identifier(name: str) -> str:
    """The name as MLIR can spell it."""
    spelled = re.sub(r"[^\w$.]", "_", name)
    return f"_{spelled}" if not spelled or spelled[0].isdigit() else spelled
