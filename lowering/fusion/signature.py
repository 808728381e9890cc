"""The arguments of a kernel, and a key that is equal for clusters that compute the same."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from xdsl.dialects.builtin import IndexType
from xdsl.dialects.linalg.ops import GenericOp
from xdsl.ir import Block, Operation, SSAValue

from adjoint.lowering.fusion.cluster import Cluster
from adjoint.lowering.fusion.sizes import Size, Sizes, tensor_type
from adjoint.lowering.fusion.structured_op import StructuredOp


@dataclass(frozen=True, eq=False)
class KernelSignature:
    """What a cluster takes from the function around it."""

    inputs: tuple[SSAValue, ...]
    input_sizes: tuple[tuple[Size, ...], ...]
    sizes: tuple[SSAValue, ...]
    """The values of type index, in the order of the kernel's index arguments."""
    key: Hashable


def kernel_signature(cluster: Cluster, sizes: Sizes) -> KernelSignature:
    """Numbers what the cluster uses in the order of its use, so that equal clusters get equal keys."""
    return _Numbering(sizes).signature(cluster)


class _Numbering:
    def __init__(self, sizes: Sizes):
        self.sizes = sizes
        self.numbers: dict[SSAValue, int] = {}
        self.inputs: list[SSAValue] = []
        self.size_arguments: list[SSAValue] = []

    def signature(self, cluster: Cluster) -> KernelSignature:
        for value in cluster.inputs():
            self._number(value)
            self.inputs.append(value)
        key: list[Hashable] = [
            cluster.row_rank,
            tuple(tensor_type(value) for value in self.inputs),
            *(self._member_key(member) for member in cluster.members),
            tuple(self.numbers[member.result] for member in cluster.results),
        ]
        input_sizes = [self.sizes.of(value) for value in self.inputs]
        key.append(tuple(self._sizes_key(sizes) for sizes in input_sizes))
        return KernelSignature(tuple(self.inputs), tuple(input_sizes), tuple(self.size_arguments), tuple(key))

    def _number(self, value: SSAValue) -> int:
        return self.numbers.setdefault(value, len(self.numbers))

    def _sizes_key(self, sizes: Sequence[Size]) -> Hashable:
        return tuple(size if isinstance(size, int) else (self._scalar_key(size),) for size in sizes)

    def _scalar_key(self, value: SSAValue) -> Hashable:
        """A size is an argument; another scalar is computed in the kernel, from sizes and elements of its inputs."""
        if value in self.numbers:
            return self.numbers[value]
        if isinstance(value.type, IndexType):
            self.size_arguments.append(value)
            return self._number(value)
        owner = value.owner
        assert isinstance(owner, Operation)
        operands = tuple(self._scalar_key(operand) for operand in owner.operands)
        return (type(owner), operands, tuple(owner.properties.items()), value.type)

    def _member_key(self, member: StructuredOp) -> Hashable:
        op = member.op
        if isinstance(op, GenericOp):
            computation: Hashable = (op.indexing_maps, op.iterator_types, self._body_key(member.body))
        else:
            computation = self._scalar_key(op.inputs[0])
        key = (
            tuple(self.numbers.get(operand) for operand in member.operands),
            None if member.initial is None else self._scalar_key(member.initial),
            computation,
            tensor_type(member.result),
            self._sizes_key(member.sizes),
        )
        self._number(member.result)
        return key

    def _body_key(self, body: Block) -> Hashable:
        local: dict[SSAValue, int] = {argument: position for position, argument in enumerate(body.args)}
        key: list[Hashable] = []
        for op in body.ops:
            operands = tuple(
                local[operand] if operand in local else (self._scalar_key(operand),) for operand in op.operands
            )
            key.append((type(op), operands, tuple(op.properties.items()), op.result_types))
            for result in op.results:
                local[result] = len(local)
        return tuple(key)
