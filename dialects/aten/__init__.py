"""The `aten` dialect: the forward operators, named as in ATen, with ATen's argument names.

Tensors are operands; ints, floats, bools, lists of ints and enums are properties with ATen's defaults; a scalar known
only at run time is a 0-d tensor. Every op is pure, and infers its result types from its operands.

For each op there is a class, `aten.TanhOp`, and for people and adjoint rules a function, `aten.tanh`.
"""

from xdsl.ir import Dialect, Operation

from adjoint.dialects.aten.activation import (
    CeluOp as CeluOp,
    EluOp as EluOp,
    GluOp as GluOp,
    HardshrinkOp as HardshrinkOp,
    HardsigmoidOp as HardsigmoidOp,
    HardswishOp as HardswishOp,
    HardtanhOp as HardtanhOp,
    LeakyReluOp as LeakyReluOp,
    LogSigmoidOp as LogSigmoidOp,
    MishOp as MishOp,
    Relu6Op as Relu6Op,
    SeluOp as SeluOp,
    SoftplusOp as SoftplusOp,
    SoftshrinkOp as SoftshrinkOp,
    SoftsignOp as SoftsignOp,
    TanhshrinkOp as TanhshrinkOp,
    ThresholdOp as ThresholdOp,
)
from adjoint.dialects.aten.adaptive_pooling import (
    AdaptiveAvgPool1dBackwardOp as AdaptiveAvgPool1dBackwardOp,
    AdaptiveAvgPool1dOp as AdaptiveAvgPool1dOp,
    AdaptiveAvgPool2dBackwardOp as AdaptiveAvgPool2dBackwardOp,
    AdaptiveAvgPool2dOp as AdaptiveAvgPool2dOp,
    AdaptiveAvgPool3dBackwardOp as AdaptiveAvgPool3dBackwardOp,
    AdaptiveAvgPool3dOp as AdaptiveAvgPool3dOp,
)
from adjoint.dialects.aten.advanced_indexing import (
    IndexOp as IndexOp,
    IndexPutOp as IndexPutOp,
)
from adjoint.dialects.aten.attention import (
    ScaledDotProductAttentionOp as ScaledDotProductAttentionOp,
)
from adjoint.dialects.aten.average_pooling import (
    AvgPool1dBackwardOp as AvgPool1dBackwardOp,
    AvgPool1dOp as AvgPool1dOp,
    AvgPool2dBackwardOp as AvgPool2dBackwardOp,
    AvgPool2dOp as AvgPool2dOp,
    AvgPool3dBackwardOp as AvgPool3dBackwardOp,
    AvgPool3dOp as AvgPool3dOp,
)
from adjoint.dialects.aten.base import (
    AtenOp as AtenOp,
)
from adjoint.dialects.aten.batch_statistics import (
    NativeBatchNormLegitFunctionalOp as NativeBatchNormLegitFunctionalOp,
)
from adjoint.dialects.aten.binary import (
    AddOp as AddOp,
    FmaxOp as FmaxOp,
    FminOp as FminOp,
    MaximumOp as MaximumOp,
    MinimumOp as MinimumOp,
    MulOp as MulOp,
    PowOp as PowOp,
    RsubOp as RsubOp,
    SubOp as SubOp,
)
from adjoint.dialects.aten.binary_float import (
    Atan2Op as Atan2Op,
    HypotOp as HypotOp,
    LogaddexpOp as LogaddexpOp,
    XlogyOp as XlogyOp,
)
from adjoint.dialects.aten.channel_normalization import (
    BatchNormOp as BatchNormOp,
    GroupNormOp as GroupNormOp,
    InstanceNormOp as InstanceNormOp,
    NativeBatchNormOp as NativeBatchNormOp,
)
from adjoint.dialects.aten.comparison import (
    EqOp as EqOp,
    GeOp as GeOp,
    GtOp as GtOp,
    LeOp as LeOp,
    LtOp as LtOp,
    NeOp as NeOp,
)
from adjoint.dialects.aten.composite import (
    CompositeOp as CompositeOp,
)
from adjoint.dialects.aten.conversion import (
    ToOp as ToOp,
)
from adjoint.dialects.aten.convolution import (
    ConvolutionBackwardInputOp as ConvolutionBackwardInputOp,
    ConvolutionBackwardWeightOp as ConvolutionBackwardWeightOp,
    ConvolutionOp as ConvolutionOp,
)
from adjoint.dialects.aten.counting import (
    CountNonzeroOp as CountNonzeroOp,
)
from adjoint.dialects.aten.creation import (
    ConstantOp as ConstantOp,
    DimArangeOp as DimArangeOp,
    EmptyLikeOp as EmptyLikeOp,
    EmptyOp as EmptyOp,
    FullLikeOp as FullLikeOp,
    FullOp as FullOp,
    MaterializeAtenConstant as MaterializeAtenConstant,
    OnesLikeOp as OnesLikeOp,
    OnesOp as OnesOp,
    ZerosLikeOp as ZerosLikeOp,
    ZerosOp as ZerosOp,
)
from adjoint.dialects.aten.data_sized import (
    NonzeroOp as NonzeroOp,
    RepeatInterleaveIndicesOp as RepeatInterleaveIndicesOp,
)
from adjoint.dialects.aten.detach import (
    DetachOp as DetachOp,
)
from adjoint.dialects.aten.diagonal_matrices import (
    DiagEmbedOp as DiagEmbedOp,
)
from adjoint.dialects.aten.diagonals import (
    DiagonalBackwardOp as DiagonalBackwardOp,
    DiagonalOp as DiagonalOp,
    TrilOp as TrilOp,
    TriuOp as TriuOp,
)
from adjoint.dialects.aten.dimensions import (
    FlattenOp as FlattenOp,
    SqueezeOp as SqueezeOp,
    UnflattenOp as UnflattenOp,
    UnsqueezeOp as UnsqueezeOp,
)
from adjoint.dialects.aten.division import (
    DivOp as DivOp,
    FmodOp as FmodOp,
    RemainderOp as RemainderOp,
)
from adjoint.dialects.aten.einsum import (
    EinsumOp as EinsumOp,
    TensordotOp as TensordotOp,
)
from adjoint.dialects.aten.elementwise_loss import (
    BinaryCrossEntropyLossesOp as BinaryCrossEntropyLossesOp,
    BinaryCrossEntropyOp as BinaryCrossEntropyOp,
    BinaryCrossEntropyWithLogitsLossesOp as BinaryCrossEntropyWithLogitsLossesOp,
    BinaryCrossEntropyWithLogitsOp as BinaryCrossEntropyWithLogitsOp,
    CosineSimilarityOp as CosineSimilarityOp,
    HuberLossOp as HuberLossOp,
    KlDivOp as KlDivOp,
    L1LossOp as L1LossOp,
    MseLossOp as MseLossOp,
    SmoothL1LossOp as SmoothL1LossOp,
)
from adjoint.dialects.aten.extremum import (
    ArgmaxOp as ArgmaxOp,
    ArgminOp as ArgminOp,
    MaxDimOp as MaxDimOp,
    MinDimOp as MinDimOp,
)
from adjoint.dialects.aten.functional import *  # noqa: F403  # each file there lists what it gives
from adjoint.dialects.aten.index_along import (
    IndexAddOp as IndexAddOp,
    IndexCopyOp as IndexCopyOp,
    IndexSelectOp as IndexSelectOp,
)
from adjoint.dialects.aten.indexing import (
    SelectBackwardOp as SelectBackwardOp,
    SelectOp as SelectOp,
    SliceBackwardOp as SliceBackwardOp,
    SliceOp as SliceOp,
)
from adjoint.dialects.aten.indexing_compositions import (
    IndexFillOp as IndexFillOp,
    MaskedFillOp as MaskedFillOp,
    TakeAlongDimOp as TakeAlongDimOp,
)
from adjoint.dialects.aten.interpolation import (
    UpsampleBicubic2dBackwardOp as UpsampleBicubic2dBackwardOp,
    UpsampleBicubic2dOp as UpsampleBicubic2dOp,
    UpsampleBilinear2dBackwardOp as UpsampleBilinear2dBackwardOp,
    UpsampleBilinear2dOp as UpsampleBilinear2dOp,
    UpsampleLinear1dBackwardOp as UpsampleLinear1dBackwardOp,
    UpsampleLinear1dOp as UpsampleLinear1dOp,
    UpsampleNearest1dBackwardOp as UpsampleNearest1dBackwardOp,
    UpsampleNearest1dOp as UpsampleNearest1dOp,
    UpsampleNearest2dBackwardOp as UpsampleNearest2dBackwardOp,
    UpsampleNearest2dOp as UpsampleNearest2dOp,
    UpsampleNearest3dBackwardOp as UpsampleNearest3dBackwardOp,
    UpsampleNearest3dOp as UpsampleNearest3dOp,
    UpsampleNearestExact1dBackwardOp as UpsampleNearestExact1dBackwardOp,
    UpsampleNearestExact1dOp as UpsampleNearestExact1dOp,
    UpsampleNearestExact2dBackwardOp as UpsampleNearestExact2dBackwardOp,
    UpsampleNearestExact2dOp as UpsampleNearestExact2dOp,
    UpsampleNearestExact3dBackwardOp as UpsampleNearestExact3dBackwardOp,
    UpsampleNearestExact3dOp as UpsampleNearestExact3dOp,
    UpsampleTrilinear3dBackwardOp as UpsampleTrilinear3dBackwardOp,
    UpsampleTrilinear3dOp as UpsampleTrilinear3dOp,
)
from adjoint.dialects.aten.joining import (
    CatOp as CatOp,
)
from adjoint.dialects.aten.linear_algebra import (
    AddmmOp as AddmmOp,
    BmmOp as BmmOp,
    DotOp as DotOp,
    LinearOp as LinearOp,
    MatmulOp as MatmulOp,
    MmOp as MmOp,
    MvOp as MvOp,
)
from adjoint.dialects.aten.logical import (
    BitwiseAndOp as BitwiseAndOp,
    BitwiseNotOp as BitwiseNotOp,
    BitwiseOrOp as BitwiseOrOp,
    BitwiseXorOp as BitwiseXorOp,
    IsfiniteOp as IsfiniteOp,
    IsinfOp as IsinfOp,
    IsnanOp as IsnanOp,
    LogicalAndOp as LogicalAndOp,
    LogicalNotOp as LogicalNotOp,
    LogicalOrOp as LogicalOrOp,
    LogicalXorOp as LogicalXorOp,
)
from adjoint.dialects.aten.lookup import (
    EmbeddingDenseBackwardOp as EmbeddingDenseBackwardOp,
    EmbeddingOp as EmbeddingOp,
    GatherOp as GatherOp,
)
from adjoint.dialects.aten.loss import (
    CrossEntropyOp as CrossEntropyOp,
    NllLossForwardOp as NllLossForwardOp,
    NllLossOp as NllLossOp,
)
from adjoint.dialects.aten.max_pooling import (
    MaxPool1dOp as MaxPool1dOp,
    MaxPool1dWithIndicesBackwardOp as MaxPool1dWithIndicesBackwardOp,
    MaxPool1dWithIndicesOp as MaxPool1dWithIndicesOp,
    MaxPool2dOp as MaxPool2dOp,
    MaxPool2dWithIndicesBackwardOp as MaxPool2dWithIndicesBackwardOp,
    MaxPool2dWithIndicesOp as MaxPool2dWithIndicesOp,
    MaxPool3dOp as MaxPool3dOp,
    MaxPool3dWithIndicesBackwardOp as MaxPool3dWithIndicesBackwardOp,
    MaxPool3dWithIndicesOp as MaxPool3dWithIndicesOp,
)
from adjoint.dialects.aten.narrow import (
    NarrowBackwardOp as NarrowBackwardOp,
    NarrowOp as NarrowOp,
)
from adjoint.dialects.aten.normalization import (
    LayerNormOp as LayerNormOp,
    LogSoftmaxOp as LogSoftmaxOp,
    SoftmaxOp as SoftmaxOp,
)
from adjoint.dialects.aten.norms import (
    LinalgVectorNormOp as LinalgVectorNormOp,
)
from adjoint.dialects.aten.padding import (
    PadOp as PadOp,
)
from adjoint.dialects.aten.permutation import (
    MovedimOp as MovedimOp,
    PermuteOp as PermuteOp,
    TOp as TOp,
    TransposeOp as TransposeOp,
)
from adjoint.dialects.aten.pixel_shuffle import (
    PixelShuffleOp as PixelShuffleOp,
    PixelUnshuffleOp as PixelUnshuffleOp,
)
from adjoint.dialects.aten.product_sums import (
    AddbmmOp as AddbmmOp,
    AddmvOp as AddmvOp,
    BaddbmmOp as BaddbmmOp,
    GerOp as GerOp,
    OuterOp as OuterOp,
)
from adjoint.dialects.aten.random import (
    DropoutMaskOp as DropoutMaskOp,
    DropoutOp as DropoutOp,
    RandLikeOp as RandLikeOp,
    RandnLikeOp as RandnLikeOp,
)
from adjoint.dialects.aten.ranges import (
    ArangeOp as ArangeOp,
    EyeOp as EyeOp,
    LinspaceOp as LinspaceOp,
)
from adjoint.dialects.aten.reduction import (
    AllOp as AllOp,
    AmaxOp as AmaxOp,
    AminOp as AminOp,
    AnyOp as AnyOp,
    LogsumexpOp as LogsumexpOp,
    MeanOp as MeanOp,
    ProdOp as ProdOp,
    StdOp as StdOp,
    SumOp as SumOp,
    VarOp as VarOp,
)
from adjoint.dialects.aten.reordering import (
    FlipOp as FlipOp,
    RollOp as RollOp,
)
from adjoint.dialects.aten.repetition import (
    RepeatInterleaveOp as RepeatInterleaveOp,
    RepeatOp as RepeatOp,
    TileOp as TileOp,
)
from adjoint.dialects.aten.reshaping import (
    BroadcastToOp as BroadcastToOp,
    ContiguousOp as ContiguousOp,
    ExpandAsOp as ExpandAsOp,
    ReshapeAsOp as ReshapeAsOp,
    ViewAsOp as ViewAsOp,
)
from adjoint.dialects.aten.rms_norm import (
    RmsNormOp as RmsNormOp,
)
from adjoint.dialects.aten.rounding import (
    CeilOp as CeilOp,
    FloorOp as FloorOp,
    FracOp as FracOp,
    RoundOp as RoundOp,
    TruncOp as TruncOp,
)
from adjoint.dialects.aten.scan import (
    CumprodOp as CumprodOp,
    CumsumOp as CumsumOp,
    LinearRecurrenceOp as LinearRecurrenceOp,
    ShiftOp as ShiftOp,
)
from adjoint.dialects.aten.scatter import (
    ScatterAddOp as ScatterAddOp,
    ScatterOp as ScatterOp,
)
from adjoint.dialects.aten.shape import (
    ExpandOp as ExpandOp,
    ReshapeOp as ReshapeOp,
    SizeOp as SizeOp,
    ViewOp as ViewOp,
)
from adjoint.dialects.aten.sign import (
    CopysignOp as CopysignOp,
    SgnOp as SgnOp,
    SignOp as SignOp,
)
from adjoint.dialects.aten.sorting import (
    KthvalueOp as KthvalueOp,
    MedianDimOp as MedianDimOp,
    MedianOp as MedianOp,
    SortOp as SortOp,
    TopkOp as TopkOp,
)
from adjoint.dialects.aten.spatial_convolution import (
    Conv1dOp as Conv1dOp,
    Conv2dOp as Conv2dOp,
    Conv3dOp as Conv3dOp,
    ConvTranspose1dOp as ConvTranspose1dOp,
    ConvTranspose2dOp as ConvTranspose2dOp,
    ConvTranspose3dOp as ConvTranspose3dOp,
    SlowConv2dForwardOp as SlowConv2dForwardOp,
)
from adjoint.dialects.aten.special import (
    DigammaOp as DigammaOp,
    ErfcOp as ErfcOp,
    ErfinvOp as ErfinvOp,
    ErfOp as ErfOp,
    LgammaOp as LgammaOp,
    LogitOp as LogitOp,
    PolygammaOp as PolygammaOp,
    SincOp as SincOp,
)
from adjoint.dialects.aten.splitting import (
    ChunkOp as ChunkOp,
    SplitOp as SplitOp,
    SplitWithSizesOp as SplitWithSizesOp,
    UnbindOp as UnbindOp,
)
from adjoint.dialects.aten.stacking import (
    MeshgridOp as MeshgridOp,
    StackOp as StackOp,
)
from adjoint.dialects.aten.tensor import (
    Tensor as Tensor,
    building as building,
)
from adjoint.dialects.aten.ternary import (
    AddcdivOp as AddcdivOp,
    AddcmulOp as AddcmulOp,
    ClampTensorOp as ClampTensorOp,
    LerpOp as LerpOp,
    WhereOp as WhereOp,
)
from adjoint.dialects.aten.trigonometric import (
    AcoshOp as AcoshOp,
    AcosOp as AcosOp,
    AsinhOp as AsinhOp,
    AsinOp as AsinOp,
    AtanhOp as AtanhOp,
    AtanOp as AtanOp,
    CoshOp as CoshOp,
    CosOp as CosOp,
    SinhOp as SinhOp,
    SinOp as SinOp,
    TanhOp as TanhOp,
    TanOp as TanOp,
)
from adjoint.dialects.aten.type_as import (
    TypeAsOp as TypeAsOp,
)
from adjoint.dialects.aten.unary import (
    AbsOp as AbsOp,
    ClampOp as ClampOp,
    Exp2Op as Exp2Op,
    Expm1Op as Expm1Op,
    ExpOp as ExpOp,
    GeluOp as GeluOp,
    Log1pOp as Log1pOp,
    Log2Op as Log2Op,
    Log10Op as Log10Op,
    LogOp as LogOp,
    NegOp as NegOp,
    ReciprocalOp as ReciprocalOp,
    ReluOp as ReluOp,
    RsqrtOp as RsqrtOp,
    SigmoidOp as SigmoidOp,
    SiluOp as SiluOp,
    SqrtOp as SqrtOp,
)
from adjoint.dialects.aten.unary_composite import (
    Deg2radOp as Deg2radOp,
    SquareOp as SquareOp,
)
from adjoint.dialects.aten.windows import (
    Col2imOp as Col2imOp,
    Im2colOp as Im2colOp,
    UnfoldBackwardOp as UnfoldBackwardOp,
    UnfoldOp as UnfoldOp,
)

_OPS: list[type[Operation]] = [
    op for op in list(vars().values()) if isinstance(op, type) and issubclass(op, AtenOp) and "name" in vars(op)
]

Aten = Dialect("aten", _OPS, [], [MaterializeAtenConstant()])
