"""A kernel on tensors, read for the conversion to loops."""

from dataclasses import dataclass
from functools import cached_property

from xdsl.dialects.builtin import IndexType, IntegerAttr, TensorType
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.dialects.linalg.ops import FillOp, GenericOp
from xdsl.ir import BlockArgument, SSAValue
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects.location import located
from adjoint.lowering.fusion.sizes import Size, Sizes
from adjoint.lowering.fusion.structured_op import StructuredOp, structured_op
from adjoint.lowering.kernels.interface import ROW_RANK, SizeArgument, input_sizes


@dataclass(frozen=True, eq=False)
class KernelBody:
    """The structured ops of a kernel and what they have in common."""

    function: FuncOp
    sizes: Sizes
    members: dict[SSAValue, StructuredOp]
    """By result, in order. Fills that only start reductions are members that nobody reads."""
    row_rank: int
    inputs: tuple[BlockArgument, ...]
    size_arguments: tuple[BlockArgument, ...]
    results: tuple[SSAValue, ...]

    @cached_property
    def rows(self) -> tuple[Size, ...]:
        """The sizes of the row dimensions."""
        owner = self.members[self.results[0]]
        return tuple(owner.sizes[dim] for dim in owner.order[: self.row_rank])

    def columns(self, member: StructuredOp) -> tuple[int, ...]:
        """The dimensions of a member that are no rows."""
        return member.order[self.row_rank :]

    def column_sizes(self, member: StructuredOp) -> tuple[Size, ...]:
        """The sizes of the dimensions of a member that are no rows."""
        return tuple(member.sizes[dim] for dim in self.columns(member))

    def kept_columns(self, member: StructuredOp) -> tuple[int, ...]:
        """The columns that are not reduced, in the order of the result."""
        columns = self.columns(member)
        return tuple(dim for dim in member.written if dim in columns)

    def is_accumulated(self, member: StructuredOp) -> bool:
        """Whether a member is combined across rows."""
        return any(dim in member.reduced for dim in member.order[: self.row_rank])

    def tensor_sizes(self, tensor: SSAValue) -> tuple[Size, ...]:
        """The sizes of a tensor of the kernel."""
        return self.sizes.of(tensor)


def read_kernel(function: FuncOp) -> KernelBody:
    """Analyses a kernel on tensors.

    Raises PassFailedException where it is not of the form that `outline-kernels` writes.
    """
    block = function.body.block
    inputs = tuple(argument for argument in block.args if isinstance(argument.type, TensorType))
    size_arguments = tuple(argument for argument in block.args if isinstance(argument.type, IndexType))
    row_rank = function.attributes.get(ROW_RANK)
    returned = block.last_op
    if not isinstance(row_rank, IntegerAttr) or not isinstance(returned, ReturnOp):
        raise PassFailedException(located(function, f"a kernel has a number of row dimensions, {ROW_RANK}"))
    factors = input_sizes(function)
    known: dict[SSAValue, list[Size]] = {
        value: [size_arguments[factor.position] if isinstance(factor, SizeArgument) else factor for factor in sizes]
        for value, sizes in zip(inputs, factors, strict=True)
    }
    sizes = Sizes(block, known)
    ops = (op for op in block.ops if isinstance(op, GenericOp | FillOp))
    members = {member.result: member for member in (structured_op(op, sizes) for op in ops)}
    results = tuple(returned.arguments)
    if not results or any(
        result not in members or len(members[result].order) < row_rank.value.data for result in results
    ):
        raise PassFailedException(located(function, "a kernel returns results of structured ops that have its rows"))
    return KernelBody(function, sizes, members, row_rank.value.data, inputs, size_arguments, results)
