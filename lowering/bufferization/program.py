"""What is known of a function on tensors before its code on buffers is written."""

from collections.abc import Mapping
from dataclasses import dataclass

from xdsl.dialects import arith, cf, tensor
from xdsl.dialects.builtin import IndexType, TensorType
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.ir import Block, BlockArgument, SSAValue
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects.location import located
from adjoint.lowering.bufferization.arena_code import Arena
from adjoint.lowering.bufferization.lifetimes import Lifetimes
from adjoint.lowering.bufferization.placement import Placement
from adjoint.lowering.bufferization.placer import Placer
from adjoint.lowering.bufferization.product import Product
from adjoint.lowering.bufferization.sizes import SizeAnalysis, Sizes, extracted_scalar, tensor_type
from adjoint.lowering.kernels.interface import KernelInterface

_EQUAL = 0
"""The predicate `eq` of `arith.cmpi`."""


@dataclass(frozen=True)
class Program:
    """A function on tensors, where its values live and how large they are."""

    function: FuncOp
    kernels: Mapping[str, KernelInterface]
    sizes: SizeAnalysis
    """The sizes once the plan function has accepted them: what it checks to be equal is one size."""
    placement: Placement
    arena: Arena
    unchecked_sizes: SizeAnalysis
    """The sizes as they come, of which nothing has been checked."""
    lifetimes: Lifetimes

    @property
    def arguments(self) -> tuple[BlockArgument, ...]:
        return self.function.body.block.args

    @property
    def returned(self) -> tuple[SSAValue, ...]:
        last = self.function.body.block.last_op
        if not isinstance(last, ReturnOp):
            raise PassFailedException(located(self.function, "a function is one block that ends in func.return"))
        return tuple(last.arguments)


def analyse(
    function: FuncOp,
    bodies: Mapping[str, FuncOp],
    kernels: Mapping[str, KernelInterface],
    bindings: Mapping[SSAValue, Sizes | Product] | None = None,
) -> Program:
    """Finds out about a function.

    Args:
        bodies: the kernels on tensors.
        kernels: how they are called.
        bindings: the sizes of its arguments in terms of index arguments, where it is a loop over batches.
    """
    if len(function.body.blocks) != 1:
        raise PassFailedException(located(function, "a function is one block: control flow is scf's"))
    sizes = SizeAnalysis(function, bodies, bindings)
    for op in function.body.block.ops:
        if isinstance(op, cf.AssertOp) and is_about_sizes(op):
            _assume(sizes, op)
    # Sizes first: they may need ops that read them, which then have their place in the order of the text.
    for argument in function.body.block.args:
        if isinstance(argument.type, TensorType):
            sizes.sizes(argument)
    for op in list(function.body.walk()):
        for result in op.results:
            if isinstance(result.type, TensorType):
                sizes.sizes(result)
    lifetimes = Lifetimes(function)
    placement = Placer(sizes, lifetimes, kernels, is_batch=bindings is not None).place(function)
    return Program(
        function, kernels, sizes, placement, Arena(placement, lifetimes), SizeAnalysis(function, bodies), lifetimes
    )


def _assume(sizes: SizeAnalysis, check: cf.AssertOp) -> None:
    """Notes what holds once the plan function has made a check: whether two sizes are one."""
    condition = check.arg.owner
    match condition:
        case arith.CmpiOp() if condition.predicate.value.data == _EQUAL and condition.lhs.type == IndexType():
            sizes.assume_equal(condition.lhs, condition.rhs)
        case _:
            pass


def is_about_sizes(check: cf.AssertOp) -> bool:
    """Whether a condition depends on sizes alone: those of arguments, and those that are elements of size tensors."""
    pending: list[SSAValue] = [check.arg]
    seen: set[SSAValue] = set()
    while pending:
        value = pending.pop()
        if value in seen:
            continue
        seen.add(value)
        match value.owner:
            case Block() | tensor.DimOp():
                continue
            case tensor.ExtractOp() as extract:
                scalar = extracted_scalar(extract)
                if scalar is not None:
                    pending.append(scalar)
                elif not _is_size_tensor(extract.tensor):
                    return False
                pending.extend(extract.indices)
            case op:
                pending.extend(op.operands)
    return True


def _is_size_tensor(value: SSAValue) -> bool:
    return isinstance(value, BlockArgument) and tensor_type(value).element_type == IndexType()
