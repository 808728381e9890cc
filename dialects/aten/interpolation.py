"""The operators of upsampling, by what they interpolate with and along how many dimensions, and the reverse of each."""

from typing import ClassVar

from xdsl.irdl import irdl_op_definition

from adjoint.dialects.aten.upsampling import InterpolationKind, UpsampleBackwardOp, UpsampleOp


@irdl_op_definition
class UpsampleNearest1dOp(UpsampleOp):
    """The nearest element along the last dimension."""

    name = "aten.upsample_nearest1d"

    RANK: ClassVar[int] = 1
    KIND: ClassVar[InterpolationKind] = "nearest"


@irdl_op_definition
class UpsampleNearest2dOp(UpsampleOp):
    """The nearest element along the last two dimensions."""

    name = "aten.upsample_nearest2d"

    RANK: ClassVar[int] = 2
    KIND: ClassVar[InterpolationKind] = "nearest"


@irdl_op_definition
class UpsampleNearest3dOp(UpsampleOp):
    """The nearest element along the last three dimensions."""

    name = "aten.upsample_nearest3d"

    RANK: ClassVar[int] = 3
    KIND: ClassVar[InterpolationKind] = "nearest"


@irdl_op_definition
class UpsampleNearestExact1dOp(UpsampleOp):
    """The nearest element along the last dimension, measured between centres."""

    name = "aten._upsample_nearest_exact1d"

    RANK: ClassVar[int] = 1
    KIND: ClassVar[InterpolationKind] = "nearest_exact"


@irdl_op_definition
class UpsampleNearestExact2dOp(UpsampleOp):
    """The nearest element along the last two dimensions, measured between centres."""

    name = "aten._upsample_nearest_exact2d"

    RANK: ClassVar[int] = 2
    KIND: ClassVar[InterpolationKind] = "nearest_exact"


@irdl_op_definition
class UpsampleNearestExact3dOp(UpsampleOp):
    """The nearest element along the last three dimensions, measured between centres."""

    name = "aten._upsample_nearest_exact3d"

    RANK: ClassVar[int] = 3
    KIND: ClassVar[InterpolationKind] = "nearest_exact"


@irdl_op_definition
class UpsampleLinear1dOp(UpsampleOp):
    """Linear interpolation along the last dimension."""

    name = "aten.upsample_linear1d"

    RANK: ClassVar[int] = 1
    KIND: ClassVar[InterpolationKind] = "linear"


@irdl_op_definition
class UpsampleBilinear2dOp(UpsampleOp):
    """Linear interpolation along each of the last two dimensions."""

    name = "aten.upsample_bilinear2d"

    RANK: ClassVar[int] = 2
    KIND: ClassVar[InterpolationKind] = "linear"


@irdl_op_definition
class UpsampleTrilinear3dOp(UpsampleOp):
    """Linear interpolation along each of the last three dimensions."""

    name = "aten.upsample_trilinear3d"

    RANK: ClassVar[int] = 3
    KIND: ClassVar[InterpolationKind] = "linear"


@irdl_op_definition
class UpsampleBicubic2dOp(UpsampleOp):
    """Cubic interpolation along each of the last two dimensions."""

    name = "aten.upsample_bicubic2d"

    RANK: ClassVar[int] = 2
    KIND: ClassVar[InterpolationKind] = "cubic"


@irdl_op_definition
class UpsampleNearest1dBackwardOp(UpsampleBackwardOp):
    """The reverse of `aten.upsample_nearest1d`."""

    name = "aten.upsample_nearest1d_backward"

    RANK: ClassVar[int] = 1
    KIND: ClassVar[InterpolationKind] = "nearest"


@irdl_op_definition
class UpsampleNearest2dBackwardOp(UpsampleBackwardOp):
    """The reverse of `aten.upsample_nearest2d`."""

    name = "aten.upsample_nearest2d_backward"

    RANK: ClassVar[int] = 2
    KIND: ClassVar[InterpolationKind] = "nearest"


@irdl_op_definition
class UpsampleNearest3dBackwardOp(UpsampleBackwardOp):
    """The reverse of `aten.upsample_nearest3d`."""

    name = "aten.upsample_nearest3d_backward"

    RANK: ClassVar[int] = 3
    KIND: ClassVar[InterpolationKind] = "nearest"


@irdl_op_definition
class UpsampleNearestExact1dBackwardOp(UpsampleBackwardOp):
    """The reverse of `aten._upsample_nearest_exact1d`."""

    name = "aten._upsample_nearest_exact1d_backward"

    RANK: ClassVar[int] = 1
    KIND: ClassVar[InterpolationKind] = "nearest_exact"


@irdl_op_definition
class UpsampleNearestExact2dBackwardOp(UpsampleBackwardOp):
    """The reverse of `aten._upsample_nearest_exact2d`."""

    name = "aten._upsample_nearest_exact2d_backward"

    RANK: ClassVar[int] = 2
    KIND: ClassVar[InterpolationKind] = "nearest_exact"


@irdl_op_definition
class UpsampleNearestExact3dBackwardOp(UpsampleBackwardOp):
    """The reverse of `aten._upsample_nearest_exact3d`."""

    name = "aten._upsample_nearest_exact3d_backward"

    RANK: ClassVar[int] = 3
    KIND: ClassVar[InterpolationKind] = "nearest_exact"


@irdl_op_definition
class UpsampleLinear1dBackwardOp(UpsampleBackwardOp):
    """The reverse of `aten.upsample_linear1d`."""

    name = "aten.upsample_linear1d_backward"

    RANK: ClassVar[int] = 1
    KIND: ClassVar[InterpolationKind] = "linear"


@irdl_op_definition
class UpsampleBilinear2dBackwardOp(UpsampleBackwardOp):
    """The reverse of `aten.upsample_bilinear2d`."""

    name = "aten.upsample_bilinear2d_backward"

    RANK: ClassVar[int] = 2
    KIND: ClassVar[InterpolationKind] = "linear"


@irdl_op_definition
class UpsampleTrilinear3dBackwardOp(UpsampleBackwardOp):
    """The reverse of `aten.upsample_trilinear3d`."""

    name = "aten.upsample_trilinear3d_backward"

    RANK: ClassVar[int] = 3
    KIND: ClassVar[InterpolationKind] = "linear"


@irdl_op_definition
class UpsampleBicubic2dBackwardOp(UpsampleBackwardOp):
    """The reverse of `aten.upsample_bicubic2d`."""

    name = "aten.upsample_bicubic2d_backward"

    RANK: ClassVar[int] = 2
    KIND: ClassVar[InterpolationKind] = "cubic"
