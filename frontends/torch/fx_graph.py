"""FX graphs of ATen operators, as torch.export and torch.compile make them, as functions of `aten`.

    graph(x: "f32[s0, 4]", weight: "f32[8, 4]"):          func.func @forward(%x : tensor<?x4xf32>,
        linear = aten.linear.default(x, weight)                              %weight : tensor<8x4xf32>) {
        return (linear,)                                    %linear = aten.linear …

Every node has PyTorch's own idea of its dtype and sizes (`meta["val"]`): a symbolic size is a `?`, and arithmetic on
sizes is arithmetic on 0-d index tensors. The graph must be functional: an operator that changes its argument in place
is refused. What no output depends on is left out, such as the checks of a traced program on its own sizes.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, cast

import torch
from torch._ops import OpOverload
from torch.fx import Graph, GraphModule, Node
from torch.fx.node import map_arg
from torch.utils import _pytree as pytree
from xdsl.dialects.builtin import DYNAMIC_INDEX, FunctionType, IndexType, ModuleOp, TensorType, i64
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.ir import Attribute, Block, BlockArgument, Operation, Region, SSAValue
from xdsl.rewriter import InsertPoint
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten import functional as aten
from adjoint.dialects.aten.base import AnyTensorType
from adjoint.dialects.aten.tensor import Tensor, building
from adjoint.frontends.torch.element_types import element_type_of
from adjoint.frontends.torch.errors import Problem, UnsupportedProgramError
from adjoint.frontends.torch.imported_graph import Argument, ImportedGraph, Output
from adjoint.frontends.torch.operators import Operator, apply, is_supported, name_of, schema_of
from adjoint.frontends.torch.refusals import changed_in_place, reason_of
from adjoint.frontends.torch.size_arithmetic import size_function
from adjoint.frontends.torch.source_lines import NO_SOURCE, SourceLine, source_line
from adjoint.frontends.torch.symbolic_sizes import Expression, expression_of, static_size
from adjoint.runtime.errors import AdjointError


def import_graph(
    graph: GraphModule | Graph,
    *,
    name: str = "forward",
    argument_names: Sequence[str] | None = None,
    output_order: Sequence[int] | None = None,
) -> ImportedGraph:
    """The graph as a function `@name` of a new module.

    `argument_names` names the placeholders in order, by default as they are called in the graph. An argument of the
    function has the element type and rank of its placeholder's `meta["val"]` (or `meta["example_value"]`), its sizes
    where they are ints, `?` where they are symbolic. Operators have the place in the user's code as their location.
    `output_order` has the positions of the outputs in the order in which results are wanted.

    Raises UnsupportedProgramError, which lists every operation that is not supported and its place.
    """
    nodes = graph.graph if isinstance(graph, GraphModule) else graph
    placeholders = nodes.find_nodes(op="placeholder")
    names = [node.name for node in placeholders] if argument_names is None else list(argument_names)
    importer = _Importer()
    with importer.building():
        inputs = importer.add_placeholders(placeholders, names)
        outputs = importer.outputs_of(nodes, inputs)
    if importer.problems:
        raise UnsupportedProgramError(importer.problems)
    return importer.finish(name, outputs if output_order is None else [outputs[at] for at in output_order])


def expected_value(node: Node) -> object:
    """What PyTorch knows of the value of a node: a fake tensor, a size, a number, or a tuple of them."""
    return node.meta.get("val", node.meta.get("example_value"))


def tensor_type_of(tensor: torch.Tensor) -> AnyTensorType:
    """The type of a tensor, fake or real: `?` for symbolic sizes. Raises AdjointError where `aten` has none."""
    if tensor.device.type not in ("cpu", "meta"):
        raise AdjointError(f"error: a tensor on {tensor.device}: programs run on the CPU")
    if tensor.layout is not torch.strided:
        raise AdjointError(f"error: a tensor of layout {str(tensor.layout).removeprefix('torch.')}, which is not dense")
    return TensorType(element_type_of(tensor.dtype), [static_size(size) for size in tensor.shape])


class _Failed:
    """The value of a node that could not be imported, or that depends on one."""


_FAILED = _Failed()


@dataclass
class _Importer:
    block: Block = field(default_factory=Block)
    arguments: list[Argument] = field(default_factory=list[Argument])
    problems: list[Problem] = field(default_factory=list[Problem])
    sizes: dict[Expression, int | Tensor] = field(default_factory=dict[Expression, int | Tensor])
    """The sizes that are at hand, by the expression that PyTorch has for them."""
    sized: dict[Expression, tuple[Tensor, int]] = field(default_factory=dict[Expression, tuple[Tensor, int]])
    """The argument, and its dimension, of which a symbol is the size."""
    seed: Tensor | None = None
    line: SourceLine = NO_SOURCE
    """Of the node that is being imported."""

    @contextmanager
    def building(self) -> Generator[None]:
        """Within it, ops go to the end of the function, with the location of the node that is being imported."""
        with building(InsertPoint.at_end(self.block), lambda: self.line.location):
            yield

    def add_placeholders(self, placeholders: Sequence[Node], names: Sequence[str]) -> list[object]:
        """The inputs of the graph: arguments for tensors, and for sizes that are none of an argument's."""
        inputs: list[object] = []
        for position, (node, name) in enumerate(zip(placeholders, names, strict=True)):
            value = expected_value(node)
            if isinstance(value, torch.Tensor):
                inputs.append(
                    self.attempt(
                        node, f"argument '{name}'", partial(self._tensor_argument, value, Argument(name, position))
                    )
                )
            else:
                inputs.append(value)
        for position, (value, name) in enumerate(zip(inputs, names, strict=True)):
            if isinstance(value, torch.SymInt):
                inputs[position] = self._size_argument(value, Argument(name, position))
        return inputs

    def _tensor_argument(self, value: torch.Tensor, argument: Argument) -> Tensor:
        tensor = self._add_argument(tensor_type_of(value), argument)
        for dim, size in enumerate(value.shape):
            expression = expression_of(size)
            if expression is not None and expression.is_Symbol:
                self.sized.setdefault(expression, (tensor, dim))
        return tensor

    def _size_argument(self, value: torch.SymInt, argument: Argument) -> int | Tensor:
        known = self._known_size(value)
        expression = expression_of(value)
        if known is not None or expression is None:
            return static_size(value) if known is None else known
        self.sizes[expression] = argument_ = self._add_argument(TensorType(IndexType(), []), argument)
        return argument_

    def _known_size(self, value: int | torch.SymInt) -> int | Tensor | None:
        """The size, where it is known when compiling or at hand."""
        expression = expression_of(value)
        if expression is None:
            return static_size(value)
        if expression not in self.sizes and expression in self.sized:
            tensor, dim = self.sized[expression]
            self.sizes[expression] = tensor.size(dim)
        return self.sizes.get(expression)

    def _add_argument(self, type_: AnyTensorType, argument: Argument) -> Tensor:
        self.arguments.append(argument)
        value = self.block.insert_arg(type_, len(self.block.args))
        value.name_hint = argument.name if SSAValue.is_valid_name(argument.name) else None
        return Tensor(value)

    def outputs_of(self, graph: Graph, inputs: Sequence[object]) -> list[object]:
        """Imports the nodes that the outputs depend on; gives the outputs, flattened."""
        values: dict[Node, object] = {}
        remaining = iter(inputs)
        needed = _needed(graph)
        for node in graph.nodes:
            if node.op == "placeholder":
                values[node] = next(remaining)
            elif node.op == "output":
                return pytree.tree_leaves(_mapped(node.args[0], values), is_leaf=lambda leaf: leaf is None)
            elif node in needed:
                values[node] = self._value_of(node, values)
        return []

    def _value_of(self, node: Node, values: dict[Node, object]) -> object:
        arguments, keywords = _mapped(node.args, values), _mapped(node.kwargs, values)
        if any(leaf is _FAILED for leaf in pytree.tree_leaves((arguments, keywords))):
            return _FAILED
        expected = expected_value(node)
        if isinstance(expected, int | torch.SymInt):
            known = self._known_size(expected)
            if known is not None:
                return known
        value = self.attempt(node, _target_name(node), lambda: self._call(node, arguments, keywords))
        expression = expression_of(expected)
        if expression is not None and isinstance(value, Tensor):
            self.sizes[expression] = value
        return value

    def attempt(self, node: Node, operator: str, make: Callable[[], object]) -> object:
        """What `make` gives; what is wrong with the node becomes a problem."""
        outer, self.line = self.line, source_line(node)
        try:
            return make()
        except (AdjointError, VerifyException, TypeError, ValueError, IndexError) as error:
            self.problems.append(Problem(operator, _reason(error), self.line.location, self.line.text))
            return _FAILED
        finally:
            self.line = outer

    def _call(self, node: Node, arguments: tuple[object, ...], keywords: Mapping[str, object]) -> object:
        if node.op == "get_attr":
            return self._attribute(node)
        target = cast(object, node.target)
        of_sizes = size_function(target)
        if of_sizes is not None:
            return of_sizes(*arguments, **keywords)
        if isinstance(target, OpOverload) and is_supported(cast(Operator, target)):
            operator = cast(Operator, target)
            changed = changed_in_place(operator, arguments)
            if changed is not None:
                raise AdjointError(f"error: it changes {changed} in place, and the graph is not functional")
            arguments = _with_inferred_size(schema_of(operator).name, arguments, expected_value(node))
            result = apply(operator, arguments, keywords, seed=self._seed)
            _check(result, expected_value(node))
            return _named(result, node.name)
        raise AdjointError(f"error: {reason_of(_target_name(node))}")

    def _attribute(self, node: Node) -> object:
        value = _get_attribute(node)
        if not isinstance(value, torch.Tensor):
            return value
        if not value.ndim:
            return aten.constant(value.item(), element_type_of(value.dtype))
        return self._add_argument(tensor_type_of(value), Argument(str(node.target), attribute=value))

    def _seed(self) -> Tensor:
        """The seed of random operators: an argument, which `finish` makes the last one."""
        if self.seed is None:
            self.seed = Tensor(self.block.insert_arg(TensorType(i64, []), len(self.block.args)))
        return self.seed

    def finish(self, name: str, outputs: Sequence[object]) -> ImportedGraph:
        """The function of all that was imported."""
        if self.seed is not None:
            seed = self._add_argument(self.seed.type, Argument("seed", is_seed=True))
            self.seed.value.replace_all_uses_with(seed.value)
            self.block.erase_arg(cast(BlockArgument[Attribute], self.seed.value))
        returned: list[SSAValue] = []
        described: list[Output] = []
        for output in outputs:
            if isinstance(output, Tensor):
                described.append(Output(len(returned), is_size=isinstance(output.dtype, IndexType)))
                returned.append(output.value)
            else:
                described.append(Output(constant=output))
        self.block.add_op(ReturnOp(*returned))
        type_ = FunctionType.from_lists(self.block.arg_types, [value.type for value in returned])
        function = FuncOp(name, type_, Region(self.block))
        return ImportedGraph(ModuleOp([function]), name, tuple(self.arguments), tuple(described))


def _mapped(arguments: Any, values: Mapping[Node, object]) -> Any:
    """The arguments of a node, however nested, with values in place of nodes. Any: they become what `values` has."""
    return map_arg(arguments, cast(Callable[[Node], Any], values.__getitem__))


def _needed(graph: Graph) -> set[Node]:
    """The nodes that the outputs depend on."""
    needed: set[Node] = set()
    waiting = list(graph.find_nodes(op="output"))
    while waiting:
        node = waiting.pop()
        if node not in needed:
            needed.add(node)
            waiting.extend(node.all_input_nodes)
    return needed


def _get_attribute(node: Node) -> object:
    value: object = node.graph.owning_module
    for part in str(node.target).split("."):
        value = getattr(value, part)
    return value


def _target_name(node: Node) -> str:
    """What the node calls, as people write it."""
    target = cast(object, node.target)
    if isinstance(target, OpOverload):
        return name_of(cast(Operator, target))
    return target if isinstance(target, str) else getattr(target, "__name__", str(target))


def _named(result: object, name: str) -> object:
    if isinstance(result, Tensor) and isinstance(result.value.owner, Operation) and result.value.name_hint is None:
        result.value.name_hint = name
    return result


def _with_inferred_size(operator: str, arguments: tuple[object, ...], expected: object) -> tuple[object, ...]:
    """The arguments of a view with PyTorch's number for -1, which is static even where other sizes are not."""
    if operator not in _RESHAPES or len(arguments) < 2 or not isinstance(expected, torch.Tensor):
        return arguments
    tensor, sizes, *others = arguments
    known = [
        found if type(size) is int and size == -1 and not isinstance(found, torch.SymInt) else size
        for size, found in zip(cast(Sequence[object], sizes), expected.shape, strict=True)
    ]
    return (tensor, known, *others)


_RESHAPES = frozenset(f"aten::{name}" for name in ("view", "reshape", "_unsafe_view", "view_copy"))


def _check(result: object, expected: object) -> None:
    """Raises AdjointError where a result has another dtype or rank than PyTorch says, or a size that is another."""
    if isinstance(expected, tuple | list) and isinstance(result, tuple | list):
        for each, one in zip(cast(Sequence[object], result), cast(Sequence[object], expected), strict=False):
            _check(each, one)
    elif isinstance(expected, torch.Tensor) and isinstance(result, Tensor):
        type_ = tensor_type_of(expected)
        agree = len(type_.get_shape()) == result.ndim and all(
            size == other or DYNAMIC_INDEX in (size, other)
            for size, other in zip(type_.get_shape(), result.shape, strict=True)
        )
        if result.dtype != type_.element_type or not agree:
            raise AdjointError(f"error: it gives {result.type} here, and {type_} in PyTorch")


def _reason(error: Exception) -> str:
    """The message without the place and the name of the op: a problem has its own."""
    _, found, reason = str(error).partition("error: ")
    return reason if found else str(error)
