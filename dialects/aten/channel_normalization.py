"""Normalisation of [n, c, *] by statistics of channels: of a batch, of groups of channels, of each channel of a sample.

    (input - mean) / sqrt(var + eps) * weight + bias

The variance is the population's; weight and bias have one number for each channel, and each may be absent.
"""

from abc import ABC
from collections.abc import Sequence

from xdsl.dialects.builtin import DYNAMIC_INDEX, TensorType, UnitAttr
from xdsl.ir import SSAValue
from xdsl.irdl import (
    AttrSizedOperandSegments,
    irdl_op_definition,
    operand_def,
    opt_operand_def,
    opt_prop_def,
    prop_def,
    result_def,
)
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, AtenOp, Operand, tensor_type
from adjoint.dialects.aten.elementwise import require_floating_point
from adjoint.dialects.aten.properties import (
    FloatProperty,
    IntProperty,
    flag_property,
    float_property,
    int_property,
)
from adjoint.dialects.aten.shapes import Shape, count_elements, describe_shape, sizes_agree

_PARAMETERS = (
    "$input (`weight` `(` $weight^ `:` type($weight) `)`)? (`bias` `(` $bias^ `:` type($bias) `)`)? "
    "(`running_mean` `(` $running_mean^ `:` type($running_mean) `)`)? "
    "(`running_var` `(` $running_var^ `:` type($running_var) `)`)? "
)


class ChannelNormOp(AtenOp, ABC):
    """A normalisation of [n, c, *] whose parameters are by channel."""

    input = operand_def(TENSOR)
    weight = opt_operand_def(TENSOR)
    bias = opt_operand_def(TENSOR)
    eps = prop_def(FloatProperty, default_value=float_property(1e-5))
    result = result_def(TENSOR)

    irdl_options = (AttrSizedOperandSegments(as_property=True),)

    @property
    def is_empty(self) -> bool:
        """Whether the input is known to have no elements: then there is nothing to normalise."""
        return 0 in tensor_type(self.input).get_shape()

    def channels(self) -> int:
        """The number of channels, with which every parameter agrees. Raises VerifyException where one does not."""
        input = tensor_type(self.input)
        require_floating_point(input, "input")
        shape = input.get_shape()
        if len(shape) < 2 and not self.is_empty:
            raise VerifyException(f"expected at least 2D input (got {len(shape)}D input)")
        channels = shape[min(1, len(shape) - 1)]
        for name, parameter in self.parameters():
            self._check_parameter(name, tensor_type(parameter), channels)
        return channels

    def parameters(self) -> Sequence[tuple[str, SSAValue]]:
        """The operands that have one number for each channel, and their names."""
        given = (("weight", self.weight), ("bias", self.bias))
        return [(name, operand) for name, operand in given if operand is not None]

    def _check_parameter(self, name: str, type_: AnyTensorType, channels: int) -> None:
        shape, element_type = type_.get_shape(), tensor_type(self.input).element_type
        if len(shape) != 1 or not sizes_agree(shape[0], channels):
            expected = describe_shape([channels])
            raise VerifyException(
                f"{name} must have one number for each channel, {expected}, got {describe_shape(shape)}"
            )
        if type_.element_type != element_type:
            raise VerifyException(f"{name} must be {element_type} as the input is, got {type_.element_type}")


class RunningStatisticsOp(ChannelNormOp, ABC):
    """A normalisation that may use statistics that were collected before, of every channel."""

    input = operand_def(TENSOR)
    weight = opt_operand_def(TENSOR)
    bias = opt_operand_def(TENSOR)
    running_mean = opt_operand_def(TENSOR)
    running_var = opt_operand_def(TENSOR)
    momentum = prop_def(FloatProperty, default_value=float_property(0.1))

    def parameters(self) -> Sequence[tuple[str, SSAValue]]:
        given = (("running_mean", self.running_mean), ("running_var", self.running_var))
        return [*super().parameters(), *((name, operand) for name, operand in given if operand is not None)]

    def statistics(self, mode: str) -> tuple[SSAValue, SSAValue]:
        """The running mean and variance. Raises VerifyException, which names the mode, where they are not given."""
        if self.running_mean is None or self.running_var is None:
            raise VerifyException(f"running_mean and running_var must be given {mode}")
        return self.running_mean, self.running_var


class BatchNormFamilyOp(RunningStatisticsOp, ABC):
    """Normalises by the mean and the variance of each channel: those of the batch, or running ones.

    With `training` those of the batch, over every dimension but that of the channels; otherwise `running_mean` and
    `running_var`. Ioffe and Szegedy, https://arxiv.org/abs/1502.03167.
    """

    training = opt_prop_def(UnitAttr)

    def __init__(
        self,
        input: Operand,
        weight: Operand | None = None,
        bias: Operand | None = None,
        running_mean: Operand | None = None,
        running_var: Operand | None = None,
        training: bool = False,
        momentum: float = 0.1,
        eps: float = 1e-5,
    ):
        super().__init__(
            [input, weight, bias, running_mean, running_var],
            {
                "training": flag_property(training),
                "momentum": float_property(momentum),
                "eps": float_property(eps),
            },
            result_count=len(self.get_irdl_definition().results),
        )

    @property
    def dims(self) -> Shape:
        """The dimensions over which a channel extends: all but its own."""
        return tuple(dim for dim in range(tensor_type(self.input).get_num_dims()) if dim != 1)

    def channels(self) -> int:
        if self.training is None:
            self.statistics("in evaluation mode")
        return super().channels()


_BATCH_NORM = (
    f"{_PARAMETERS}(`training` $training^)? (`momentum` `=` custom<Number>($momentum)^)? "
    "(`eps` `=` custom<Number>($eps)^)? attr-dict `:` type($input) `->` type($result)"
)


@irdl_op_definition
class BatchNormOp(BatchNormFamilyOp):
    """Batch normalisation. Running statistics stay as they are: see `aten._native_batch_norm_legit_functional`."""

    name = "aten.batch_norm"

    assembly_format = _BATCH_NORM

    def infer_types(self) -> Sequence[AnyTensorType]:
        self.channels()
        type_ = tensor_type(self.input)
        counted = [type_.get_shape()[dim] for dim in self.dims]
        if self.training is not None and count_elements(counted) == 1 and not self.is_empty:
            described = describe_shape(type_.get_shape())
            raise VerifyException(f"expected more than 1 value per channel when training, got input size {described}")
        return [type_]


@irdl_op_definition
class NativeBatchNormOp(BatchNormFamilyOp):
    """Batch normalisation, and the statistics that its reverse needs: the mean and `1 / sqrt(var + eps)` of the batch.

    Of running statistics there is nothing to save: then both are empty. The gradient of the gradient needs that of what
    is saved, so that it has one here.
    """

    name = "aten.native_batch_norm"

    result = result_def(TENSOR)
    save_mean = result_def(TENSOR)
    save_invstd = result_def(TENSOR)

    assembly_format = f"{_BATCH_NORM} `,` type($save_mean) `,` type($save_invstd)"

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_ = tensor_type(self.input)
        saved = TensorType(type_.element_type, [0 if self.training is None else self.channels()])
        self.channels()
        return [type_, saved, saved]


@irdl_op_definition
class GroupNormOp(ChannelNormOp):
    """Normalises each of `num_groups` groups of channels of each sample by its mean and variance.

    Wu and He, https://arxiv.org/abs/1803.08494.
    """

    name = "aten.group_norm"

    num_groups = prop_def(IntProperty)

    assembly_format = (
        "$input `num_groups` `=` $num_groups (`weight` `(` $weight^ `:` type($weight) `)`)? "
        "(`bias` `(` $bias^ `:` type($bias) `)`)? (`eps` `=` custom<Number>($eps)^)? attr-dict "
        "`:` type($input) `->` type($result)"
    )

    def __init__(
        self,
        input: Operand,
        num_groups: int,
        weight: Operand | None = None,
        bias: Operand | None = None,
        eps: float = 1e-5,
    ):
        super().__init__(
            [input, weight, bias],
            {"num_groups": int_property(num_groups), "eps": float_property(eps)},
        )

    def infer_types(self) -> Sequence[AnyTensorType]:
        channels, groups = self.channels(), self.num_groups.value.data
        if groups < 1:
            raise VerifyException(f"num_groups must be positive, got {groups}")
        if channels != DYNAMIC_INDEX and channels % groups:
            raise VerifyException(
                f"expected number of channels in input to be divisible by num_groups, but got input of shape "
                f"{describe_shape(tensor_type(self.input).get_shape())} and num_groups={groups}"
            )
        return [tensor_type(self.input)]


@irdl_op_definition
class InstanceNormOp(RunningStatisticsOp):
    """Normalises each channel of each sample by its mean and variance, or all samples by running statistics.

    With `use_input_stats` those of the input. Ulyanov et al., https://arxiv.org/abs/1607.08022.
    """

    name = "aten.instance_norm"

    use_input_stats = opt_prop_def(UnitAttr)

    assembly_format = (
        f"{_PARAMETERS}(`use_input_stats` $use_input_stats^)? (`momentum` `=` custom<Number>($momentum)^)? "
        "(`eps` `=` custom<Number>($eps)^)? attr-dict `:` type($input) `->` type($result)"
    )

    def __init__(
        self,
        input: Operand,
        weight: Operand | None = None,
        bias: Operand | None = None,
        running_mean: Operand | None = None,
        running_var: Operand | None = None,
        use_input_stats: bool = True,
        momentum: float = 0.1,
        eps: float = 1e-5,
    ):
        super().__init__(
            [input, weight, bias, running_mean, running_var],
            {
                "use_input_stats": flag_property(use_input_stats),
                "momentum": float_property(momentum),
                "eps": float_property(eps),
            },
        )

    @property
    def dims(self) -> Shape:
        """The dimensions over which a channel of a sample extends."""
        return tuple(range(2, tensor_type(self.input).get_num_dims()))

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_ = tensor_type(self.input)
        shape = type_.get_shape()
        if len(shape) < 3:
            raise VerifyException(f"expected at least 3D input (got {len(shape)}D input)")
        if self.use_input_stats is None:
            self.statistics("when use_input_stats is false")
        elif count_elements(shape[2:]) == 1:
            described = describe_shape(shape)
            raise VerifyException(f"expected more than 1 spatial element when training, got input size {described}")
        self.channels()
        return [type_]
