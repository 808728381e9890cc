"""A loop over batches on buffers: a kernel whose rows are the batches.

    func.func private @batch_0(%x: tensor<?x16x32xf32>, …, %n: index) -> tensor<?x16x8xf32> {
      %whole = tensor.empty(%n)
      %y = scf.for %batch = %c0 to %n step %c1 iter_args(%so_far = %whole) { … }
      func.return %y
    }

becomes a function that runs the batches from `begin` up to `end` on the calling thread:

    func.func private @batch_0(%begin: index, %end: index, %n: index, %x: memref<?xf32>, …, %y: memref<?xf32>,
                               %scratch: memref<?xf32>, …) {
      scf.for %batch = %begin to %end step %c1 { … }
      func.return
    }

What is computed for a batch and does not leave it is in scratch, of which every thread has its own: parts of it are
used again as soon as nothing needs what they hold.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from xdsl.dialects import arith, scf
from xdsl.dialects.builtin import IndexType, TensorType
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.ir import Attribute, SSAValue
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects.location import located
from adjoint.lowering.bufferization.buffers import Buffers
from adjoint.lowering.bufferization.globals import Globals
from adjoint.lowering.bufferization.main_function import ProgramWriter
from adjoint.lowering.bufferization.product import Product
from adjoint.lowering.bufferization.program import Program, analyse
from adjoint.lowering.bufferization.report import log_decisions
from adjoint.lowering.bufferization.scope import ArgumentBuffers, Scope
from adjoint.lowering.bufferization.sizes import Sizes
from adjoint.lowering.bufferization.storage import ArenaHome, Storage
from adjoint.lowering.kernels.interface import (
    Factor,
    KernelInterface,
    ScratchBuffer,
    SizeArgument,
    input_sizes,
    kernel_interface,
)


@dataclass(frozen=True)
class BatchFunction:
    """A loop over batches on buffers, how it is launched, and what its code asks of others."""

    function: FuncOp
    interface: KernelInterface
    blas: Mapping[str, Attribute]
    """The CBLAS functions that it calls, with their element types."""


@dataclass
class _Scratch:
    """Memory of one thread that storages have one after the other."""

    element_type: Attribute
    count: Product
    free_after: int


def write_batch_function(
    function: FuncOp,
    bodies: Mapping[str, FuncOp],
    kernels: Mapping[str, KernelInterface],
    global_constants: Globals,
) -> BatchFunction:
    """Writes a loop over batches; `bodies` are the kernels on tensors, `kernels` how they are called.

    Raises PassFailedException where the function is not of the form that `batch-contractions` writes.
    """
    source = function.body.block
    loop = next((op for op in source.ops if isinstance(op, scf.ForOp)), None)
    if loop is None:
        raise PassFailedException(located(function, "a kernel whose rows are batches is a loop over them"))
    program = analyse(function, bodies, kernels, _bindings(function))
    log_decisions(program)
    if program.placement.copied_results:
        raise PassFailedException(located(function, "a loop over batches returns what it has filled"))
    scratch, slots = _assign_scratch(program)
    sizes = [argument for argument in source.args if isinstance(argument.type, IndexType)]
    interface = replace(
        kernel_interface(function),
        scratch=tuple(ScratchBuffer(slot.element_type, _factors(slot.count, sizes)) for slot in slots),
    )
    result = FuncOp(interface.name, (interface.buffer_types(), []), visibility="private")
    block = result.body.block
    begin, end, *arguments = block.args
    tensors = [argument for argument in source.args if isinstance(argument.type, TensorType)]
    for argument, value in zip((*sizes, *tensors), arguments, strict=False):
        value.name_hint = argument.name_hint
    begin.name_hint, end.name_hint = "begin", "end"
    inputs: dict[SSAValue, SSAValue] = dict(zip(tensors, arguments[len(sizes) :], strict=False))
    outputs = arguments[len(sizes) + len(tensors) :][: len(interface.results)]
    memory = arguments[len(sizes) + len(tensors) + len(outputs) :]
    scope = Scope(block, program.sizes, ArgumentBuffers({}))
    for size, value in zip(sizes, arguments, strict=False):
        scope.bind(size, value)
    buffers = ScratchBuffers(
        inputs, outputs, {storage: memory[slot] for storage, slot in scratch.items()}, global_constants
    )
    writer = ProgramWriter(program, buffers, scope.index(1))
    writer.write_steps(scope, loop, begin, end)
    scope.append(ReturnOp())
    scope.constants.insert_at_start(block)
    integers = tuple(_factors(number, sizes) for number in writer.products.integers)
    return BatchFunction(result, replace(interface, integers=integers), writer.products.called)


class ScratchBuffers(Buffers):
    """The buffers of a loop over batches: what the arena is to a main function is scratch here."""

    def __init__(
        self,
        arguments: Mapping[SSAValue, SSAValue],
        results: Sequence[SSAValue],
        scratch: Mapping[Storage, SSAValue],
        global_constants: Globals,
    ):
        super().__init__(arguments, results, global_constants)
        self._scratch = scratch

    def _temporary(self, scope: Scope, storage: Storage) -> SSAValue:
        return self._scratch[storage]


def _bindings(function: FuncOp) -> dict[SSAValue, Sizes | Product]:
    """The sizes of the tensors that a kernel is given, in terms of its index arguments."""
    arguments = function.body.block.args
    sizes = [argument for argument in arguments if isinstance(argument.type, IndexType)]
    tensors = [argument for argument in arguments if isinstance(argument.type, TensorType)]
    bindings: dict[SSAValue, Sizes | Product] = {size: Product(1, (size,)) for size in sizes}
    for tensor, factors in zip(tensors, input_sizes(function), strict=True):
        bindings[tensor] = tuple(
            Product(1, (sizes[factor.position],)) if isinstance(factor, SizeArgument) else Product(factor)
            for factor in factors
        )
    return bindings


def _assign_scratch(program: Program) -> tuple[dict[Storage, int], list[_Scratch]]:
    """Which scratch each storage has: one that nothing else needs meanwhile, and that is provably large enough."""
    slots: list[_Scratch] = []
    assigned: dict[Storage, int] = {}
    for storage in program.placement.storages:
        if not isinstance(storage.home, ArenaHome):
            continue
        uses = [program.lifetimes.last_use(value) for value in storage.values]
        last = max(uses, default=storage.first_position)
        free = (
            at
            for at, slot in enumerate(slots)
            if slot.free_after < storage.first_position
            and slot.element_type == storage.element_type
            and storage.count.at_most(slot.count)
        )
        at = next(free, None)
        if at is None:
            at = len(slots)
            slots.append(_Scratch(storage.element_type, storage.count, last))
        slots[at].free_after = max(last, storage.first_position)
        assigned[storage] = at
    return assigned, slots


def _factors(product: Product, sizes: Sequence[SSAValue]) -> tuple[Factor, ...]:
    """A product in terms of the index arguments of a kernel: the largest that it can be."""
    return (product.coefficient, *(SizeArgument(sizes.index(factor)) for factor in _bound(product).factors))


def _bound(product: Product) -> Product:
    """A product with the rows of a whole tile for those of the present one, which are at most as many."""
    return Product(
        product.coefficient,
        tuple(factor.owner.lhs if isinstance(factor.owner, arith.MinSIOp) else factor for factor in product.factors),
    )
