"""Walks a TorchScript graph and emits what it computes: calls inlined, branches decided, loops unrolled.

A value that is known is computed while walking. What cannot be imported is noted, with its place, and the walk goes on
with unknown values, so that all that is in the way is told at once.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import cast

import torch
from xdsl.dialects.builtin import LocationAttr
from xdsl.ir import Operation, SSAValue
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from adjoint.frontends.torch.errors import Problem, UnsupportedProgramError
from adjoint.frontends.torch.operators import UnsupportedOperatorError
from adjoint.frontends.torch.script_ir import ScriptBlock, ScriptGraph, ScriptNode, ScriptValue, attribute_of
from adjoint.frontends.torch.script_locations import Place, innermost_of_user, place_of
from adjoint.frontends.torch.script_operators import (
    OperatorCalls,
    executed,
    gives_tensors,
    is_importable,
    overload_of,
)
from adjoint.frontends.torch.script_queries import QUERIES
from adjoint.frontends.torch.script_scalars import ON_NUMBERS, ON_VALUES
from adjoint.frontends.torch.script_structure import STRUCTURE
from adjoint.frontends.torch.script_values import (
    UNKNOWN,
    ModuleReference,
    TensorReference,
    Value,
    is_known,
    is_unknown,
)
from adjoint.runtime.errors import AdjointError

_MOST_ITERATIONS = 10_000
"""A loop that does not end within these is taken for one that never does."""


@dataclass(frozen=True)
class Block:
    """A graph or block, read once: loops walk over it often."""

    inputs: Sequence[int]
    """The numbers of values, which are unique within the graph."""
    steps: Sequence["Step"]
    outputs: Sequence[int]

    @staticmethod
    def of(block: ScriptBlock) -> "Block":
        """The block in the form that is walked over."""
        return Block(_numbers(block.inputs()), [Step.of(node) for node in block.nodes()], _numbers(block.outputs()))


@dataclass(frozen=True)
class Step:
    """A node of a block."""

    node: ScriptNode
    kind: str
    place: Place
    inputs: Sequence[int]
    outputs: Sequence[int]
    blocks: Sequence[Block]

    @staticmethod
    def of(node: ScriptNode) -> "Step":
        """The node in the form that is walked over."""
        blocks = [Block.of(block) for block in node.blocks()]
        return Step(node, node.kind(), place_of(node), _numbers(node.inputs()), _numbers(node.outputs()), blocks)


def _numbers(values: Iterable[ScriptValue]) -> list[int]:
    return [value.unique() for value in values]


class GraphImporter:
    """The walk over the graph of a function and of all that it calls."""

    def __init__(self, calls: OperatorCalls, attribute: Callable[[torch.Tensor, str], TensorReference]):
        """`attribute` gives the reference to a tensor that a module has, of which it is told the path."""
        self.calls = calls
        self._attribute = attribute
        self._attributes: dict[tuple[int, str], Value] = {}
        self._places: list[Place] = []
        self._problems: list[Problem] = []
        self._is_decided = True
        """Whether what is walked over is known to run."""

    def run(self, graph: ScriptGraph, arguments: Sequence[Value]) -> list[Value]:
        """The outputs of the graph. Raises UnsupportedProgramError with all that is in the way."""
        outputs = self.graph(graph, arguments)
        if self._problems:
            raise UnsupportedProgramError(list(dict.fromkeys(self._problems)))
        return outputs

    def location(self) -> LocationAttr:
        """Of the operation that is being imported."""
        return innermost_of_user(self._places).location

    def graph(self, graph: ScriptGraph, arguments: Sequence[Value]) -> list[Value]:
        """The outputs of a graph that is called."""
        return self._block(Block.of(graph), arguments, {})

    def _block(self, block: Block, arguments: Sequence[Value], values: dict[int, Value]) -> list[Value]:
        values.update(zip(block.inputs, arguments, strict=True))
        for step in block.steps:
            self._places.append(step.place)
            values.update(zip(step.outputs, self._results(step, values), strict=True))
            self._places.pop()
        return [values[output] for output in block.outputs]

    def _results(self, step: Step, values: dict[int, Value]) -> Sequence[Value]:
        node, kind, count = step.node, step.kind, len(step.outputs)
        inputs = [values[each] for each in step.inputs]
        try:
            if kind == "prim::If":
                return self._if(step, inputs, values)
            if kind == "prim::Loop":
                return self._loop(step, inputs, values)
            if any(map(is_unknown, inputs)):
                self._note_if_unsupported(node, inputs)
                return [UNKNOWN] * count
            if kind == "prim::RaiseException" and not self._is_decided:
                return []
            if kind in STRUCTURE:
                return STRUCTURE[kind](self, node, inputs)
            if node.hasAttribute("Subgraph"):
                return self.graph(node.g("Subgraph"), inputs)
            result = self._operation(node, inputs)
        except (AdjointError, VerifyException) as error:
            return self._refused(node, str(error))
        except (IndexError, KeyError, RuntimeError, TypeError, ValueError, ZeroDivisionError) as error:
            # What PyTorch raises where it computes now, and `aten` for arguments that it does not take.
            return self._refused(node, f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}")
        if count == 1:
            return [result]
        return list(cast(Sequence[Value], result)) if count else []

    def _operation(self, node: ScriptNode, inputs: Sequence[Value]) -> Value:
        kind = node.kind()
        if inputs and isinstance(inputs[0], TensorReference):
            if kind in QUERIES:
                return QUERIES[kind](*inputs)
        elif kind in ON_VALUES and not (kind == "aten::eq" and isinstance(inputs[1], TensorReference)):
            return ON_VALUES[kind](*inputs)
        numbers = not any(isinstance(each, TensorReference) for each in inputs)
        if numbers and kind in ON_NUMBERS and (isinstance(inputs[0], list) or not all(map(is_known, inputs))):
            return ON_NUMBERS[kind](*inputs)
        if kind in ("aten::__is__", "aten::__isnot__"):
            return (inputs[0] is inputs[1]) == (kind == "aten::__is__")
        operator = overload_of(node.schema())
        if operator is None:
            raise UnsupportedOperatorError("the operation is not supported")
        if numbers and all(map(is_known, inputs)) and not gives_tensors(operator):
            return executed(operator, inputs)
        if not is_importable(operator):
            raise UnsupportedOperatorError("the operator is not supported")
        return self.calls.call(operator, inputs)

    # What is in the way

    def _refused(self, node: ScriptNode, reason: str) -> list[Value]:
        """Notes that a node cannot be imported; its results are unknown."""
        name = node.schema().partition("(")[0].replace("::", ".")
        name = name if overload_of(node.schema()) is not None else node.kind()
        self._note(name, reason.removeprefix("error: ").removeprefix(f"{name}: "))
        return [UNKNOWN] * node.outputsSize()

    def _note(self, operator: str, reason: str) -> None:
        place = innermost_of_user(self._places)
        self._problems.append(Problem(operator, reason, place.location, place.source))

    def _note_if_unsupported(self, node: ScriptNode, inputs: Sequence[Value]) -> None:
        """Of an operation on unknown values only this is known: whether the operator is supported at all."""
        kind = node.kind()
        if kind in STRUCTURE or kind in QUERIES or kind in ON_VALUES or kind in ON_NUMBERS:
            return
        operator = overload_of(node.schema())
        on_tensors = operator is None or gives_tensors(operator)
        if on_tensors and (operator is None or not is_importable(operator)):
            self._refused(node, "the operator is not supported")

    # Blocks

    def _if(self, step: Step, inputs: Sequence[Value], values: dict[int, Value]) -> Sequence[Value]:
        condition = _known_number(inputs[0])
        first, second = step.blocks
        if isinstance(condition, bool | int):
            return self._block(first if condition else second, [], values)
        if not isinstance(condition, type(UNKNOWN)):
            self._note("if", f"the condition depends on {_described(condition)}; choose between tensors by torch.where")
        # Either branch could be taken: all that is unsupported in both is told.
        for block in (first, second):
            self._look_through(block, values)
        return [UNKNOWN] * len(step.outputs)

    def _look_through(self, block: Block, values: dict[int, Value]) -> None:
        """Notes what is unsupported in a block that may run or not."""
        self._is_decided, outer = False, self._is_decided
        self._block(block, [UNKNOWN] * len(block.inputs), dict(values))
        self._is_decided = outer

    def _loop(self, step: Step, inputs: Sequence[Value], values: dict[int, Value]) -> Sequence[Value]:
        (block,) = step.blocks
        limit, condition, carried = _known_number(inputs[0]), _known_number(inputs[1]), list(inputs[2:])
        iteration = 0
        while True:
            unknown = next((each for each in (limit, condition) if not isinstance(each, bool | int)), None)
            if unknown is not None:
                if not isinstance(unknown, type(UNKNOWN)):
                    self._note("loop", f"the number of iterations depends on {_described(unknown)}")
                self._look_through(block, values)
                return [UNKNOWN] * len(step.outputs)
            if not condition or iteration >= cast(int, limit):
                return carried
            if iteration >= _MOST_ITERATIONS:
                self._note("loop", f"it does not end within {_MOST_ITERATIONS} iterations")
                return [UNKNOWN] * len(step.outputs)
            condition, *carried = self._block(block, [iteration, *carried], values)
            condition = _known_number(condition)
            iteration += 1

    # Attributes

    def attribute(self, module: ModuleReference, name: str) -> Value:
        """An attribute of a module, the same value each time."""
        key = (id(module.script), name)
        if key not in self._attributes:
            self._attributes[key] = self._value(attribute_of(module.script, name), module.path_of(name))
        return self._attributes[key]

    def _value(self, value: object, path: str) -> Value:
        """An attribute as a value; tensors become arguments."""
        match value:
            case torch.Tensor():
                return self._attribute(value, path)
            case torch.ScriptObject():
                return ModuleReference(value, path)
            case list():
                return [self._value(each, f"{path}.{index}") for index, each in enumerate(cast(list[object], value))]
            case tuple():
                items = enumerate(cast(tuple[object, ...], value))
                return tuple(self._value(each, f"{path}.{index}") for index, each in items)
            case dict():
                pairs = cast(dict[object, object], value).items()
                return {key: self._value(each, f"{path}.{key}") for key, each in pairs}
            case _:
                return value


def _known_number(value: Value) -> Value:
    """A bool or an int where the value is one, or a tensor of which the element is known."""
    if isinstance(value, TensorReference):
        content = value.content
        return content.item() if isinstance(content, torch.Tensor) else content
    return value


def _described(value: Value) -> str:
    """Why a number is not known."""
    if isinstance(value, Tensor) and _depends_on_sizes_alone(value.value):
        return "a size that is known only at run time: import the program for static sizes, with dynamic=False"
    return "the elements of a tensor, which are known only at run time"


def _depends_on_sizes_alone(value: SSAValue) -> bool:
    """Whether no element of an argument is needed to compute it."""
    waiting = [value]
    while waiting:
        op = waiting.pop().owner
        if not isinstance(op, Operation):
            return False
        if not isinstance(op, aten.SizeOp):
            waiting.extend(op.operands)
    return True
