"""The arguments of a kernel, and a key that is equal for clusters that compute the same."""

from collections.abc import Hashable
from dataclasses import dataclass

from xdsl.ir import SSAValue

from adjoint.lowering.fusion.cluster import Cluster
from adjoint.lowering.fusion.equivalence import op_key, scalar_key, tensor_key
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
        self._sizes = sizes
        self._numbers: dict[SSAValue, int] = {}
        self._size_arguments: list[SSAValue] = []

    def signature(self, cluster: Cluster) -> KernelSignature:
        inputs = tuple(cluster.inputs())
        for value in inputs:
            self._number(value)
        members = [self._member_key(member) for member in cluster.members]
        results = [self._numbers[member.result] for member in cluster.results]
        input_sizes = tuple(self._sizes.of(value) for value in inputs)
        key = (
            cluster.row_rank,
            tuple(map(tensor_type, inputs)),
            tuple(members),
            tuple(results),
            tuple(tuple(map(self._size_key, sizes)) for sizes in input_sizes),
        )
        return KernelSignature(inputs, input_sizes, tuple(self._size_arguments), key)

    def _number(self, value: SSAValue) -> int:
        return self._numbers.setdefault(value, len(self._numbers))

    def _size_key(self, size: Size) -> Hashable:
        return size if isinstance(size, int) else (self._value_key(size),)

    def _value_key(self, value: SSAValue) -> Hashable:
        """A tensor has a number by now; a size gets one, and becomes an argument, when it is first used."""
        if value not in self._numbers:
            self._size_arguments.append(value)
        return self._number(value)

    def _member_key(self, member: StructuredOp) -> Hashable:
        operands: list[Hashable] = [tensor_key(operand, self._numbers.get) for operand in member.operands]
        if member.initial is not None:
            operands.append(scalar_key(member.initial, self._value_key))
        key = op_key(member.op, operands, member.sizes, self._value_key)
        self._number(member.result)
        return key
