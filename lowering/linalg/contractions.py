"""Products of matrices and vectors: one contraction each, a transposed operand being a transposed map."""

from collections.abc import Container, Sequence
from typing import cast

from xdsl.ir import Attribute

from adjoint.dialects import aten
from adjoint.dialects.aten.linear_algebra import ProductOp
from adjoint.dialects.aten.literals import NumberAttr, number_attribute
from adjoint.dialects.aten.promotion import computation_type
from adjoint.lowering.linalg.combiners import SUM, multiply_accumulate
from adjoint.lowering.linalg.function_lowering import FunctionLowering
from adjoint.lowering.linalg.registry import linalg_lowering
from adjoint.lowering.linalg.scalar import Scalar, constant
from adjoint.lowering.linalg.sizes import Sizes, size_rule
from adjoint.lowering.linalg.symbolic import ONE, Shape, Size
from adjoint.lowering.linalg.views import LoweredTensor, Splat, View

_BATCH_LETTERS = "abcdefghij"


def contract(lowering: FunctionLowering, spec: str, left: LoweredTensor, right: LoweredTensor) -> LoweredTensor:
    """The sum of products that an einsum like `"bij,bjk->bik"` says; what it sums over comes last in the loops.

    A dimension of size 1 is repeated where its letter has another size in the other operand. Factors of f16 and bf16
    become f32 in memory, for a GEMM to multiply; the products are rounded once.

    What repeats is computed once: the rows of the product of a matrix of equal rows are equal. With a factor that is
    one number everywhere, as the cotangent of a sum is, nothing but a sum of the other one is left.
    """
    for factor, (one, other) in enumerate(((left, right), (right, left))):
        if isinstance(one, Splat) and isinstance(one.value, Attribute) and isinstance(other, View):
            return _sum_of_multiples(lowering, spec, one, other, factor)
    inputs, output = spec.split("->")
    left_letters, right_letters = inputs.split(",")
    repeated = {
        letter
        for letters, others, operand in ((left_letters, right_letters, left), (right_letters, left_letters, right))
        for dim, letter in enumerate(letters)
        if isinstance(operand, View) and operand.source_dims[dim] is None and operand.shape[dim] != ONE
        if letter in output and letter not in others
    }
    if repeated:
        return _repeated_product(lowering, spec, left, right, repeated)
    element_type, computed_in = left.element_type, computation_type(left.element_type)
    left, right = (lowering.converted(operand, computed_in) for operand in (left, right))
    letters = (left_letters, right_letters)
    loops = output + "".join(letter for letter in letters[0] if letter not in output)
    extents: dict[str, Size] = dict.fromkeys(loops, ONE)
    for each, operand in zip(letters, (left, right), strict=True):
        extents.update((letter, size) for letter, size in zip(each, operand.shape, strict=True) if size != ONE)
    shape = tuple(extents[letter] for letter in output)
    result = lowering.generic(
        tuple(extents[letter] for letter in loops),
        [
            lowering.with_own_dims(left, _own_dims(letters[0], left.shape, letters[1], output)),
            lowering.with_own_dims(right, _own_dims(letters[1], right.shape, letters[0], output)),
        ],
        [[loops.index(letter) for letter in each] for each in letters],
        lowering.filled(Splat(number_attribute(0, computed_in), shape)),
        range(len(output)),
        lambda scalars, accumulator: multiply_accumulate(accumulator, *scalars),
    )
    return lowering.converted(View.of(result, shape), element_type)


def _sum_of_multiples(lowering: FunctionLowering, spec: str, number: Splat, other: View, factor: int) -> LoweredTensor:
    """A contraction in which the given factor is one number everywhere: what only it has repeats."""
    inputs, output = spec.split("->")
    letters = inputs.split(",")
    sizes = dict(zip(letters[factor], number.shape, strict=True))
    own = letters[1 - factor]
    sizes.update((letter, size) for letter, size in zip(own, other.shape, strict=True) if size != ONE)
    summed = [dim for dim, letter in enumerate(own) if letter not in output]
    element_type, computed_in = other.element_type, computation_type(other.element_type)

    def multiple(x: Scalar) -> Scalar:
        return x * constant(cast(NumberAttr, number.value).value.data, computed_in)

    total = lowering.reduce(lowering.converted(other, computed_in), summed, SUM, computed_in, multiple)
    kept = "".join(letter for letter in own if letter in output)
    places = [kept.index(letter) if letter in kept else None for letter in output]
    shape = tuple(sizes[letter] for letter in output)
    # Along a dimension of size 1 the total is repeated too.
    walked = [
        None if place is not None and total.shape[place] != size else place
        for place, size in zip(places, shape, strict=True)
    ]
    return lowering.converted(total.rearrange(shape, walked), element_type)


def _repeated_product(
    lowering: FunctionLowering, spec: str, left: LoweredTensor, right: LoweredTensor, repeated: Container[str]
) -> LoweredTensor:
    """A contraction of factors that repeat along some letters of the result, which only one of them has."""
    inputs, output = spec.split("->")
    letters = inputs.split(",")
    sizes: dict[str, Size] = {}
    operands: list[LoweredTensor] = []
    for each, operand in zip(letters, (left, right), strict=True):
        sizes.update((letter, size) for letter, size in zip(each, operand.shape, strict=True) if letter in repeated)
        kept = [dim for dim, letter in enumerate(each) if letter not in repeated]
        operands.append(operand.rearrange(tuple(operand.shape[dim] for dim in kept), kept))
    left_letters, right_letters, kept_output = (
        "".join(letter for letter in each if letter not in repeated) for each in (*letters, output)
    )
    product = contract(lowering, f"{left_letters},{right_letters}->{kept_output}", *operands)
    product_sizes = iter(product.shape)
    shape = tuple(sizes[letter] if letter in repeated else next(product_sizes) for letter in output)
    places = [None if letter in repeated else kept_output.index(letter) for letter in output]
    return product.rearrange(shape, places)


def _own_dims(letters: str, shape: Shape, other_letters: str, output: str) -> list[int]:
    """The dimensions along which a factor must not repeat: what is summed over, and its own rows or columns."""
    return [
        dim
        for dim, (letter, size) in enumerate(zip(letters, shape, strict=True))
        if letter not in output or (letter not in other_letters and size != ONE)
    ]


@size_rule(aten.DotOp)
def _dot_sizes(op: aten.DotOp, sizes: Sizes) -> Sequence[Shape]:
    (size,), (other,) = sizes.shape(op.input), sizes.shape(op.tensor)
    sizes.require_equal(op, size, other, "the vectors have different numbers of elements")
    return [()]


@size_rule(aten.MmOp, aten.MvOp, aten.MatmulOp)
def _matmul_sizes(op: ProductOp, sizes: Sizes) -> Sequence[Shape]:
    left, right = (sizes.shape(operand) for operand in op.operands)
    _require_inner(op, sizes, left, right)
    batch = sizes.broadcast(op, left[:-2], right[:-2])
    return [(*batch, *left[-2:-1], *right[max(len(right) - 1, 1) :])]


@size_rule(aten.BmmOp)
def _bmm_sizes(op: aten.BmmOp, sizes: Sizes) -> Sequence[Shape]:
    left, right = sizes.shape(op.input), sizes.shape(op.mat2)
    _require_inner(op, sizes, left, right)
    batch = sizes.require_equal(op, left[0], right[0], "the batch sizes differ")
    return [(batch, left[1], right[2])]


def _require_inner(op: ProductOp, sizes: Sizes, left: Shape, right: Shape) -> None:
    dim = max(len(right) - 2, 0)
    message = (
        f"the shapes cannot be multiplied: the size of the last dimension of the left operand, {len(left) - 1}, "
        f"and that of dimension {dim} of the right one differ"
    )
    sizes.require_equal(op, left[-1], right[dim], message)


@linalg_lowering(aten.DotOp, aten.MmOp, aten.MvOp, aten.BmmOp, aten.MatmulOp)
def _product(op: ProductOp, lowering: FunctionLowering) -> LoweredTensor:
    left, right = (lowering.tensor(operand) for operand in op.operands)
    return matmul(lowering, left, right)


def matmul(lowering: FunctionLowering, left: LoweredTensor, right: LoweredTensor) -> LoweredTensor:
    """The matrix product of the last two dimensions, over leading ones that broadcast; a vector is a row or a column.

    A batch on the left only is merged into the rows: then it is one product of two matrices.
    """
    if len(left.shape) > 2 and len(right.shape) <= 2 and isinstance(left, View) and left.is_row_major:
        rows = lowering.reshape(left, (lowering.number_of_elements(left.shape[:-1]), left.shape[-1]))
        result = matmul(lowering, rows, right)
        return lowering.reshape(result, (*left.shape[:-1], *result.shape[1:]))
    left_batch, right_batch = (_BATCH_LETTERS[: max(len(operand.shape) - 2, 0)][::-1] for operand in (left, right))
    row = "m" if len(left.shape) > 1 else ""
    column = "n" if len(right.shape) > 1 else ""
    batch = max(left_batch, right_batch, key=len)
    return contract(lowering, f"{left_batch}{row}k,{right_batch}k{column}->{batch}{row}{column}", left, right)
