"""Loss functions of a classifier."""

from abc import ABC
from collections.abc import Sequence
from typing import Literal

from xdsl.dialects.builtin import StringAttr, TensorType
from xdsl.irdl import irdl_op_definition, operand_def, opt_operand_def, prop_def, result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, AtenOp, Operand, tensor_type
from adjoint.dialects.aten.elementwise import require_floating_point
from adjoint.dialects.aten.lookup import require_indices
from adjoint.dialects.aten.promotion import is_floating_point
from adjoint.dialects.aten.properties import FloatProperty, IntProperty, float_property, int_property
from adjoint.dialects.aten.shapes import Shape, common_size, describe_shape, sizes_agree

Reduction = Literal["none", "mean", "sum"]
"""What becomes of the losses of a batch: each as it is, their weighted mean, or their sum."""


def check_reduction(reduction: str) -> None:
    """Raises VerifyException for a reduction that is not "none", "mean" or "sum"."""
    if reduction not in ("none", "mean", "sum"):
        raise VerifyException(f'reduction must be "none", "mean" or "sum", got "{reduction}"')


class ClassificationLossOp(AtenOp, ABC):
    """A loss of `input`, one score a class, against the index of the true class.

    The input is [c] with a 0-d target, or a batch [n, c, *] with a target [n, *]; `weight`, [c], scales the loss of
    each class. A target equal to `ignore_index` counts for nothing; another one outside of 0 to c - 1 is an error at
    run time. "mean" divides by the sum of the weights of the targets that count, and is NaN where none does.
    """

    input = operand_def(TENSOR)
    target = operand_def(TENSOR)
    weight = opt_operand_def(TENSOR)
    reduction = prop_def(StringAttr, default_value=StringAttr("mean"))
    ignore_index = prop_def(IntProperty, default_value=int_property(-100))
    result = result_def(TENSOR)

    def infer_types(self) -> Sequence[AnyTensorType]:
        types = [tensor_type(operand) for operand in self.operands]
        input, target = types[:2]
        check_reduction(self.reduction.data)
        require_floating_point(input, "input")
        batch = self.infer_batch(input, target)
        if self.weight is not None:
            check_class_weight(types[2], input)
        return [TensorType(input.element_type, batch if self.reduction.data == "none" else ())]

    def infer_batch(self, input: AnyTensorType, target: AnyTensorType) -> Shape:
        """The shape of one loss a sample."""
        require_indices(target, "target")
        return batch_shape(input.get_shape(), target.get_shape())

    @property
    def class_dim(self) -> int:
        """The dimension of the classes in the input."""
        return class_dim_of(tensor_type(self.input).get_shape())


def class_dim_of(input: Shape) -> int:
    """The dimension of the classes: the second one, or the only one."""
    if not input:
        raise VerifyException("input must have shape [c] or [n, c, *], got a 0-d tensor")
    return min(len(input) - 1, 1)


def batch_shape(input: Shape, target: Shape) -> Shape:
    """The shape of one loss a sample, [] or [n, *]."""
    class_dim = class_dim_of(input)
    samples = (*input[:class_dim], *input[class_dim + 1 :])
    if len(target) != len(samples):
        raise VerifyException(f"target must have shape {describe_shape(samples)}, got {describe_shape(target)}")
    return tuple(_common_size(size, other, dim) for dim, (size, other) in enumerate(zip(samples, target, strict=True)))


def _common_size(size: int, target_size: int, dim: int) -> int:
    common = common_size(size, target_size)
    if common is None:
        what = f"at dimension {dim} of the target, sizes" if dim else "batch sizes"
        raise VerifyException(f"{what} {size} of input and {target_size} of target differ")
    return common


def check_class_weight(weight: AnyTensorType, input: AnyTensorType) -> None:
    """Raises VerifyException where the weight does not hold one number a class, of the input's type."""
    shape, classes = weight.get_shape(), input.get_shape()[class_dim_of(input.get_shape())]
    if len(shape) != 1 or not sizes_agree(shape[0], classes):
        raise VerifyException(
            f"weight must have one element for each class, shape {describe_shape((classes,))}, "
            f"got {describe_shape(shape)}"
        )
    if weight.element_type != input.element_type:
        raise VerifyException(f"weight must be {input.element_type} as the input is, got {weight.element_type}")


@irdl_op_definition
class NllLossOp(ClassificationLossOp):
    """The negative log likelihood: `-weight[target] * input[target]` of log probabilities.

    Where it is differentiated, `aten.nll_loss_forward` takes its place.
    """

    name = "aten.nll_loss"

    assembly_format = (
        "$input `,` $target (`,` $weight^)? (`reduction` `=` $reduction^)? (`ignore_index` `=` $ignore_index^)? "
        "attr-dict `:` type($input) `,` type($target) (`,` type($weight)^)? `->` type($result)"
    )

    def __init__(
        self,
        input: Operand,
        target: Operand,
        weight: Operand | None = None,
        reduction: Reduction = "mean",
        ignore_index: int = -100,
    ):
        super().__init__(
            [input, target, weight],
            {"reduction": StringAttr(reduction), "ignore_index": int_property(ignore_index)},
        )


@irdl_op_definition
class NllLossForwardOp(ClassificationLossOp):
    """`aten.nll_loss` and, as a second result, what its mean divides by: the sum of the weights of what counts.

    Without weights it is the number of targets that count, which the reverse needs.
    """

    name = "aten.nll_loss_forward"

    result = result_def(TENSOR)
    total_weight = result_def(TENSOR)

    assembly_format = (
        "$input `,` $target (`,` $weight^)? (`reduction` `=` $reduction^)? (`ignore_index` `=` $ignore_index^)? "
        "attr-dict `:` type($input) `,` type($target) (`,` type($weight)^)? `->` type($result) `,` type($total_weight)"
    )

    def __init__(
        self,
        input: Operand,
        target: Operand,
        weight: Operand | None = None,
        reduction: Reduction = "mean",
        ignore_index: int = -100,
    ):
        super().__init__(
            [input, target, weight],
            {"reduction": StringAttr(reduction), "ignore_index": int_property(ignore_index)},
            result_count=2,
        )

    def infer_types(self) -> Sequence[AnyTensorType]:
        return [*super().infer_types(), TensorType(tensor_type(self.input).element_type, ())]


@irdl_op_definition
class CrossEntropyOp(ClassificationLossOp):
    """The negative log likelihood of `log_softmax(input)`, with a share `label_smoothing` of it spread evenly.

    With smoothing ε the loss of a sample is `(1 - ε) * weight[t] * -p[t] + ε / c * Σ weight[k] * -p[k]`, p the log
    probabilities; "mean" divides by the sum of `weight[t]`. Szegedy et al., https://arxiv.org/abs/1512.00567.

    A floating point target of the input's shape holds the probability of each class, in place of 1 for the true one;
    then `ignore_index` has no meaning, and "mean" divides by the number of samples.
    """

    name = "aten.cross_entropy"

    label_smoothing = prop_def(FloatProperty, default_value=float_property(0.0))

    assembly_format = (
        "$input `,` $target (`,` $weight^)? (`reduction` `=` $reduction^)? (`ignore_index` `=` $ignore_index^)? "
        "(`label_smoothing` `=` custom<Number>($label_smoothing)^)? "
        "attr-dict `:` type($input) `,` type($target) (`,` type($weight)^)? `->` type($result)"
    )

    def __init__(
        self,
        input: Operand,
        target: Operand,
        weight: Operand | None = None,
        reduction: Reduction = "mean",
        ignore_index: int = -100,
        label_smoothing: float = 0.0,
    ):
        super().__init__(
            [input, target, weight],
            {
                "reduction": StringAttr(reduction),
                "ignore_index": int_property(ignore_index),
                "label_smoothing": float_property(label_smoothing),
            },
        )

    def infer_types(self) -> Sequence[AnyTensorType]:
        smoothing = self.label_smoothing.value.data
        if not 0.0 <= smoothing <= 1.0:
            raise VerifyException(f"label_smoothing must be between 0 and 1, got {smoothing}")
        return super().infer_types()

    @property
    def has_probabilities(self) -> bool:
        """Whether the target holds a probability for each class, not the index of one."""
        return is_floating_point(tensor_type(self.target).element_type)

    def infer_batch(self, input: AnyTensorType, target: AnyTensorType) -> Shape:
        if not self.has_probabilities:
            return super().infer_batch(input, target)
        shape, target_shape = input.get_shape(), target.get_shape()
        class_dim = class_dim_of(shape)
        common = [common_size(size, other) for size, other in zip(shape, target_shape, strict=False)]
        if len(shape) != len(target_shape) or None in common:
            raise VerifyException(
                f"a target of probabilities must have the shape of the input, {describe_shape(shape)}, "
                f"got {describe_shape(target_shape)}"
            )
        if input.element_type != target.element_type:
            raise VerifyException(f"target must be {input.element_type} as the input is, got {target.element_type}")
        return tuple(size for dim, size in enumerate(common) if size is not None and dim != class_dim)
