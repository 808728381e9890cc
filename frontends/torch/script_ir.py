"""TorchScript's IR as it is read here, with the types that PyTorch's own stubs leave out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, cast

import torch
from torch._ops import OpOverload


class ScriptType(Protocol):
    """A type of TorchScript, which `str` spells."""

    def kind(self) -> str: ...


class ScriptValue(Protocol):
    """A value of a graph."""

    def unique(self) -> int: ...
    def debugName(self) -> str: ...
    def type(self) -> ScriptType: ...
    def setType(self, type_: ScriptType) -> None: ...
    def node(self) -> "ScriptNode": ...
    def toIValue(self) -> object: ...


class ScriptNode(Protocol):
    """An operation."""

    def kind(self) -> str: ...
    def schema(self) -> str: ...
    def inputs(self) -> Iterable[ScriptValue]: ...
    def inputsAt(self, index: int) -> ScriptValue: ...
    def outputs(self) -> Iterable[ScriptValue]: ...
    def output(self) -> ScriptValue: ...
    def outputsSize(self) -> int: ...
    def blocks(self) -> Iterable["ScriptBlock"]: ...
    def sourceRange(self) -> str: ...
    def hasAttribute(self, name: str) -> bool: ...
    def i(self, name: str) -> int: ...
    def s(self, name: str) -> str: ...
    def g(self, name: str) -> "ScriptGraph": ...


class ScriptBlock(Protocol):
    """The body of a branch or a loop."""

    def inputs(self) -> Iterator[ScriptValue]: ...
    def outputs(self) -> Iterator[ScriptValue]: ...
    def nodes(self) -> Iterable[ScriptNode]: ...


class ScriptGraph(ScriptBlock, Protocol):
    """The body of a function."""

    def addInput(self) -> ScriptValue: ...
    def appendNode(self, node: ScriptNode) -> ScriptNode: ...
    def createClone(self, node: ScriptNode, value: Callable[[ScriptValue], ScriptValue]) -> ScriptNode: ...
    def create(self, kind: str, inputs: Sequence[ScriptValue], outputs: int) -> ScriptNode: ...
    def registerOutput(self, value: ScriptValue) -> int: ...


class SchemaArgument(Protocol):
    """An argument or a result of a schema."""

    name: str
    type: ScriptType
    real_type: ScriptType
    alias_info: object
    is_write: bool
    kwarg_only: bool
    default_value: object

    def has_default_value(self) -> bool: ...


class Schema(Protocol):
    """The arguments and results of an operator or a function."""

    name: str
    arguments: Sequence[SchemaArgument]
    returns: Sequence[SchemaArgument]


class ScriptFunction(Protocol):
    """A function or a method."""

    name: str
    graph: ScriptGraph
    schema: Schema


class _Object(Protocol):
    def getattr(self, name: str) -> object: ...
    def _get_method(self, name: str) -> ScriptFunction: ...


def attribute_of(script: torch.ScriptObject, name: str) -> object:
    """An attribute of a module or another object."""
    return cast(_Object, script).getattr(name)


def method_of(script: torch.ScriptObject, name: str) -> ScriptFunction:
    """A method of a module or another object."""
    return cast(_Object, script)._get_method(name)  # pyright: ignore[reportPrivateUsage]  # there is no other way


def schema_of(operator: OpOverload) -> Schema:
    """The schema of an operator."""
    return cast(Schema, operator._schema)  # pyright: ignore[reportPrivateUsage]  # there is no other way


def called_graph(call: ScriptNode) -> ScriptGraph:
    """The graph of the function that a `prim::CallFunction` calls, calls within it inlined.

    It is what inlining makes of a graph that has only this call: a node does not tell the function itself.
    """
    graph = cast(ScriptGraph, torch._C.Graph())  # pyright: ignore[reportPrivateUsage]  # torch.Graph has no stub
    function = graph.appendNode(graph.createClone(call.inputsAt(0).node(), lambda value: value))
    arguments: list[ScriptValue] = []
    for each in list(call.inputs())[1:]:
        argument = graph.addInput()
        argument.setType(each.type())
        arguments.append(argument)
    inner = graph.appendNode(graph.create(call.kind(), [function.output(), *arguments], call.outputsSize()))
    for output, original in zip(inner.outputs(), call.outputs(), strict=True):
        output.setType(original.type())
        graph.registerOutput(output)
    inline = cast(Callable[[ScriptGraph], None], torch._C._jit_pass_inline)  # pyright: ignore  # no public name
    inline(graph)
    return graph
