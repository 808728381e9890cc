"""Losses of each element of an input against a target, and what becomes of them: their mean, their sum, or themselves.

What such a loss consists of is elementwise; the two cross entropies of probabilities are elementwise operators of their
own, because the reverse of their parts would lose what is small beside 1.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping

from xdsl.dialects.builtin import StringAttr, UnitAttr
from xdsl.ir import Attribute
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

from adjoint.dialects.aten.base import TENSOR, Operand
from adjoint.dialects.aten.binary_float import XlogyOp
from adjoint.dialects.aten.composite import CompositeOp
from adjoint.dialects.aten.detach import DetachOp
from adjoint.dialects.aten.elementwise import ElementwiseOp, require_floating_point
from adjoint.dialects.aten.loss import Reduction, check_reduction
from adjoint.dialects.aten.norms import LinalgVectorNormOp
from adjoint.dialects.aten.properties import (
    FloatProperty,
    IntProperty,
    flag_property,
    float_property,
    int_property,
)
from adjoint.dialects.aten.shapes import describe_shape, expandable, normalize_dim, sizes_agree
from adjoint.dialects.aten.tensor import Tensor, result_of
from adjoint.dialects.aten.ternary import WhereOp


class ElementwiseLossOp(CompositeOp, ABC):
    """A loss of each element of `input` against that of `target`, then their mean or sum, or each as it is ("none").

    Input and target are floating point and broadcast, unless their shapes have to be the same; "mean" of no elements
    is NaN.
    """

    input = operand_def(TENSOR)
    target = operand_def(TENSOR)
    reduction = prop_def(StringAttr, default_value=StringAttr("mean"))
    result = result_def(TENSOR)

    assembly_format = (
        "$input `,` $target (`reduction` `=` $reduction^)? attr-dict `:` type($input) `,` type($target) "
        "`->` type($result)"
    )

    def __init__(
        self,
        input: Operand,
        target: Operand,
        *weights: Operand | None,
        reduction: str = "mean",
        properties: Mapping[str, Attribute | None] | None = None,
    ):
        super().__init__([input, target, *weights], {"reduction": StringAttr(reduction), **(properties or {})})

    @abstractmethod
    def losses(self, x: Tensor, target: Tensor) -> Tensor:
        """The loss of each element."""

    def decompose(self) -> Tensor:
        check_reduction(self.reduction.data)
        require_floating_point(Tensor(self.input).type, "input")
        return self.reduce(self.losses(Tensor(self.input), Tensor(self.target)))

    def reduce(self, losses: Tensor) -> Tensor:
        """The result of the op from the loss of each element."""
        match self.reduction.data:
            case "mean":
                return losses.mean()
            case "sum":
                return losses.sum()
            case _:
                return losses


@irdl_op_definition
class MseLossOp(ElementwiseLossOp):
    """`(input - target)²`."""

    name = "aten.mse_loss"

    def losses(self, x: Tensor, target: Tensor) -> Tensor:
        difference = x - target
        return difference * difference


@irdl_op_definition
class L1LossOp(ElementwiseLossOp):
    """`|input - target|`; its gradient is 0 where they are equal."""

    name = "aten.l1_loss"

    def losses(self, x: Tensor, target: Tensor) -> Tensor:
        return (x - target).abs()


@irdl_op_definition
class HuberLossOp(ElementwiseLossOp):
    """`d²/2` for a difference d of at most `delta`, `delta (|d| - delta/2)` for others."""

    name = "aten.huber_loss"

    delta = prop_def(FloatProperty, default_value=float_property(1.0))

    assembly_format = (
        "$input `,` $target (`reduction` `=` $reduction^)? (`delta` `=` custom<Number>($delta)^)? attr-dict "
        "`:` type($input) `,` type($target) `->` type($result)"
    )

    def __init__(self, input: Operand, target: Operand, reduction: Reduction = "mean", delta: float = 1.0):
        super().__init__(input, target, reduction=reduction, properties={"delta": float_property(delta)})

    def losses(self, x: Tensor, target: Tensor) -> Tensor:
        delta = self.delta.value.data
        if delta <= 0:
            raise VerifyException(f"delta must be positive, got {delta}")
        difference = x - target
        distance = difference.abs()
        quadratic, linear = difference * difference * 0.5, (distance - 0.5 * delta) * delta
        return result_of(WhereOp, (distance <= delta).value, quadratic.value, linear.value)


@irdl_op_definition
class SmoothL1LossOp(ElementwiseLossOp):
    """`d² / (2 beta)` for a difference d of less than `beta`, `|d| - beta/2` for others; for a beta of 0 `|d|`.

    Girshick, https://arxiv.org/abs/1504.08083.
    """

    name = "aten.smooth_l1_loss"

    beta = prop_def(FloatProperty, default_value=float_property(1.0))

    assembly_format = (
        "$input `,` $target (`reduction` `=` $reduction^)? (`beta` `=` custom<Number>($beta)^)? attr-dict "
        "`:` type($input) `,` type($target) `->` type($result)"
    )

    def __init__(self, input: Operand, target: Operand, reduction: Reduction = "mean", beta: float = 1.0):
        super().__init__(input, target, reduction=reduction, properties={"beta": float_property(beta)})

    def losses(self, x: Tensor, target: Tensor) -> Tensor:
        beta = self.beta.value.data
        if beta < 0:
            raise VerifyException(f"beta must not be negative, got {beta}")
        difference = x - target
        distance = difference.abs()
        if beta == 0:
            return distance
        quadratic, linear = difference * difference * (0.5 / beta), distance - 0.5 * beta
        return result_of(WhereOp, (distance < beta).value, quadratic.value, linear.value)


@irdl_op_definition
class KlDivOp(ElementwiseLossOp):
    """The Kullback-Leibler divergence `target (log target - input)`, of an input that holds log probabilities.

    With `log_target` the target holds log probabilities as well: `e^target (target - input)`. "batchmean" is the sum
    divided by the size of the first dimension. A target of 0 has the loss 0.
    """

    name = "aten.kl_div"

    log_target = opt_prop_def(UnitAttr)

    assembly_format = (
        "$input `,` $target (`reduction` `=` $reduction^)? (`log_target` $log_target^)? attr-dict "
        "`:` type($input) `,` type($target) `->` type($result)"
    )

    def __init__(self, input: Operand, target: Operand, reduction: str = "mean", log_target: bool = False):
        super().__init__(input, target, reduction=reduction, properties={"log_target": flag_property(log_target)})

    def decompose(self) -> Tensor:
        if self.reduction.data != "batchmean":
            return super().decompose()
        x = Tensor(self.input)
        if not x.ndim:
            raise VerifyException('a 0-d input has no batch: reduction "batchmean" needs a dimension')
        return self.losses(x, Tensor(self.target)).sum() / x.size(0)

    def losses(self, x: Tensor, target: Tensor) -> Tensor:
        if self.log_target is not None:
            return target.exp() * (target - x)
        return result_of(XlogyOp, target.value, target.value) - target * x


def require_same_shape(x: Tensor, target: Tensor) -> None:
    """Raises VerifyException where the shapes of input and target differ."""
    if x.ndim != target.ndim or not all(map(sizes_agree, x.shape, target.shape)):
        raise VerifyException(
            f"target must have the shape of the input, {describe_shape(x.shape)}, got {describe_shape(target.shape)}"
        )


@irdl_op_definition
class BinaryCrossEntropyLossesOp(ElementwiseOp):
    """`-target log(input) - (1 - target) log(1 - input)`, the logarithms not below -100.

    The elements of `aten.binary_cross_entropy` before they are weighted and reduced; NaN for an input outside
    of [0, 1].
    """

    name = "aten._binary_cross_entropy_losses"

    input = operand_def(TENSOR)
    target = operand_def(TENSOR)
    result = result_def(TENSOR)

    assembly_format = "$input `,` $target attr-dict `:` type($input) `,` type($target) `->` type($result)"

    def __init__(self, input: Operand, target: Operand):
        super().__init__([input, target])


@irdl_op_definition
class BinaryCrossEntropyOp(ElementwiseLossOp):
    """`-weight (target log(input) + (1 - target) log(1 - input))`, the logarithms not below -100.

    The input holds probabilities, and the target one for each: their shapes are the same. The weight broadcasts to
    them. Where PyTorch refuses an input outside of [0, 1], the loss is NaN.
    """

    name = "aten.binary_cross_entropy"

    input = operand_def(TENSOR)
    target = operand_def(TENSOR)
    weight = opt_operand_def(TENSOR)

    assembly_format = (
        "$input `,` $target (`,` $weight^)? (`reduction` `=` $reduction^)? attr-dict "
        "`:` type($input) `,` type($target) (`,` type($weight)^)? `->` type($result)"
    )

    def __init__(self, input: Operand, target: Operand, weight: Operand | None = None, reduction: Reduction = "mean"):
        super().__init__(input, target, weight, reduction=reduction)

    def losses(self, x: Tensor, target: Tensor) -> Tensor:
        require_same_shape(x, target)
        losses = result_of(BinaryCrossEntropyLossesOp, x.value, target.value)
        return _weighted(losses, None if self.weight is None else Tensor(self.weight))


def _weighted(losses: Tensor, weight: Tensor | None) -> Tensor:
    if weight is None:
        return losses
    if not expandable(weight.shape, losses.shape):
        raise VerifyException(
            f"weight of shape {describe_shape(weight.shape)} does not broadcast to the input's shape "
            f"{describe_shape(losses.shape)}"
        )
    return losses * weight


@irdl_op_definition
class BinaryCrossEntropyWithLogitsLossesOp(ElementwiseOp):
    """`(1 - target) input - (1 + (pos_weight - 1) target) log(sigmoid(input))`, the pos_weight being 1 where absent.

    The elements of `aten.binary_cross_entropy_with_logits` before they are weighted and reduced.
    """

    name = "aten._binary_cross_entropy_with_logits_losses"

    input = operand_def(TENSOR)
    target = operand_def(TENSOR)
    pos_weight = opt_operand_def(TENSOR)
    result = result_def(TENSOR)

    assembly_format = (
        "$input `,` $target (`,` $pos_weight^)? attr-dict "
        "`:` type($input) `,` type($target) (`,` type($pos_weight)^)? `->` type($result)"
    )

    def __init__(self, input: Operand, target: Operand, pos_weight: Operand | None = None):
        super().__init__([input, target, pos_weight])


@irdl_op_definition
class BinaryCrossEntropyWithLogitsOp(ElementwiseLossOp):
    """The binary cross entropy of `sigmoid(input)`, exact also where that is 0 or 1.

    `-weight (pos_weight target log(sigmoid(input)) + (1 - target) log(1 - sigmoid(input)))`. Input and target have the
    same shape, to which both weights broadcast.
    """

    name = "aten.binary_cross_entropy_with_logits"

    irdl_options = (AttrSizedOperandSegments(as_property=True),)

    input = operand_def(TENSOR)
    target = operand_def(TENSOR)
    weight = opt_operand_def(TENSOR)
    pos_weight = opt_operand_def(TENSOR)

    assembly_format = (
        "$input `,` $target (`weight` `(` $weight^ `:` type($weight) `)`)? "
        "(`pos_weight` `(` $pos_weight^ `:` type($pos_weight) `)`)? (`reduction` `=` $reduction^)? attr-dict "
        "`:` type($input) `,` type($target) `->` type($result)"
    )

    def __init__(
        self,
        input: Operand,
        target: Operand,
        weight: Operand | None = None,
        pos_weight: Operand | None = None,
        reduction: Reduction = "mean",
    ):
        super().__init__(input, target, weight, pos_weight, reduction=reduction)

    def losses(self, x: Tensor, target: Tensor) -> Tensor:
        require_same_shape(x, target)
        losses = result_of(BinaryCrossEntropyWithLogitsLossesOp, x.value, target.value, self.pos_weight)
        return _weighted(losses, None if self.weight is None else Tensor(self.weight))


@irdl_op_definition
class CosineSimilarityOp(CompositeOp):
    """`Σ x1 x2 / (|x1| |x2|)` along `dim`, each norm not below `eps`; x1 and x2 broadcast, and are floating point.

    A norm has its gradient also where `eps` takes its place, as in PyTorch.
    """

    name = "aten.cosine_similarity"

    x1 = operand_def(TENSOR)
    x2 = operand_def(TENSOR)
    dim = prop_def(IntProperty, default_value=int_property(1))
    eps = prop_def(FloatProperty, default_value=float_property(1e-8))
    result = result_def(TENSOR)

    assembly_format = (
        "$x1 `,` $x2 (`dim` `=` $dim^)? (`eps` `=` custom<Number>($eps)^)? attr-dict "
        "`:` type($x1) `,` type($x2) `->` type($result)"
    )

    def __init__(self, x1: Operand, x2: Operand, dim: int = 1, eps: float = 1e-8):
        super().__init__([x1, x2], {"dim": int_property(dim), "eps": float_property(eps)})

    def decompose(self) -> Tensor:
        x1, x2 = Tensor(self.x1), Tensor(self.x2)
        rank = max(x1.ndim, x2.ndim)
        x1, x2 = (_of_rank(x, rank) for x in (x1, x2))
        dim = normalize_dim(self.dim.value.data, rank)
        return (self._unit_vectors(x1, x2, dim) * self._unit_vectors(x2, x1, dim)).sum(dim)

    def _unit_vectors(self, x: Tensor, other: Tensor, dim: int) -> Tensor:
        """The vectors along `dim` divided by their norms; one number that broadcasts is a vector of equal numbers."""
        if x.ndim and x.shape[dim] == 1 != other.shape[dim]:
            x = x.expand([other.size(dim) if each == dim else x.size(each) for each in range(x.ndim)])
        norm = result_of(LinalgVectorNormOp, x.value, 2.0, dim, True)
        correction = norm.clamp(min=self.eps.value.data) - norm
        return x / (norm + result_of(DetachOp, correction.value))


def _of_rank(x: Tensor, rank: int) -> Tensor:
    for _ in range(rank - x.ndim):
        x = x.unsqueeze(0)
    return x
