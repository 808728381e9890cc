"""Programs of `torch.export` as modules of `aten`.

program = adjoint.torch.from_exported(torch.export.export(model, (x, target)))
loss = program(x, target)                       # tensors, as the model itself; loss.backward() works
step = adjoint.value_and_grad(program, wrt=program.positions("parameter"))
value, gradients = step(*program.arrays(x, target))
print(program.module)                           # MLIR, for adjoint-opt
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Protocol, cast

import torch
from torch.export import ExportedProgram
from torch.export.graph_signature import InputKind, InputSpec, OutputKind, OutputSpec
from torch.utils import _pytree as pytree
from xdsl.dialects.builtin import ModuleOp

from adjoint.dialects.size_ranges import UNBOUNDED, SizeRanges, set_size_ranges
from adjoint.frontends.torch.decompositions import missing_decompositions
from adjoint.frontends.torch.exported_inputs import Guard, InputChecks, SizeRange, flat_inputs
from adjoint.frontends.torch.function import TensorFunction, as_function
from adjoint.frontends.torch.fx_graph import expected_value, import_graph
from adjoint.frontends.torch.gradient_modes import with_detached_regions
from adjoint.frontends.torch.imported_graph import ImportedGraph
from adjoint.frontends.torch.symbolic_sizes import Expression, expression_of, static_size
from adjoint.frontends.torch.tensors import array_of
from adjoint.runtime.arguments import Array
from adjoint.runtime.errors import AdjointError
from adjoint.runtime.program import Program

ArgumentKind = Literal["parameter", "buffer", "constant", "input", "seed"]

ResultKind = Literal["output", "buffer", "input"]
"""An output of the program, or the new value of a buffer, or of an input, that the program changes."""


@dataclass(frozen=True)
class ExportedArgument:
    """An argument of the imported function."""

    kind: ArgumentKind
    name: str
    """A parameter's or buffer's is its name in the model, `layers.0.weight`."""


@dataclass(frozen=True)
class ExportedResult:
    """A result of the imported function."""

    kind: ResultKind
    name: str
    """The buffer or the input that it is the new value of; of an output, what the graph calls it."""


class ExportedModule:
    """An exported program as a function of `aten`, with the values of its parameters and buffers.

    `adjoint.compile`, `value_and_grad`, `vjp` and `as_function` take it in place of a module; the arguments are then
    those of `arguments`, in order, as `arrays` lists them. Called itself, it takes and gives what the model does:
    PyTorch differentiates the call by parameters and inputs, and buffers are updated.
    """

    def __init__(
        self,
        graph: ImportedGraph,
        arguments: Sequence[ExportedArgument],
        results: Sequence[ExportedResult],
        tensors: Mapping[str, torch.Tensor],
        checks: InputChecks,
        in_spec: pytree.TreeSpec | None,
        out_spec: pytree.TreeSpec | None,
    ):
        self.module: ModuleOp = graph.module
        """The module, of which `name` is the only function."""
        self.name = graph.name
        self.arguments = tuple(arguments)
        self.results = tuple(results)
        self.tensors = dict(tensors)
        """Parameters, buffers and constants by name: the tensors of the model itself."""
        self._graph = graph
        self._checks = checks
        self._in_spec = in_spec
        self._out_spec = out_spec

    def positions(self, kind: ArgumentKind) -> tuple[int, ...]:
        """The positions of the arguments of a kind: `positions("parameter")` is a `wrt`."""
        return tuple(index for index, argument in enumerate(self.arguments) if argument.kind == kind)

    def arrays(self, *args: object, **kwargs: object) -> list[Array]:
        """The arguments of the function for a call of the model, in order, as arrays over the memory of the tensors.

        Raises AdjointError where the arguments are not what the program was exported for.
        """
        return [array_of(tensor) for tensor in self._values(args, kwargs)]

    def __call__(self, *args: object, **kwargs: object) -> object:
        """What the model gives for these arguments.

        Raises AdjointError where the arguments are not what the program was exported for, or a check of the program
        fails.
        """
        values = self._values(args, kwargs)
        returned = self._function(*values)
        results = returned if isinstance(returned, tuple) else (returned,)
        outputs: list[object] = []
        inputs = {argument.name: value for argument, value in zip(self.arguments, values, strict=True)}
        for output, result in zip(self._graph.outputs, self.results, strict=True):
            value = output.constant if output.result is None else results[output.result]
            if result.kind == "output":
                outputs.append(int(value) if output.is_size and isinstance(value, torch.Tensor) else value)
            elif isinstance(value, torch.Tensor):
                with torch.no_grad():
                    inputs[result.name].copy_(value)
        return outputs if self._out_spec is None else pytree.tree_unflatten(outputs, self._out_spec)

    @cached_property
    def _function(self) -> TensorFunction:
        return as_function(self.module, self.name)

    def _values(self, args: Sequence[object], kwargs: Mapping[str, object]) -> list[torch.Tensor]:
        """The arguments of the function for a call of the model."""
        inputs = flat_inputs(self._in_spec, args, kwargs)
        self._checks.check(inputs)
        by_name = dict(zip(self._checks.names, inputs, strict=True))
        return [self._value(argument, by_name) for argument in self.arguments]

    def _value(self, argument: ExportedArgument, inputs: Mapping[str, object]) -> torch.Tensor:
        if argument.kind == "seed":
            return torch.randint(_SEEDS, ())
        if argument.kind == "input":
            return cast(torch.Tensor, inputs[argument.name])
        return self.tensors[argument.name]


_SEEDS = 2**63 - 1
"""A seed is drawn from the default generator of PyTorch, below this."""


def from_exported(program: ExportedProgram, *, name: str = "forward") -> ExportedModule:
    """A program of `torch.export.export` as a function `@name` of a new module.

    Its arguments are the parameters, the buffers and constants, and the inputs of the model, each with its name, in the
    order of the program's signature, then a 0-d i64 seed where the program draws random numbers. Its results are the
    outputs of the model, then the new values of buffers and inputs that it changes. A dimension that is a
    `torch.export.Dim` is a `?`; its range is the attribute `adjoint.size_ranges` of the argument, and the other sizes
    that `torch.export` relies on are checked in each call. An operator that `aten` does not have is replaced by what
    PyTorch's own decompositions make of it.

    Raises UnsupportedProgramError, with every operator that is not supported and its place in the Python source.
    """
    program = _decomposed(with_detached_regions(program))
    signature = program.graph_signature
    results = [_result(spec) for spec in signature.output_specs]
    order = sorted(range(len(results)), key=lambda at: results[at].kind != "output")
    placeholders = program.graph.find_nodes(op="placeholder")
    described = [_argument(spec) for spec in signature.input_specs]
    graph = import_graph(
        program.graph_module, name=name, argument_names=[each.name for each in described], output_order=order
    )
    arguments = [
        ExportedArgument("seed", argument.name) if argument.placeholder is None else described[argument.placeholder]
        for argument in graph.arguments
    ]
    inputs = [node for node, argument in zip(placeholders, described, strict=True) if argument.kind == "input"]
    ranges = {
        symbol: (_bound(values.lower) or 0, _bound(values.upper))
        for symbol, values in _range_constraints(program).items()
    }
    _set_size_ranges(graph, [expected_value(node) for node in placeholders], ranges)
    return ExportedModule(
        graph,
        arguments,
        [results[at] for at in order],
        _tensors(program),
        InputChecks(
            [node.name for node in inputs],
            [expected_value(node) for node in inputs],
            ranges,
            [Guard.of(code) for code in getattr(program, "_guards_code", [])],
        ),
        program.call_spec.in_spec,
        program.call_spec.out_spec,
    )


def _tensors(program: ExportedProgram) -> dict[str, torch.Tensor]:
    """Parameters, buffers and constants by name."""
    held = cast(Mapping[str, object], {**program.constants, **program.state_dict})
    return {name: tensor for name, tensor in held.items() if isinstance(tensor, torch.Tensor)}


def _decomposed(program: ExportedProgram) -> ExportedProgram:
    """The program without changes in place, and without operators that PyTorch can express by supported ones."""
    table = dict(missing_decompositions())
    return program.run_decompositions(table)  # pyright: ignore  # PyTorch types the table's functions in part


_KINDS: Mapping[InputKind, ArgumentKind] = {
    InputKind.USER_INPUT: "input",
    InputKind.PARAMETER: "parameter",
    InputKind.BUFFER: "buffer",
    InputKind.CONSTANT_TENSOR: "constant",
}


def _argument(spec: InputSpec) -> ExportedArgument:
    kind = _KINDS.get(spec.kind)
    if kind is None:
        raise AdjointError(f"error: an input of kind {spec.kind.name} is not supported: {spec.target or spec.arg.name}")
    return ExportedArgument(kind, spec.arg.name if spec.target is None else spec.target)


def _result_kind(spec: OutputSpec) -> ResultKind:
    match spec.kind:
        case OutputKind.USER_OUTPUT | OutputKind.LOSS_OUTPUT:
            return "output"
        case OutputKind.BUFFER_MUTATION | OutputKind.PARAMETER_MUTATION:
            return "buffer"
        case OutputKind.USER_INPUT_MUTATION:
            return "input"
        case _:
            raise AdjointError(f"error: an output of kind {spec.kind.name} is not supported")


def _result(spec: OutputSpec) -> ExportedResult:
    return ExportedResult(_result_kind(spec), spec.arg.name if spec.target is None else spec.target)


class _ValueRange(Protocol):
    """What PyTorch knows of a size."""

    lower: object
    upper: object


def _range_constraints(program: ExportedProgram) -> Mapping[Expression, _ValueRange]:
    return program.range_constraints  # pyright: ignore  # SymPy, of which PyTorch makes it, is not typed


def _bound(bound: object) -> int | None:
    """A bound of a size as a number, None where it is one of the infinities of SymPy or of PyTorch."""
    return int(cast(int, bound)) if getattr(bound, "is_Integer", isinstance(bound, int)) else None


def _set_size_ranges(graph: ImportedGraph, expected: Sequence[object], ranges: Mapping[Expression, SizeRange]) -> None:
    """Notes at the arguments of the function in which range their sizes are."""
    noted: list[SizeRanges | None] = []
    for argument in graph.arguments:
        tensor = None if argument.placeholder is None else expected[argument.placeholder]
        if isinstance(tensor, torch.Tensor) and any(expression_of(size) is not None for size in tensor.shape):
            noted.append(tuple(_range_of(size, ranges) for size in tensor.shape))
        else:
            noted.append(None)
    set_size_ranges(Program.of(graph.module, graph.name).function, noted)


def _range_of(size: int | torch.SymInt, ranges: Mapping[Expression, SizeRange]) -> tuple[int, int]:
    expression = expression_of(size)
    if expression is None:
        return static_size(size), static_size(size)
    low, high = ranges.get(expression, (0, None))
    return low, UNBOUNDED if high is None else high
