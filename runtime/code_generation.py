"""LLVM IR to object code, by LLVM's own optimiser and code generator for the processor at hand."""

import platform
from functools import cache

from llvmlite import binding
from llvmlite.binding.newpassmanagers import ModulePassManager, NewPassManager

from adjoint.runtime.errors import AdjointError

OPTIMIZATION_LEVEL = 3


@cache
def host() -> tuple[str, str]:
    """The name and the features of the processor, in LLVM's words: object code is for it alone."""
    return binding.get_host_cpu_name(), binding.get_host_cpu_features().flatten()


def converts_f16() -> bool:
    """Whether the processor has instructions that convert f16 to f32 and back (F16C, or any 64-bit ARM)."""
    _, features = host()
    return platform.machine() not in ("x86_64", "AMD64", "i686") or "+f16c" in features.split(",")


def create_target_machine() -> binding.TargetMachine:
    """A code generator for the processor at hand."""
    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    name, features = host()
    return binding.Target.from_default_triple().create_target_machine(
        cpu=name, features=features, opt=OPTIMIZATION_LEVEL, reloc="pic", codemodel="default"
    )


@cache
def _target_machine() -> binding.TargetMachine:
    return create_target_machine()


def generate_object_code(llvm_ir: str, written_out: bool = False) -> bytes:
    """The optimised module as an object file (ELF), position-independent.

    Code that is `written_out` has its vectors and its unrolled loops already. LLVM only simplifies it then: vectorising
    and unrolling what is left, loops that run a few times, takes longer than all the rest, and doubles the code.

    Raises AdjointError where LLVM does not accept the IR.
    """
    return _target_machine().emit_object(_optimized(llvm_ir, written_out))


def generate_assembly(llvm_ir: str) -> str:
    """What `generate_object_code` gives, as text of the assembler, to be read."""
    return _target_machine().emit_assembly(_optimized(llvm_ir, written_out=False))


def _optimized(llvm_ir: str, written_out: bool) -> binding.ModuleRef:
    machine = _target_machine()
    # A context of its own is freed with the module, types and constants included.
    try:
        module = binding.parse_assembly(llvm_ir, binding.create_context())
        module.verify()
    except RuntimeError as error:
        raise AdjointError(f"error: LLVM refuses the generated code: {error}") from None
    module.triple = machine.triple
    module.data_layout = str(machine.target_data)
    options = binding.create_pipeline_tuning_options(1 if written_out else OPTIMIZATION_LEVEL)
    options.loop_vectorization = not written_out
    options.slp_vectorization = not written_out
    options.loop_interleaving = not written_out
    options.loop_unrolling = not written_out
    builder = binding.create_pass_builder(machine, options)
    manager = builder.getModulePassManager()
    manager.run(module, builder)
    _free(manager)
    return module


def _free(manager: ModulePassManager) -> None:
    """Frees a pass manager, which llvmlite 0.50 never does: the method of its base class is hidden by an empty one."""
    NewPassManager._dispose(manager)
    manager.detach()
