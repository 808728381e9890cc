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
from adjoint.dialects.aten.properties import FloatProperty, IntProperty, float_property, int_property
from adjoint.dialects.aten.shapes import Shape, common_size, describe_shape, sizes_agree

Reduction = Literal["none", "mean", "sum"]
"""What becomes of the losses of a batch: each as it is, their weighted mean, or their sum."""


class ClassificationLossOp(AtenOp, ABC):
    """A loss of `input`, one score a class, against the index of the true class.

    The input is [c] with a 0-d target, or a batch [n, c] with a target [n]; `weight`, [c], scales the loss of each
    class. A target equal to `ignore_index` counts for nothing; another one outside of 0 to c - 1 is an error at run
    time. "mean" divides by the sum of the weights of the targets that count, and is NaN where none does.
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
        if self.reduction.data not in ("none", "mean", "sum"):
            raise VerifyException(f'reduction must be "none", "mean" or "sum", got "{self.reduction.data}"')
        require_floating_point(input, "input")
        require_indices(target, "target")
        batch = batch_shape(input.get_shape(), target.get_shape())
        if self.weight is not None:
            check_class_weight(types[2], input)
        return [TensorType(input.element_type, batch if self.reduction.data == "none" else ())]


def batch_shape(input: Shape, target: Shape) -> Shape:
    """The shape of one loss a sample, [] or [n]."""
    if len(input) not in (1, 2):
        raise VerifyException(f"input must have shape [c] or [n, c], got {describe_shape(input)}")
    if len(target) != len(input) - 1:
        expected = describe_shape(input[:-1])
        raise VerifyException(f"target must have shape {expected}, got {describe_shape(target)}")
    if not target:
        return ()
    common = common_size(input[0], target[0])
    if common is None:
        raise VerifyException(f"batch sizes {input[0]} of input and {target[0]} of target differ")
    return (common,)


def check_class_weight(weight: AnyTensorType, input: AnyTensorType) -> None:
    """Raises VerifyException where the weight does not hold one number a class, of the input's type."""
    shape, classes = weight.get_shape(), input.get_shape()[-1]
    if len(shape) != 1 or not sizes_agree(shape[0], classes):
        raise VerifyException(
            f"weight must have one element for each class, shape {describe_shape((classes,))}, "
            f"got {describe_shape(shape)}"
        )
    if weight.element_type != input.element_type:
        raise VerifyException(f"weight must be {input.element_type} as the input is, got {weight.element_type}")


@irdl_op_definition
class NllLossOp(ClassificationLossOp):
    """The negative log likelihood: `-weight[target] * input[target]` of log probabilities."""

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
class CrossEntropyOp(ClassificationLossOp):
    """The negative log likelihood of `log_softmax(input)`, with a share `label_smoothing` of it spread evenly.

    With smoothing ε the loss of a sample is `(1 - ε) * weight[t] * -p[t] + ε / c * Σ weight[k] * -p[k]`, p the log
    probabilities; "mean" divides by the sum of `weight[t]`. Szegedy et al., https://arxiv.org/abs/1512.00567.
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
