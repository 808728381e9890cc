"""The `aten` dialect: the forward operators, named as in ATen, with ATen's argument names.

Tensors are operands; ints, floats, bools, lists of ints and enums are properties with ATen's defaults; a scalar known
only at run time is a 0-d tensor. Every op is pure, and infers its result types from its operands.

For each op there is a class, `aten.TanhOp`, and for people and adjoint rules a function, `aten.tanh`.
"""

from xdsl.ir import Dialect

from adjoint.dialects.aten.base import AtenOp as AtenOp
from adjoint.dialects.aten.binary import AddOp, DivOp, MaximumOp, MinimumOp, MulOp, PowOp, RsubOp, SubOp
from adjoint.dialects.aten.comparison import EqOp, GeOp, GtOp, LeOp, LtOp, NeOp
from adjoint.dialects.aten.creation import (
    ConstantOp,
    DimArangeOp,
    FullOp,
    MaterializeAtenConstant,
    OnesLikeOp,
    ToOp,
    ZerosLikeOp,
)
from adjoint.dialects.aten.functional import (
    abs as abs,
)
from adjoint.dialects.aten.functional import (
    add as add,
)
from adjoint.dialects.aten.functional import (
    addmm as addmm,
)
from adjoint.dialects.aten.functional import (
    amax as amax,
)
from adjoint.dialects.aten.functional import (
    amin as amin,
)
from adjoint.dialects.aten.functional import (
    bmm as bmm,
)
from adjoint.dialects.aten.functional import (
    cat as cat,
)
from adjoint.dialects.aten.functional import (
    clamp as clamp,
)
from adjoint.dialects.aten.functional import (
    constant as constant,
)
from adjoint.dialects.aten.functional import (
    cos as cos,
)
from adjoint.dialects.aten.functional import (
    cross_entropy as cross_entropy,
)
from adjoint.dialects.aten.functional import (
    dim_arange as dim_arange,
)
from adjoint.dialects.aten.functional import (
    div as div,
)
from adjoint.dialects.aten.functional import (
    dot as dot,
)
from adjoint.dialects.aten.functional import (
    dropout as dropout,
)
from adjoint.dialects.aten.functional import (
    dropout_mask as dropout_mask,
)
from adjoint.dialects.aten.functional import (
    embedding as embedding,
)
from adjoint.dialects.aten.functional import (
    embedding_dense_backward as embedding_dense_backward,
)
from adjoint.dialects.aten.functional import (
    eq as eq,
)
from adjoint.dialects.aten.functional import (
    erf as erf,
)
from adjoint.dialects.aten.functional import (
    exp as exp,
)
from adjoint.dialects.aten.functional import (
    expand as expand,
)
from adjoint.dialects.aten.functional import (
    expm1 as expm1,
)
from adjoint.dialects.aten.functional import (
    flatten as flatten,
)
from adjoint.dialects.aten.functional import (
    full as full,
)
from adjoint.dialects.aten.functional import (
    gather as gather,
)
from adjoint.dialects.aten.functional import (
    ge as ge,
)
from adjoint.dialects.aten.functional import (
    gelu as gelu,
)
from adjoint.dialects.aten.functional import (
    gt as gt,
)
from adjoint.dialects.aten.functional import (
    layer_norm as layer_norm,
)
from adjoint.dialects.aten.functional import (
    le as le,
)
from adjoint.dialects.aten.functional import (
    linear as linear,
)
from adjoint.dialects.aten.functional import (
    log as log,
)
from adjoint.dialects.aten.functional import (
    log1p as log1p,
)
from adjoint.dialects.aten.functional import (
    log_softmax as log_softmax,
)
from adjoint.dialects.aten.functional import (
    logsumexp as logsumexp,
)
from adjoint.dialects.aten.functional import (
    lt as lt,
)
from adjoint.dialects.aten.functional import (
    matmul as matmul,
)
from adjoint.dialects.aten.functional import (
    maximum as maximum,
)
from adjoint.dialects.aten.functional import (
    mean as mean,
)
from adjoint.dialects.aten.functional import (
    minimum as minimum,
)
from adjoint.dialects.aten.functional import (
    mm as mm,
)
from adjoint.dialects.aten.functional import (
    mul as mul,
)
from adjoint.dialects.aten.functional import (
    narrow as narrow,
)
from adjoint.dialects.aten.functional import (
    narrow_backward as narrow_backward,
)
from adjoint.dialects.aten.functional import (
    ne as ne,
)
from adjoint.dialects.aten.functional import (
    neg as neg,
)
from adjoint.dialects.aten.functional import (
    nll_loss as nll_loss,
)
from adjoint.dialects.aten.functional import (
    numel as numel,
)
from adjoint.dialects.aten.functional import (
    ones_like as ones_like,
)
from adjoint.dialects.aten.functional import (
    permute as permute,
)
from adjoint.dialects.aten.functional import (
    pow as pow,
)
from adjoint.dialects.aten.functional import (
    reciprocal as reciprocal,
)
from adjoint.dialects.aten.functional import (
    relu as relu,
)
from adjoint.dialects.aten.functional import (
    reshape as reshape,
)
from adjoint.dialects.aten.functional import (
    rsqrt as rsqrt,
)
from adjoint.dialects.aten.functional import (
    rsub as rsub,
)
from adjoint.dialects.aten.functional import (
    select as select,
)
from adjoint.dialects.aten.functional import (
    select_backward as select_backward,
)
from adjoint.dialects.aten.functional import (
    sigmoid as sigmoid,
)
from adjoint.dialects.aten.functional import (
    silu as silu,
)
from adjoint.dialects.aten.functional import (
    sin as sin,
)
from adjoint.dialects.aten.functional import (
    size as size,
)
from adjoint.dialects.aten.functional import (
    slice as slice,
)
from adjoint.dialects.aten.functional import (
    slice_backward as slice_backward,
)
from adjoint.dialects.aten.functional import (
    softmax as softmax,
)
from adjoint.dialects.aten.functional import (
    sqrt as sqrt,
)
from adjoint.dialects.aten.functional import (
    squeeze as squeeze,
)
from adjoint.dialects.aten.functional import (
    sub as sub,
)
from adjoint.dialects.aten.functional import (
    sum as sum,
)
from adjoint.dialects.aten.functional import (
    t as t,
)
from adjoint.dialects.aten.functional import (
    tanh as tanh,
)
from adjoint.dialects.aten.functional import (
    to as to,
)
from adjoint.dialects.aten.functional import (
    transpose as transpose,
)
from adjoint.dialects.aten.functional import (
    unsqueeze as unsqueeze,
)
from adjoint.dialects.aten.functional import (
    var as var,
)
from adjoint.dialects.aten.functional import (
    view as view,
)
from adjoint.dialects.aten.functional import (
    where as where,
)
from adjoint.dialects.aten.functional import (
    zeros_like as zeros_like,
)
from adjoint.dialects.aten.indexing import CatOp, GatherOp, SelectBackwardOp, SelectOp, SliceBackwardOp, SliceOp
from adjoint.dialects.aten.linear_algebra import AddmmOp, BmmOp, DotOp, LinearOp, MatmulOp, MmOp
from adjoint.dialects.aten.loss import CrossEntropyOp, NllLossOp
from adjoint.dialects.aten.narrow import NarrowBackwardOp, NarrowOp
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
from adjoint.dialects.aten.tensor import Tensor as Tensor
from adjoint.dialects.aten.tensor import building as building
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
        NarrowBackwardOp,
        NarrowOp,
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
    [MaterializeAtenConstant()],
)
