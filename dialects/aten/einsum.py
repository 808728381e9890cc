"""Sums of products by labels of the dimensions: einsum and tensordot."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xdsl.dialects.builtin import DYNAMIC_INDEX, StringAttr
from xdsl.irdl import irdl_op_definition, operand_def, prop_def, result_def, var_operand_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, Operand
from adjoint.dialects.aten.composite import CompositeOp
from adjoint.dialects.aten.diagonals import DiagonalOp
from adjoint.dialects.aten.linear_algebra import require_same_element_type
from adjoint.dialects.aten.properties import INT_LIST, int_list_property
from adjoint.dialects.aten.shapes import describe_shape, normalize_dim
from adjoint.dialects.aten.tensor import Tensor, result_of

Labels = str
"""One character for each dimension of a tensor. Dimensions of the same label are walked along together."""

FIRST_BROADCAST_LABEL = ord("0")
"""The dimensions that an ellipsis stands for are labelled by digits, the last one by 0."""


@dataclass(frozen=True)
class Factor:
    """A factor of a sum of products."""

    tensor: Tensor
    labels: Labels

    def size(self, label: str) -> int:
        """The size of the dimension of that label, as far as it is known when compiling."""
        return self.tensor.shape[self.labels.index(label)]

    def sizes(self, labels: Labels) -> list[int | Tensor]:
        """The sizes of the dimensions of these labels."""
        return [self.tensor.size(self.labels.index(label)) for label in labels]

    def summed(self, labels: Iterable[str]) -> "Factor":
        """The sum over the dimensions of these labels."""
        dims = [self.labels.index(label) for label in labels]
        if not dims:
            return self
        kept = "".join(label for dim, label in enumerate(self.labels) if dim not in dims)
        return Factor(self.tensor.sum(dims), kept)

    def permuted(self, labels: Labels) -> Tensor:
        """The tensor with its dimensions in the order of the labels."""
        order = [self.labels.index(label) for label in labels]
        return self.tensor if order == list(range(len(order))) else self.tensor.permute(order)

    def with_dims(self, labels: Labels) -> Tensor:
        """The tensor with a dimension for each of the labels, of size 1 where it has none."""
        result = self.permuted("".join(label for label in labels if label in self.labels))
        for dim, label in enumerate(labels):
            if label not in self.labels:
                result = result.unsqueeze(dim)
        return result


def sum_of_products(factors: Sequence[Factor], output: Labels) -> Tensor:
    """The products of all factors, summed over the labels that are not in the output, pair by pair from the left.

    Raises VerifyException where the sizes of a label differ; a size of 1 broadcasts.
    """
    factors = _without_broadcasts([_diagonal(factor) for factor in factors])
    result = factors[0]
    for position, factor in enumerate(factors[1:], 1):
        needed = output + "".join(later.labels for later in factors[position + 1 :])
        result = _product(
            result.summed(label for label in result.labels if label not in factor.labels + needed),
            factor.summed(label for label in factor.labels if label not in result.labels + needed),
            needed,
        )
    return result.summed(label for label in result.labels if label not in output).permuted(output)


def _diagonal(factor: Factor) -> Factor:
    """The diagonal of dimensions of the same label, which becomes the last dimension."""
    for dim, label in enumerate(factor.labels):
        other = factor.labels.find(label, dim + 1)
        if other > 0:
            tensor = result_of(DiagonalOp, factor.tensor.value, 0, dim, other)
            return _diagonal(Factor(tensor, _without(factor.labels, dim, other) + label))
    return factor


def _without(labels: Labels, *dims: int) -> Labels:
    return "".join(label for dim, label in enumerate(labels) if dim not in dims)


def _without_broadcasts(factors: Sequence[Factor]) -> Sequence[Factor]:
    """The factors without the dimensions of size 1 that another factor has in another size."""
    common: dict[str, int] = {}
    for factor in factors:
        for label, size in zip(factor.labels, factor.tensor.shape, strict=True):
            other = common.get(label, 1)
            if other in (1, DYNAMIC_INDEX) and size != 1:
                common[label] = size if size != DYNAMIC_INDEX or other == 1 else other
            elif size not in (1, DYNAMIC_INDEX, other):
                raise VerifyException(f"dimensions of label {label} have the sizes {other} and {size}")
            else:
                common[label] = other
    return [_squeezed(factor, common) for factor in factors]


def _squeezed(factor: Factor, common: dict[str, int]) -> Factor:
    dims = [dim for dim, label in enumerate(factor.labels) if factor.tensor.shape[dim] == 1 != common[label]]
    return Factor(factor.tensor.squeeze(dims), _without(factor.labels, *dims)) if dims else factor


def _product(left: Factor, right: Factor, needed: Labels) -> Factor:
    """The product of two factors, summed over the labels of both that are not needed."""
    batch = "".join(label for label in left.labels if label in right.labels and label in needed)
    inner = "".join(label for label in left.labels if label in right.labels and label not in needed)
    rows = "".join(label for label in left.labels if label not in right.labels)
    columns = "".join(label for label in right.labels if label not in left.labels)
    labels = batch + rows + columns
    if not inner:
        return Factor(left.with_dims(labels) * right.with_dims(labels), labels)
    first = _flattened(left.permuted(batch + rows + inner), len(batch), len(rows), len(inner))
    second = _flattened(right.permuted(batch + inner + columns), len(batch), len(inner), len(columns))
    product = first @ second
    if len(rows) == len(columns) == 1:
        return Factor(product, labels)
    return Factor(product.reshape([*left.sizes(batch), *left.sizes(rows), *right.sizes(columns)]), labels)


def _flattened(x: Tensor, batch: int, rows: int, columns: int) -> Tensor:
    """A batch of matrices: each of two groups of dimensions becomes one."""
    if columns != 1:
        x = x.flatten(batch + rows, -1) if columns else x.unsqueeze(-1)
    if rows != 1:
        x = x.flatten(batch, batch + rows - 1) if rows else x.unsqueeze(batch)
    return x


@irdl_op_definition
class EinsumOp(CompositeOp):
    """A sum of products by Einstein's convention: `"bij,bjk->bik"` labels the dimensions of operands and result.

    The sum goes over the labels that are not in the result. A label that an operand has twice means its diagonal; an
    ellipsis stands for dimensions that broadcast; without an arrow the result has those dimensions, and the labels that
    occur once in alphabetical order. Where sizes of a label differ, those of 1 broadcast.
    """

    name = "aten.einsum"

    equation = prop_def(StringAttr)
    tensors = var_operand_def(TENSOR)
    result = result_def(TENSOR)

    assembly_format = "$equation `,` $tensors attr-dict `:` type($tensors) `->` type($result)"

    def __init__(self, equation: str, tensors: Sequence[Operand]):
        super().__init__([tensors], {"equation": StringAttr(equation)})

    def decompose(self) -> Tensor:
        factors, output = self.labelled()
        require_same_element_type(*(factor.tensor.type for factor in factors))
        return sum_of_products(factors, output)

    def labelled(self) -> tuple[Sequence[Factor], Labels]:
        """The operands with their labels, and those of the result."""
        equation = self.equation.data.replace(" ", "")
        inputs, arrow, output = equation.partition("->")
        terms = inputs.split(",")
        if not self.tensors:
            raise VerifyException("at least one tensor must be given")
        if len(terms) != len(self.tensors):
            raise VerifyException(f'equation "{equation}" has {len(terms)} terms for {len(self.tensors)} tensors')
        factors = [
            Factor(Tensor(tensor), _labels_of(term, Tensor(tensor)))
            for term, tensor in zip(terms, self.tensors, strict=True)
        ]
        every = "".join(factor.labels for factor in factors)
        broadcast = "".join(sorted({label for label in every if not label.isalpha()}, reverse=True))
        if not arrow:
            return factors, broadcast + "".join(
                sorted(label for label in {*every} if label not in broadcast and every.count(label) == 1)
            )
        labels = _expanded(output, broadcast)
        for label in labels:
            if labels.count(label) > 1:
                raise VerifyException(f"label {label} appears more than once in the result")
            if label not in every:
                raise VerifyException(f"label {label} of the result is in no term")
        return factors, labels


def _labels_of(term: str, tensor: Tensor) -> Labels:
    """The labels of the dimensions of a tensor, those of an ellipsis counted from its end."""
    named = len(term.replace("...", ""))
    missing = tensor.ndim - named
    if missing < 0 or (missing and "..." not in term):
        raise VerifyException(f'term "{term}" has {named} labels for a tensor of shape {describe_shape(tensor.shape)}')
    return _expanded(term, "".join(chr(FIRST_BROADCAST_LABEL + dim) for dim in reversed(range(missing))))


def _expanded(term: str, broadcast: Labels) -> Labels:
    """The labels of a term, those of `broadcast` in place of its ellipsis."""
    before, ellipsis, after = term.partition("...")
    for label in before + after:
        if not (label.isascii() and label.isalpha()):
            raise VerifyException(f'labels are letters, got "{label}" in term "{term}"')
    return before + (broadcast if ellipsis else "") + after


@irdl_op_definition
class TensordotOp(CompositeOp):
    """The sum of products over pairs of dimensions, `dims_self` of `input` with `dims_other` of `other`.

    The result has the other dimensions of `input`, then those of `other`. Where the sizes of a pair differ, one of 1
    broadcasts.
    """

    name = "aten.tensordot"

    input = operand_def(TENSOR)
    other = operand_def(TENSOR)
    dims_self = prop_def(INT_LIST)
    dims_other = prop_def(INT_LIST)
    result = result_def(TENSOR)

    assembly_format = (
        "$input `,` $other `dims_self` `=` $dims_self `dims_other` `=` $dims_other attr-dict "
        "`:` type($input) `,` type($other) `->` type($result)"
    )

    def __init__(self, input: Operand, other: Operand, dims_self: Sequence[int], dims_other: Sequence[int]):
        super().__init__(
            [input, other],
            {"dims_self": int_list_property(dims_self), "dims_other": int_list_property(dims_other)},
        )

    def decompose(self) -> Tensor:
        input, other = Tensor(self.input), Tensor(self.other)
        require_same_element_type(input.type, other.type)
        dims = [normalize_dim(dim, input.ndim) for dim in self.dims_self.get_values()]
        other_dims = [normalize_dim(dim, other.ndim) for dim in self.dims_other.get_values()]
        if len(dims) != len(other_dims):
            raise VerifyException(
                f"dims_self and dims_other must have the same length, got {len(dims)} and {len(other_dims)}"
            )
        if dims and not (input.ndim and other.ndim):
            raise VerifyException("a 0-d tensor has no dimensions to sum over")
        labels = [chr(ord("a") + dim) for dim in range(input.ndim)]
        other_labels = [chr(ord("A") + dim) for dim in range(other.ndim)]
        for dim, other_dim in zip(dims, other_dims, strict=True):
            other_labels[other_dim] = labels[dim]
        summed = {labels[dim] for dim in dims}
        output = "".join(label for label in (*labels, *other_labels) if label not in summed)
        return sum_of_products([Factor(input, "".join(labels)), Factor(other, "".join(other_labels))], output)
