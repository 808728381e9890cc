"""From clusters to kernels: functions that hold the structured ops, and calls of them.

Ops move into the function of their cluster; only inlined ones, which several kernels hold, are copied.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xdsl.dialects import arith, func, tensor
from xdsl.dialects.builtin import DYNAMIC_INDEX, ArrayAttr, DenseArrayBase, IndexType, IntegerAttr, TensorType, i64
from xdsl.dialects.linalg.ops import FillOp, GenericOp
from xdsl.ir import Attribute, Block, Operation, SSAValue

from adjoint.lowering.fusion.cluster import Cluster
from adjoint.lowering.fusion.signature import KernelSignature, kernel_signature
from adjoint.lowering.fusion.sizes import Size, Sizes, tensor_type
from adjoint.lowering.fusion.structured_op import StructuredOp, reads_elements
from adjoint.lowering.fusion.views import ViewOp
from adjoint.lowering.kernels.interface import ACCUMULATED, INPUT_SIZES, ROW_RANK, ROWS, SCRATCH
from adjoint.lowering.kernels.kernel_body import read_kernel
from adjoint.lowering.kernels.row_loop import scratch_attribute
from adjoint.lowering.kernels.schedule import schedule_kernel


@dataclass
class Kernels:
    """The kernels of a module, each once."""

    taken_names: set[str]
    functions: list[func.FuncOp] = field(default_factory=list[func.FuncOp])
    """In the order of their first call."""
    named: dict[str, func.FuncOp] = field(default_factory=dict[str, func.FuncOp])
    by_key: dict[Hashable, func.FuncOp] = field(default_factory=dict[Hashable, func.FuncOp])

    def new_name(self) -> str:
        number = len(self.functions)
        while (name := f"kernel_{number}") in self.taken_names:
            number += 1
        self.taken_names.add(name)
        return name


@dataclass(frozen=True, eq=False)
class OutlinedCluster:
    """A cluster whose ops are in a kernel now, and the call that stands for them."""

    cluster: Cluster
    call: func.CallOp


def outline(clusters: Sequence[Cluster], sizes: Sizes, kernels: Kernels) -> list[OutlinedCluster]:
    """Makes the kernels of the clusters, and calls that are not yet inserted into a block.

    Every use of a result outside of its cluster becomes a use of the call. Ops of clusters that need no kernel of their
    own, because an equal one exists, stay where they are, without uses.
    """
    signatures = [kernel_signature(cluster, sizes) for cluster in clusters]
    called: dict[SSAValue, SSAValue] = {}
    analysed: dict[SSAValue, SSAValue] = {}
    """The inverse of `called`."""
    outlined: list[OutlinedCluster] = []
    for cluster, signature in zip(clusters, signatures, strict=True):
        function = kernels.by_key.get(signature.key)
        is_new = function is None
        if function is None:
            function = _declare(cluster, signature, kernels.new_name())
            kernels.functions.append(function)
            kernels.named[function.sym_name.data] = function
            kernels.by_key[signature.key] = function
        call = func.CallOp(
            function.sym_name.data,
            [*(called.get(value, value) for value in signature.inputs), *signature.sizes],
            function.function_type.outputs.data,
        )
        for result, member in zip(call.res, cluster.results, strict=True):
            result.name_hint = member.result.name_hint
        outlined.append(OutlinedCluster(cluster, call))
        _use_call(cluster, call)
        for member, result in zip(cluster.results, call.res, strict=True):
            called[member.result], analysed[result] = result, member.result
        if is_new:
            _fill_body(function.body.block, cluster, signature, sizes, analysed)
            scratch = scratch_attribute(schedule_kernel(read_kernel(function)))
            if scratch.data:
                function.attributes[SCRATCH] = scratch
    return outlined


def _declare(cluster: Cluster, signature: KernelSignature, name: str) -> func.FuncOp:
    function = func.FuncOp(
        name,
        (
            [*(value.type for value in signature.inputs), *(IndexType(),) * len(signature.sizes)],
            [tensor_type(member.result) for member in cluster.results],
        ),
        visibility="private",
    )
    for argument, value in zip(function.body.block.args, (*signature.inputs, *signature.sizes), strict=True):
        argument.name_hint = value.name_hint
    row_member = next(cluster.owned)
    rows = [row_member.sizes[dim] for dim in row_member.order[: cluster.row_rank]]
    accumulated = [i for i, member in enumerate(cluster.results) if cluster.is_accumulated(member)]
    function.attributes[ROWS] = _factors(rows, signature)
    function.attributes[ROW_RANK] = IntegerAttr(cluster.row_rank, i64)
    function.attributes[INPUT_SIZES] = ArrayAttr(_factors(factors, signature) for factors in signature.input_sizes)
    if accumulated:
        function.attributes[ACCUMULATED] = DenseArrayBase.from_list(i64, accumulated)
    return function


def _factors(factors: Sequence[Size], signature: KernelSignature) -> ArrayAttr[Attribute]:
    return ArrayAttr(
        IntegerAttr(factor, i64)
        if isinstance(factor, int)
        else IntegerAttr.from_index_int_value(signature.sizes.index(factor))
        for factor in factors
    )


def _use_call(cluster: Cluster, call: func.CallOp) -> None:
    members = {member.op for member in cluster.members}
    for member, result in zip(cluster.results, call.res, strict=True):
        for use in list(member.result.uses):
            if reads_elements(use) and not any(ancestor in members for ancestor in _ancestors(use.operation)):
                use.operation.operands[use.index] = result


def _ancestors(op: Operation) -> Iterator[Operation]:
    ancestor: Operation | None = op
    while ancestor is not None:
        yield ancestor
        ancestor = ancestor.parent_op()


def _fill_body(
    block: Block,
    cluster: Cluster,
    signature: KernelSignature,
    sizes: Sizes,
    analysed: Mapping[SSAValue, SSAValue],
) -> None:
    """Moves the members into the body of their kernel; inlined ones are copied."""
    arguments: dict[SSAValue, SSAValue] = dict(zip((*signature.inputs, *signature.sizes), block.args, strict=True))
    builder = _BodyBuilder(block, arguments, sizes, analysed)
    for member in cluster.members:
        # A fill may also be the start of reductions elsewhere.
        builder.add(member, copy=member in cluster.inlined or isinstance(member.op, FillOp))
    block.add_op(func.ReturnOp(*(builder.values[member.result] for member in cluster.results)))


class _BodyBuilder:
    def __init__(
        self,
        block: Block,
        arguments: dict[SSAValue, SSAValue],
        sizes: Sizes,
        analysed: Mapping[SSAValue, SSAValue],
    ):
        self.block = block
        self.values = arguments
        """What stands in the kernel for a value of the surrounding function, as it was analysed."""
        self._sizes = sizes
        self._analysed = analysed
        """For results of calls, the values that they have replaced."""
        self._empties: dict[tuple[Attribute, tuple[SSAValue, ...]], SSAValue] = {}
        self._constants: dict[int, SSAValue] = {}

    def add(self, member: StructuredOp, *, copy: bool) -> None:
        if copy:
            op = member.op.clone()
        else:
            op = member.op
            op.detach()
        original = member.result
        if isinstance(op, FillOp):
            op.operands[0] = self._scalar(member.operands[0])
            op.operands[1] = self._empty(member)
        else:
            self._rewire(op, member)
        self.block.add_op(op)
        self.values[original] = op.res[0]

    def _rewire(self, op: GenericOp, member: StructuredOp) -> None:
        """Makes an op use the kernel's values: in place of those analysed, whatever it uses by now."""
        body_ops = list(op.body.block.ops) if member.captured else []
        for captured in member.captured:
            body_ops[captured.op_position].operands[captured.operand_position] = self._scalar_operand(captured.value)
        last = len(member.operands) - 1
        for position, operand in enumerate(member.operands):
            if position < last or operand in self.values:
                op.operands[position] = self._tensor(operand)
        if member.operands[last] not in self.values:
            op.operands[last] = self._empty(member) if member.initial is None else self._filled(member)

    def _tensor(self, value: SSAValue) -> SSAValue:
        """A tensor is an input, or the result of a member, or a view of one, or gives only sizes."""
        value = self._analysed.get(value, value)
        if value not in self.values:
            view = value.owner
            if isinstance(view, tensor.EmptyOp):
                self._add_shape(value)
                return self.values[value]
            assert isinstance(view, ViewOp)
            operands = [self._tensor(view.src)]
            if isinstance(view, tensor.ExpandShapeOp):
                operands += self._dynamic_sizes(view.result, self._sizes.of(view.result))
            copy = type(view).create(
                operands=operands, result_types=[view.result.type], properties=view.properties.copy()
            )
            self.block.add_op(copy)
            self.values[value] = copy.result
        return self.values[value]

    def _add_shape(self, value: SSAValue) -> None:
        """The extents of a window, as a tensor that nobody reads."""
        empty = tensor.EmptyOp(self._dynamic_sizes(value, self._sizes.of(value)), tensor_type(value))
        self.block.add_op(empty)
        self.values[value] = empty.tensor

    def _empty(self, member: StructuredOp) -> SSAValue:
        type_ = tensor_type(member.result)
        extents = [member.sizes[dim] if dim is not None else 1 for dim in member.written]
        dynamic = self._dynamic_sizes(member.result, extents)
        if (type_, dynamic) not in self._empties:
            empty = tensor.EmptyOp(dynamic, type_)
            self.block.add_op(empty)
            self._empties[type_, dynamic] = empty.tensor
        return self._empties[type_, dynamic]

    def _dynamic_sizes(self, value: SSAValue, sizes: Sequence[Size]) -> tuple[SSAValue, ...]:
        """Those of the sizes of a tensor that its type does not tell."""
        shape = tensor_type(value).get_shape()
        return tuple(self._size(size) for size, known in zip(sizes, shape, strict=True) if known == DYNAMIC_INDEX)

    def _size(self, size: Size) -> SSAValue:
        if not isinstance(size, int):
            return self.values[size]
        if size not in self._constants:
            constant = arith.ConstantOp(IntegerAttr.from_index_int_value(size))
            self.block.add_op(constant)
            self._constants[size] = constant.result
        return self._constants[size]

    def _filled(self, member: StructuredOp) -> SSAValue:
        """The start of a reduction: the fill moves with it where it is the only one that uses it."""
        assert member.initial is not None
        fill = member.operands[-1].owner
        assert isinstance(fill, FillOp)
        if fill.res[0].has_one_use():
            op = fill
            op.detach()
        else:
            op = fill.clone()
        op.operands[0] = self._scalar(member.initial)
        op.operands[1] = self._empty(member)
        self.block.add_op(op)
        return op.res[0]

    def _scalar_operand(self, value: SSAValue) -> SSAValue:
        return self._tensor(value) if isinstance(value.type, TensorType) else self._scalar(value)

    def _scalar(self, value: SSAValue) -> SSAValue:
        """A size is an argument; another scalar is computed again, from arguments."""
        if value not in self.values:
            op = value.owner
            assert isinstance(op, Operation)
            copy = op.clone({operand: self._scalar_operand(operand) for operand in op.operands})
            self.block.add_op(copy)
            self.values.update(zip(op.results, copy.results, strict=True))
        return self.values[value]


def erase_unused(block: Block) -> None:
    """Erases what outlining left without uses: initial values, constants, and ops of clusters whose kernel existed."""
    unused = (tensor.EmptyOp, tensor.DimOp, FillOp, GenericOp, arith.ConstantOp, ViewOp)
    for op in reversed(list(block.ops)):
        if isinstance(op, unused) and all(result.first_use is None for result in op.results):
            block.erase_op(op)
