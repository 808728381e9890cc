"""Which dimensions of which tensors have the same size.

A size is a constant or an SSA value of type index, the same one wherever the sizes are known to be equal: that is what
the linalg stage promises of `tensor.empty`, and every structured op adds that the dimensions it walks together agree.
"""

from collections.abc import Mapping, Sequence
from typing import cast

from xdsl.dialects import arith, scf, tensor
from xdsl.dialects.builtin import DYNAMIC_INDEX, IntegerAttr, TensorType
from xdsl.dialects.linalg.ops import FillOp, GenericOp
from xdsl.ir import Attribute, Block, Operation, SSAValue
from xdsl.ir.affine import AffineDimExpr
from xdsl.utils.exceptions import PassFailedException

Size = int | SSAValue
"""A constant, or a value of type index."""

Dimension = tuple[SSAValue, int]
"""A dynamic dimension of a tensor, by position."""

Node = Size | Dimension


def tensor_type(value: SSAValue) -> TensorType[Attribute]:
    """The type of a value that is a ranked tensor, as every operand of a structured op is."""
    type_ = value.type
    if not isinstance(type_, TensorType):
        raise PassFailedException(f"expected a ranked tensor, got {type_}")
    return cast(TensorType[Attribute], type_)


class Sizes:
    """The sizes of every tensor of one block, equal ones under one name."""

    def __init__(self, block: Block, known: Mapping[SSAValue, Sequence[Size]] | None = None):
        """Reads the ops of the block once; `known` adds the sizes of tensors that no op of the block defines."""
        self._parents: dict[Node, Node] = {}
        for value, sizes in (known or {}).items():
            self._equate_with_sizes(value, sizes)
        for op in block.ops:
            self.add(op)

    def of(self, value: SSAValue) -> tuple[Size, ...]:
        """The sizes of a tensor; where no op computes one, a `tensor.dim` is inserted after the tensor's definition."""
        return tuple(
            self._materialised(value, position) if size == DYNAMIC_INDEX else size
            for position, size in enumerate(tensor_type(value).get_shape())
        )

    def replace(self, value: SSAValue, by: SSAValue) -> None:
        """Lets a new value have the sizes of the one whose place it takes."""
        self._equate_shapes(value, by)

    def add(self, op: Operation) -> None:
        """Learns the sizes of the results of an op, and what it says of the others."""
        match op:
            case GenericOp():
                self._generic(op)
            case FillOp():
                self._equate_shapes(op.res[0], op.outputs[0])
            case tensor.EmptyOp():
                self._equate_with_dynamic_sizes(op.tensor, op.dynamic_sizes)
            case tensor.DimOp():
                self._dim(op)
            case tensor.CastOp():
                self._equate_shapes(op.source, op.dest)
            case tensor.ExpandShapeOp():
                self._equate_with_dynamic_sizes(op.result, op.dynamic_output_shape)
                self._reassociate(op.src, op.result, op.reassociation)
            case tensor.CollapseShapeOp():
                self._reassociate(op.result, op.src, op.reassociation)
            case tensor.ReshapeOp():
                self._reshape(op)
            case tensor.ExtractSliceOp():
                self._extract_slice(op)
            case tensor.InsertSliceOp():
                self._equate_shapes(op.result, op.dest)
            case scf.ForOp():
                self._for(op)
            case _:
                pass

    def _materialised(self, value: SSAValue, position: int) -> Size:
        root = self._find((value, position))
        if not isinstance(root, tuple):
            return root
        source, source_position = root
        block = source.owner if isinstance(source.owner, Block) else source.owner.parent
        assert block is not None
        index = arith.ConstantOp(IntegerAttr.from_index_int_value(source_position))
        dim = tensor.DimOp(source, index)
        if isinstance(source.owner, Block):
            assert block.first_op is not None
            block.insert_ops_before([index, dim], block.first_op)
        else:
            block.insert_ops_after([index, dim], source.owner)
        self._equate(root, dim.result)
        return dim.result

    def _node(self, value: SSAValue, position: int) -> Node:
        size = tensor_type(value).get_shape()[position]
        return (value, position) if size == DYNAMIC_INDEX else size

    def _find(self, node: Node) -> Node:
        root = node
        while (parent := self._parents.get(root)) is not None:
            root = parent
        while node != root:
            self._parents[node], node = root, self._parents[node]
        return root

    def _equate(self, one: Node, other: Node) -> None:
        """Joins two classes; a constant stands for its class before a value, a value before a dimension."""
        root, other_root = self._find(_constant_or_itself(one)), self._find(_constant_or_itself(other))
        if root == other_root or (isinstance(root, int) and isinstance(other_root, int)):
            return
        if _precedence(other_root) < _precedence(root):
            root, other_root = other_root, root
        self._parents[other_root] = root

    def _equate_with_sizes(self, value: SSAValue, sizes: Sequence[Size]) -> None:
        for position, size in enumerate(sizes):
            self._equate(self._node(value, position), size)

    def _equate_with_dynamic_sizes(self, value: SSAValue, sizes: Sequence[SSAValue]) -> None:
        """Equates the dynamic dimensions of a tensor with these values, in order."""
        dynamic = (p for p, size in enumerate(tensor_type(value).get_shape()) if size == DYNAMIC_INDEX)
        for position, size in zip(dynamic, sizes, strict=True):
            self._equate((value, position), size)

    def _equate_shapes(self, value: SSAValue, other: SSAValue) -> None:
        for position in range(tensor_type(value).get_num_dims()):
            self._equate(self._node(value, position), self._node(other, position))

    def _dim(self, op: tensor.DimOp) -> None:
        index = op.index.owner
        if isinstance(index, arith.ConstantOp) and isinstance(index.value, IntegerAttr):
            self._equate(self._node(op.source, index.value.value.data), op.result)

    def _generic(self, op: GenericOp) -> None:
        for result, out in zip(op.res, op.outputs, strict=True):
            self._equate_shapes(result, out)
        sizes: dict[int, Node] = {}
        for operand, map_ in zip(op.operands, op.indexing_maps, strict=True):
            for position, expression in enumerate(map_.data.results):
                if isinstance(expression, AffineDimExpr):
                    node = self._node(operand, position)
                    self._equate(sizes.setdefault(expression.position, node), node)

    def _reassociate(self, collapsed: SSAValue, expanded: SSAValue, groups: Attribute) -> None:
        """A group with one dimension that is not 1 keeps its size."""
        for position, group in enumerate(reassociation_groups(groups)):
            kept = [p for p in group if tensor_type(expanded).get_shape()[p] != 1]
            if len(kept) == 1:
                self._equate(self._node(collapsed, position), self._node(expanded, kept[0]))

    def _reshape(self, op: tensor.ReshapeOp) -> None:
        if isinstance(shape := op.shape.owner, tensor.FromElementsOp):
            for position, element in enumerate(shape.elements):
                if isinstance(cast_ := element.owner, arith.IndexCastOp):
                    element = cast_.input
                if tensor_type(op.result).get_shape()[position] == DYNAMIC_INDEX:
                    self._equate((op.result, position), element)

    def _extract_slice(self, op: tensor.ExtractSliceOp) -> None:
        # The dimensions that a slice leaves out have a static size, 1.
        self._equate_with_dynamic_sizes(op.result, op.sizes)

    def _for(self, op: scf.ForOp) -> None:
        for result, initial in zip(op.res, op.iter_args, strict=True):
            if isinstance(result.type, TensorType):
                self._equate_shapes(result, initial)


def reassociation_groups(attribute: Attribute) -> list[list[int]]:
    """The groups of positions of a `tensor.expand_shape` or `tensor.collapse_shape`."""
    groups = cast(Sequence[Sequence[IntegerAttr]], attribute)
    return [[position.value.data for position in group] for group in groups]


def _constant_or_itself(node: Node) -> Node:
    if isinstance(node, SSAValue) and isinstance(node.owner, arith.ConstantOp):
        value = node.owner.value
        assert isinstance(value, IntegerAttr)
        return value.value.data
    return node


def _precedence(node: Node) -> int:
    return 0 if isinstance(node, int) else 1 if isinstance(node, SSAValue) else 2
