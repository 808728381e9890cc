"""From a program to a native function: cut out, refine, transform, lower, compile."""

from collections.abc import Callable
from importlib import import_module

from xdsl.dialects.builtin import ModuleOp, StringAttr
from xdsl.dialects.func import FuncOp

from adjoint.dialects.autodiff import GradientAttr
from adjoint.runtime import program_cache
from adjoint.runtime.compiled_function import CompiledFunction
from adjoint.runtime.context import compiler_context
from adjoint.runtime.engine import NativeCode, NativeModule
from adjoint.runtime.errors import as_adjoint_error
from adjoint.runtime.garbage_collection import without_garbage_collection
from adjoint.runtime.program import Program
from adjoint.runtime.program_cache import Signature
from adjoint.runtime.specialization import Refinement

Transform = Callable[[ModuleOp, str], list[str]]
"""Rewrites the module around the function of that name, all calls inlined, and names the functions to run."""


def compile_functions(
    program: Program, refinement: Refinement, transform: Transform, *, request: str | None = None
) -> list[CompiledFunction]:
    """The functions that the transform makes of a program, natively, with the refined sizes taken as static.

    `request` says all that the transform depends on, beside the program: with it, what was compiled is kept from one
    process to the next, and the transform may not be called. Raises AdjointError, with the op and its place, where the
    program does not fit these sizes or cannot be compiled.
    """
    compiled: program_cache.CompiledProgram | None = None
    name = None if request is None else program_cache.entry_name(program, f"{request} {sorted(refinement.key)}")
    if name is not None:
        compiled = program_cache.load(name)
    if compiled is None:
        with without_garbage_collection():
            compiled = _compile(program, refinement, transform)
        if name is not None:
            program_cache.store(name, compiled)
    return _loaded(compiled)


_ALSO_IMPORTED = (
    "lowering.llvm.convert_storage_floats",
    "lowering.llvm.translate",
    "passes.differentiate.api",
    "passes.inline_functions",
    "passes.outline_data_sizes",
    "passes.specialize_shapes",
)
"""What compiles beside the passes down to LLVM."""


def import_compiler() -> None:
    """Imports what the first compilation of a process imports otherwise: the passes, their rules and lowerings."""
    from adjoint.lowering.pipelines import import_passes

    for name in _ALSO_IMPORTED:
        import_module(f"adjoint.{name}")
    import_passes()


def _compile(program: Program, refinement: Refinement, transform: Transform) -> program_cache.CompiledProgram:
    # Not at the top: code that was kept is loaded without the compiler.
    from adjoint.lowering.pipelines import LowerToLLVMPass

    ctx = compiler_context()
    module, names = transformed(program, refinement, transform)
    with as_adjoint_error():
        sized_by = _outline_data_sizes(module, names)
        signatures = {
            name: _signature(Program.of(module, name), sized_by.get(name)) for name in [*names, *sized_by.values()]
        }
        LowerToLLVMPass().apply(ctx, module)
        return program_cache.CompiledProgram(NativeCode.generate(module), tuple(names), signatures)


def _signature(program: Program, sized_by: str | None) -> Signature:
    gradient = program.function.attributes.get(GradientAttr.name)
    return Signature(
        program.parameters(), program.results(), sized_by, gradient if isinstance(gradient, GradientAttr) else None
    )


def _loaded(program: program_cache.CompiledProgram) -> list[CompiledFunction]:
    native = NativeModule(program.code)

    def function(name: str) -> CompiledFunction:
        signature = program.signatures[name]
        data_sizes = None if signature.sized_by is None else function(signature.sized_by)
        return CompiledFunction(
            native, name, signature.parameters, signature.results, data_sizes, gradient=signature.gradient
        )

    return [function(name) for name in program.names]


def _outline_data_sizes(module: ModuleOp, names: list[str]) -> dict[str, str]:
    """Makes sizes that depend on data arguments; for each function that has some, the function that computes them."""
    from adjoint.passes.outline_data_sizes import OutlineDataSizesPass, data_sizes_of

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
    from adjoint.passes.inline_functions import InlineFunctionsPass
    from adjoint.passes.specialize_shapes import specialize_shapes

    with without_garbage_collection(), as_adjoint_error():
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
