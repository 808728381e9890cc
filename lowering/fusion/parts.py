"""The parts of a tensor along its first dimension, and contractions that read them where they are.

A step of a loop over a sequence reads `x[t]`. The linalg stage copies it, which fuses with what else reads it; a GEMM
takes its factors from anywhere, so that

    %x_t = linalg.generic … { … tensor.extract %x[%c3, %i, %j] … }
    %y = linalg.generic … contraction … ins(%x_t, %w)

becomes

    %x_t = tensor.extract_slice %x[3, 0, 0] [1, %m, %k] [1, 1, 1]
    %y = linalg.generic … contraction … ins(%x_t, %w)
"""

from collections.abc import Sequence
from dataclasses import dataclass

from xdsl.dialects import arith, tensor
from xdsl.dialects.builtin import IntegerAttr
from xdsl.dialects.linalg.ops import GenericOp, IndexOp, YieldOp
from xdsl.ir import Attribute, Block, Operation, SSAValue
from xdsl.ir.affine import AffineMap

from adjoint.lowering.bufferization.contraction import is_contraction
from adjoint.lowering.fusion.contraction import is_gemm
from adjoint.lowering.fusion.sizes import Size, Sizes
from adjoint.lowering.fusion.structured_op import structured_op


@dataclass(frozen=True)
class Part:
    """`source[place]`, all of it."""

    source: SSAValue
    place: int


Parts = dict[SSAValue, Part]
"""The values that are parts of others, read where those are."""


def read_parts_in_place(block: Block, sizes: Sizes) -> Parts:
    """Lets GEMMs read parts of tensors where they are, and tells which values are such parts."""
    parts: Parts = {}
    for op in list(block.ops):
        if not isinstance(op, GenericOp) or (part := _copied_part(op, sizes)) is None:
            continue
        uses = [use for use in op.res[0].uses if _is_gemm(use.operation, sizes)]
        if not uses:
            continue
        slice_ = extract_parts(part.source, part.place, 1, sizes.of(op.res[0]), op.res[0].type)
        slice_.result.name_hint = op.res[0].name_hint
        block.insert_op_after(slice_, op)
        sizes.add(slice_)
        parts[slice_.result] = part
        for use in uses:
            use.operation.operands[use.index] = slice_.result
        if op.res[0].first_use is None:
            block.erase_op(op)
    return parts


def extract_parts(
    source: SSAValue, first: int, count: int, sizes: Sequence[Size], type_: Attribute
) -> tensor.ExtractSliceOp:
    """`count` parts of these sizes, from `source[first]` on; the type says whether there is a dimension of parts."""
    zeros = [0] * len(sizes)
    return tensor.ExtractSliceOp(source, [first, *zeros], [count, *sizes], [1] * (len(sizes) + 1), type_)


def _is_gemm(op: Operation, sizes: Sizes) -> bool:
    return isinstance(op, GenericOp) and is_contraction(op) and is_gemm(structured_op(op, sizes))


def _copied_part(op: GenericOp, sizes: Sizes) -> Part | None:
    """What an op copies, if that is a part that the tensor is known to have: no assertion has to come before."""
    if op.inputs or len(op.res) != 1 or op.indexing_maps.data[0].data != AffineMap.identity(len(op.iterator_types)):
        return None
    match list(op.body.block.ops):
        case [*inner, tensor.ExtractOp() as read, YieldOp() as yielded] if yielded.operands[0] is read.result:
            if not all(isinstance(each, IndexOp | arith.ConstantOp) for each in inner):
                return None
        case _:
            return None
    match [index.owner for index in read.indices]:
        case [arith.ConstantOp(value=IntegerAttr() as place), *others]:
            dims = [each.dim.value.data for each in others if isinstance(each, IndexOp)]
        case _:
            return None
    if dims != list(range(len(others))) or len(dims) != len(op.iterator_types):
        return None
    count, *extents = sizes.of(read.tensor)
    is_inside = isinstance(count, int) and 0 <= place.value.data < count
    return Part(read.tensor, place.value.data) if is_inside and tuple(extents) == sizes.of(op.res[0]) else None
