"""`from_torchscript`: scripted and traced functions, modules and graphs as programs of `aten`."""

import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

import torch
from xdsl.dialects.builtin import FunctionType, IndexType, i64
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.rewriter import InsertPoint

from adjoint.dialects.aten.tensor import Tensor, building
from adjoint.frontends.python_location import location_of_function
from adjoint.frontends.torch.imported_module import ImportedModule
from adjoint.frontends.torch.script_importer import GraphImporter
from adjoint.frontends.torch.script_ir import ScriptFunction, ScriptGraph, method_of
from adjoint.frontends.torch.script_operators import OperatorCalls
from adjoint.frontends.torch.script_signature import Signature, identifier
from adjoint.frontends.torch.script_values import ModuleReference, TensorReference, Value
from adjoint.runtime.errors import AdjointError

ScriptProgram = Callable[..., object] | torch.nn.Module | torch.Graph
"""What can be imported: a function or module, scripted, traced or to be scripted, or a graph of tensors."""


def from_torchscript(program: ScriptProgram, *examples: object, dynamic: bool | None = None) -> ImportedModule:
    """The program as a module with one function of `aten`, for arguments like the examples.

    `program` is a function or module that `torch.jit.script` or `torch.jit.trace` gave, one that can be scripted, or a
    `torch._C.Graph` without a module among its inputs. Examples that are tensors, also those in lists and tuples, are
    arguments of the function; their ranks and dtypes are its types. Other examples, such as numbers and None, are part
    of the program, as is `training`. Parameters and buffers are arguments after them (`ImportedModule.values`); so is
    `seed`, where the program draws random numbers. Calls are inlined, branches decided and loops unrolled; operators in
    place are followed through views. Results in lists and tuples are results one after the other.

    `dynamic` says that sizes are `?`, or that they are those of the examples. By default they are `?`, unless the
    program has to know one, to decide a branch for instance.

    Raises AdjointError: `UnsupportedProgramError` names every operation that cannot be imported, with its place.
    """
    script = _scripted(program)
    if dynamic is None:
        try:
            return _import(script, examples, dynamic=True)
        except AdjointError:
            dynamic = False  # it may be a size that was missing; if not, the error is the same
    return _import(script, examples, dynamic=dynamic)


@dataclass(frozen=True)
class _Script:
    """A graph, and how it is called."""

    graph: ScriptGraph
    name: str
    parameters: Sequence[str]
    """The names of its inputs without the module's."""
    defaults: Sequence[object]
    """Of the last inputs."""
    module: torch.jit.ScriptModule | None
    definition: Callable[..., object] | None
    """The Python function, where there is one."""


def _scripted(program: ScriptProgram) -> _Script:
    definition = None
    if isinstance(program, torch.Graph):
        graph = cast(ScriptGraph, program)
        names = [re.sub(r"\.\d+$", "", each.debugName()) for each in graph.inputs()]
        if any(str(each.type()).startswith("__torch__") for each in graph.inputs()):
            raise AdjointError("error: an input of the graph is a module: import the module instead of its graph")
        return _Script(graph, "forward", names, [], None, None)
    if not isinstance(program, torch.jit.ScriptFunction | torch.jit.ScriptModule):
        definition = None if isinstance(program, torch.nn.Module) else program
        try:
            program = _script(program)
        except (RuntimeError, TypeError, OSError) as error:
            name = getattr(program, "__name__", type(program).__name__)
            raise AdjointError(f"error: torch.jit.script refuses {name}: {str(error).strip()}") from None
    module = program if isinstance(program, torch.jit.ScriptModule) else None
    if module is None:
        function = cast(ScriptFunction, program)
        arguments = function.schema.arguments
    else:
        # A forward with overloads, that of torch.nn.LSTM, has them under names of their own.
        methods = module._c._method_names()
        forward = next((name for name in ("forward", "forward__0") if name in methods), None)
        if forward is None:
            raise AdjointError(f"error: the module {module.original_name} has no method forward")
        function = method_of(module._c, forward)
        arguments = function.schema.arguments[1:]
    defaults = [each.default_value for each in arguments if each.has_default_value()]
    name = "forward" if module is not None else function.name.rpartition(".")[2]
    return _Script(function.graph, name, [each.name for each in arguments], defaults, module, definition)


def _script(program: Callable[..., object]) -> Callable[..., object]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # PyTorch recommends torch.export
        script = cast(Callable[..., Callable[..., object]], torch.jit.script)  # pyright: ignore[reportUnknownMemberType]
        return script(program)


def _import(script: _Script, examples: Sequence[object], *, dynamic: bool) -> ImportedModule:
    missing = len(script.parameters) - len(examples)
    if not 0 <= missing <= len(script.defaults):
        listed = ", ".join(script.parameters) or "none"
        raise AdjointError(f"error: @{script.name} takes these arguments: {listed}; got {len(examples)} examples")
    given = [*examples, *script.defaults[len(script.defaults) - missing :]]
    signature = Signature(FuncOp(identifier(script.name), FunctionType.from_lists([], [])), dynamic)
    if script.definition is not None:
        signature.function.location = location_of_function(script.definition)
    inputs = [signature.input(example, name) for example, name in zip(given, script.parameters, strict=True)]
    if script.module is not None:
        signature.add_state(script.module)
        inputs.insert(0, ModuleReference(script.module._c, ""))
    calls = OperatorCalls(signature.constant, signature.seed)
    importer = GraphImporter(calls, signature.attribute)
    block = signature.function.body.block
    with building(InsertPoint.at_end(block), importer.location, is_trial=True):
        outputs = importer.run(script.graph, inputs)
        results = [calls.handle(each) for output in outputs for each in _results(output, script.name)]
        results = [each.to(i64) if each.dtype == IndexType() else each for each in results]
        updates = signature.updates()
        results += [calls.handle(reference) for reference in updates.values()]
    values = [result.value for result in results]
    block.add_op(ReturnOp(*values))
    return signature.finished(tuple(updates))


def _results(output: Value, name: str) -> list[TensorReference]:
    """The tensors of an output in order."""
    match output:
        case TensorReference():
            return [output]
        case Tensor():
            return [TensorReference(output)]
        case bool() | int() | float():
            return [TensorReference(torch.tensor(output))]
        case list() | tuple():
            return [each for item in cast(Sequence[Value], output) for each in _results(item, name)]
        case dict():
            return [each for item in cast(dict[Value, Value], output).values() for each in _results(item, name)]
        case _:
            raise AdjointError(f"error: @{name} gives {output!r}; a program gives tensors")
