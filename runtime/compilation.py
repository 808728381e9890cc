"""From a program to a native function: cut out, refine, transform, lower, compile."""

from collections.abc import Callable

from xdsl.dialects.builtin import ModuleOp, StringAttr
from xdsl.dialects.func import FuncOp

from adjoint.lowering.pipelines import LowerToLLVMPass
from adjoint.passes.inline_functions import InlineFunctionsPass
from adjoint.passes.outline_data_sizes import OutlineDataSizesPass, data_sizes_of
from adjoint.passes.specialize_shapes import specialize_shapes
from adjoint.runtime.compiled_function import CompiledFunction
from adjoint.runtime.context import compiler_context
from adjoint.runtime.engine import NativeModule
from adjoint.runtime.errors import as_adjoint_error
from adjoint.runtime.program import Program
from adjoint.runtime.specialization import Refinement

Transform = Callable[[ModuleOp, str], list[str]]
"""Rewrites the module around the function of that name, all calls inlined, and names the functions to run."""


def compile_functions(program: Program, refinement: Refinement, transform: Transform) -> list[CompiledFunction]:
    """The functions that the transform makes of a program, natively, with the refined sizes taken as static.

    Raises AdjointError, with the op and its place, where the program does not fit these sizes or cannot be compiled.
    """
    ctx = compiler_context()
    module, names = transformed(program, refinement, transform)
    with as_adjoint_error():
        sized_by = _outline_data_sizes(module, names)
        signatures = {name: Program.of(module, name) for name in [*names, *sized_by.values()]}
        described = {name: (entry.parameters(), entry.results()) for name, entry in signatures.items()}
        LowerToLLVMPass().apply(ctx, module)
        native = NativeModule.compile(module)

    def compiled(name: str) -> CompiledFunction:
        data_sizes = compiled(sized_by[name]) if name in sized_by else None
        return CompiledFunction(native, name, *described[name], data_sizes)

    return [compiled(name) for name in names]


def _outline_data_sizes(module: ModuleOp, names: list[str]) -> dict[str, str]:
    """Makes sizes that depend on data arguments; for each function that has some, the function that computes them."""
    OutlineDataSizesPass().apply(compiler_context(), module)
    sized_by: dict[str, str] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        sizes = data_sizes_of(Program(module, name).function)
        if sizes is not None:
            sized_by[name] = sizes
            waiting.append(sizes)
    return sized_by


def transformed(program: Program, refinement: Refinement, transform: Transform) -> tuple[ModuleOp, list[str]]:
    """The module of the functions that the transform makes of a program, and their names, before lowering.

    Raises AdjointError as `compile_functions` does.
    """
    with as_adjoint_error():
        module = program.isolated()
        InlineFunctionsPass().apply(compiler_context(), module)
        if refinement:
            specialize_shapes(Program(module, program.name).function, refinement.sizes, refinement.elements)
        names = transform(module, program.name)
        _keep_only(module, names)
    return module, names


def _keep_only(module: ModuleOp, names: list[str]) -> None:
    for op in list(module.ops):
        if isinstance(op, FuncOp) and op.sym_name.data not in names:
            op.detach()
            op.erase()
        elif isinstance(op, FuncOp):
            op.sym_visibility = StringAttr("public")
