"""The `aten` dialect: the forward operators, named as in ATen, with ATen's argument names.

Tensors are operands; ints, floats, bools, lists of ints and enums are properties with ATen's defaults; a scalar known
only at run time is a 0-d tensor. Every op is pure, and infers its result types from its operands.
"""

from xdsl.ir import Dialect

from adjoint.dialects.aten.base import AtenOp as AtenOp
from adjoint.dialects.aten.binary import AddOp, DivOp, MaximumOp, MinimumOp, MulOp, PowOp, RsubOp, SubOp
from adjoint.dialects.aten.comparison import EqOp, GeOp, GtOp, LeOp, LtOp, NeOp
from adjoint.dialects.aten.creation import ConstantOp, DimArangeOp, FullOp, OnesLikeOp, ToOp, ZerosLikeOp
from adjoint.dialects.aten.indexing import CatOp, GatherOp, SelectBackwardOp, SelectOp, SliceBackwardOp, SliceOp
from adjoint.dialects.aten.linear_algebra import AddmmOp, BmmOp, DotOp, LinearOp, MatmulOp, MmOp
from adjoint.dialects.aten.loss import CrossEntropyOp, NllLossOp
from adjoint.dialects.aten.neural_network import (
    EmbeddingDenseBackwardOp,
    EmbeddingOp,
    LayerNormOp,
    LogSoftmaxOp,
    SoftmaxOp,
)
from adjoint.dialects.aten.permutation import PermuteOp, TOp, TransposeOp
from adjoint.dialects.aten.random import DropoutMaskOp, DropoutOp
from adjoint.dialects.aten.reduction import AmaxOp, AminOp, LogsumexpOp, MeanOp, SumOp, VarOp
from adjoint.dialects.aten.shape import ExpandOp, FlattenOp, ReshapeOp, SizeOp, SqueezeOp, UnsqueezeOp, ViewOp
from adjoint.dialects.aten.ternary import WhereOp
from adjoint.dialects.aten.unary import (
    AbsOp,
    ClampOp,
    CosOp,
    ErfOp,
    Expm1Op,
    ExpOp,
    GeluOp,
    Log1pOp,
    LogOp,
    NegOp,
    ReciprocalOp,
    ReluOp,
    RsqrtOp,
    SigmoidOp,
    SiluOp,
    SinOp,
    SqrtOp,
    TanhOp,
)

Aten = Dialect(
    "aten",
    [
        AddOp,
        DivOp,
        MaximumOp,
        MinimumOp,
        MulOp,
        PowOp,
        RsubOp,
        SubOp,
        EqOp,
        GeOp,
        GtOp,
        LeOp,
        LtOp,
        NeOp,
        ConstantOp,
        DimArangeOp,
        FullOp,
        OnesLikeOp,
        ToOp,
        ZerosLikeOp,
        CatOp,
        GatherOp,
        SelectBackwardOp,
        SelectOp,
        SliceBackwardOp,
        SliceOp,
        AddmmOp,
        BmmOp,
        DotOp,
        LinearOp,
        MatmulOp,
        MmOp,
        CrossEntropyOp,
        NllLossOp,
        EmbeddingDenseBackwardOp,
        EmbeddingOp,
        LayerNormOp,
        LogSoftmaxOp,
        SoftmaxOp,
        PermuteOp,
        TOp,
        TransposeOp,
        DropoutMaskOp,
        DropoutOp,
        AmaxOp,
        AminOp,
        LogsumexpOp,
        MeanOp,
        SumOp,
        VarOp,
        ExpandOp,
        FlattenOp,
        ReshapeOp,
        SizeOp,
        SqueezeOp,
        UnsqueezeOp,
        ViewOp,
        WhereOp,
        AbsOp,
        ClampOp,
        CosOp,
        ErfOp,
        ExpOp,
        Expm1Op,
        GeluOp,
        Log1pOp,
        LogOp,
        NegOp,
        ReciprocalOp,
        ReluOp,
        RsqrtOp,
        SigmoidOp,
        SiluOp,
        SinOp,
        SqrtOp,
        TanhOp,
    ],
    [],
)
