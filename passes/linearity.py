"""In which operands an `aten` op is linear: where one of them is zero, so is the result."""

from collections.abc import Sequence

from xdsl.ir import Operation

from adjoint.dialects import aten
from adjoint.dialects.aten.adaptive_pooling import AdaptiveAvgPoolOp
from adjoint.dialects.aten.average_pooling import AvgPoolOp
from adjoint.dialects.aten.cotangents import CotangentOp
from adjoint.dialects.aten.diagonals import DiagonalParameters, TriangleOp
from adjoint.dialects.aten.index_along import IndexWriteOp
from adjoint.dialects.aten.permutation import PermutationOp
from adjoint.dialects.aten.scatter import ScatterFamilyOp
from adjoint.dialects.aten.shape import TargetShapeOp
from adjoint.dialects.aten.splitting import SplitFamilyOp
from adjoint.dialects.aten.upsampling import UpsampleOp
from adjoint.dialects.aten.windows import Im2colParameters, UnfoldParameters

_IN_EACH_OF_TWO = (aten.MulOp, aten.MmOp, aten.BmmOp, aten.MatmulOp, aten.DotOp)

_IN_THE_FIRST = (
    aten.CumsumOp,
    aten.DivOp,
    aten.DropoutOp,
    aten.EmbeddingDenseBackwardOp,
    aten.FlattenOp,
    aten.FlipOp,
    aten.GatherOp,
    aten.IndexOp,
    aten.IndexSelectOp,
    aten.LinearRecurrenceOp,
    aten.MeanOp,
    aten.NarrowBackwardOp,
    aten.NarrowOp,
    aten.NegOp,
    aten.RollOp,
    aten.SelectBackwardOp,
    aten.SelectOp,
    aten.SliceBackwardOp,
    aten.SliceOp,
    aten.SqueezeOp,
    aten.SumOp,
    aten.ToOp,
    aten.UnflattenOp,
    aten.UnsqueezeOp,
    AdaptiveAvgPoolOp,
    AvgPoolOp,
    CotangentOp,
    DiagonalParameters,
    Im2colParameters,
    PermutationOp,
    SplitFamilyOp,
    TargetShapeOp,
    TriangleOp,
    UnfoldParameters,
    UpsampleOp,
)

_IN_ALL_TOGETHER = (aten.AddOp, aten.CatOp, aten.RsubOp, aten.SubOp)


def zeroing_operands(op: Operation) -> Sequence[Sequence[int]]:
    """The sets of operands such that the result is zero where all operands of one set are.

    An op that only rearranges or sums the elements of its operands is zero where all of these are zero, a product
    where one factor is.
    """
    match op:
        case _ if isinstance(op, _IN_EACH_OF_TWO):
            return (0,), (1,)
        case _ if isinstance(op, _IN_THE_FIRST):
            return ((0,),)
        case _ if isinstance(op, _IN_ALL_TOGETHER):
            return (range(len(op.operands)),)
        case aten.PadOp() if op.value.value.data == 0:
            return ((0,),)
        case aten.ShiftOp() if op.fill_value.value.data == 0:
            return ((0,),)
        case aten.WhereOp():
            return ((1, 2),)
        case ScatterFamilyOp() | IndexWriteOp() | aten.IndexPutOp():
            return ((0, len(op.operands) - 1),)
        case _:
            return ()
