"""Products of matrices and vectors."""

from collections.abc import Callable

import torch
from hypothesis import strategies as st
from torch.nn import functional

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from operator_cases.case import Argument, Instance, OperatorCase, broadcasting_shapes, sizes


@st.composite
def product_instances(
    draw: st.DrawFn, build: Callable[..., Tensor], eager: Callable[..., torch.Tensor], *letters: str
) -> Instance:
    """Operands whose sizes are equal where their letters are, as in einsum."""
    size = {letter: draw(sizes) for letter in sorted(set("".join(letters)))}
    return Instance(build, eager, [Argument(tuple(size[letter] for letter in each)) for each in letters])


@st.composite
def matmul_instances(draw: st.DrawFn) -> Instance:
    """Vectors, matrices, and batches that broadcast."""
    n, m, p = draw(sizes), draw(sizes), draw(sizes)
    batch, other_batch = (shape[-2:] for shape in draw(broadcasting_shapes(2)))
    left = (m,) if draw(st.booleans()) and draw(st.booleans()) else (*batch, n, m)
    right = (m,) if draw(st.booleans()) and draw(st.booleans()) else (*other_batch, m, p)
    return Instance(aten.matmul, torch.matmul, [Argument(left), Argument(right)])


@st.composite
def linear_instances(draw: st.DrawFn) -> Instance:
    batch, inputs, outputs = draw(st.lists(sizes, max_size=2).map(tuple)), draw(sizes), draw(sizes)
    weight = draw(st.sampled_from([(outputs, inputs), (outputs, inputs), (inputs,)]))
    arguments = [Argument((*batch, inputs)), Argument(weight)]
    if draw(st.booleans()):
        arguments.append(Argument(weight[:-1]))

    def eager(x: torch.Tensor, w: torch.Tensor, b: torch.Tensor | None = None) -> torch.Tensor:
        """PyTorch's own refuses some weights of rank 1."""
        return functional.linear(x, w, b) if w.ndim == 2 else x @ w + (0 if b is None else b)

    return Instance(aten.linear, eager, arguments)


@st.composite
def addmm_instances(draw: st.DrawFn) -> Instance:
    n, m, p = draw(sizes), draw(sizes), draw(sizes)
    input = draw(st.sampled_from([(n, p), (1, p), (n, 1), (p,), (1,), ()]))
    alpha, beta = draw(st.sampled_from([1, 0.5, -2])), draw(st.sampled_from([1, 0.5, -1]))
    return Instance(
        lambda x, a, b: aten.addmm(x, a, b, alpha=alpha, beta=beta),
        lambda x, a, b: torch.addmm(x, a, b, alpha=alpha, beta=beta),
        [Argument(input), Argument((n, m)), Argument((m, p))],
    )


@st.composite
def product_sum_instances(
    draw: st.DrawFn, build: Callable[..., Tensor], product: Callable[..., torch.Tensor], *letters: str
) -> Instance:
    """An input that broadcasts to the last of the letters, and two factors, with a beta and an alpha.

    By the definition: PyTorch's own has no gradient for some sizes of 0.
    """
    size = {letter: draw(sizes) for letter in sorted(set("".join(letters)))}
    *factors, target = (tuple(size[letter] for letter in each) for each in letters)
    input = draw(st.sampled_from([target, target[1:], (*target[:-1], 1), ()]))
    alpha, beta = draw(st.sampled_from([1, 0.5, -2])), draw(st.sampled_from([1, 0.5, 0]))
    return Instance(
        lambda *given: build(*given, alpha=alpha, beta=beta),
        lambda input, left, right: beta * input + alpha * product(left, right),
        [Argument(input), *(Argument(shape) for shape in factors)],
    )


@st.composite
def einsum_instances(draw: st.DrawFn) -> Instance:
    """Permutations, sums, diagonals, ellipses that broadcast, and several factors."""
    equation = draw(
        st.sampled_from(
            ["ij->ji", "ii->i", "iji->j", "ij,jk->ik", "bij,bkj->bik", "abij,jc", "ij,ij->", "i,j", "ai,bi,ci->abc"]
        )
    )
    size = {letter: draw(sizes) for letter in sorted({*equation} - {*",->"})}
    shapes = [tuple(size[letter] for letter in term) for term in equation.partition("->")[0].split(",")]
    with_ellipsis = len(shapes) > 1 and "->" in equation and draw(st.booleans())
    if with_ellipsis:
        inputs, _, output = equation.partition("->")
        equation = f"{inputs.replace(',', '...,')}...->...{output}"
        before = draw(broadcasting_shapes(len(shapes)))
        shapes = [(*shape, *extra) for shape, extra in zip(shapes, before, strict=True)]
    arguments = [Argument(shape, static_dims=tuple(range(len(shape))) if with_ellipsis else ()) for shape in shapes]
    return Instance(
        lambda *given: aten.einsum(equation, *given), lambda *given: torch.einsum(equation, *given), arguments
    )


@st.composite
def tensordot_instances(draw: st.DrawFn) -> Instance:
    a, b, c, d = (draw(sizes) for _ in range(4))
    dims = draw(st.sampled_from([1, ([0, 2], [-1, 0])]))
    left, right = ((a, b), (b, c, d)) if dims == 1 else ((a, b, c), (c, d, a))
    return Instance(
        lambda x, y: aten.tensordot(x, y, dims),
        lambda x, y: torch.tensordot(x, y, dims),
        [Argument(left), Argument(right)],
    )


LINEAR_ALGEBRA = [
    OperatorCase("mm", product_instances(aten.mm, torch.mm, "nm", "mp")),
    OperatorCase("bmm", product_instances(aten.bmm, torch.bmm, "bnm", "bmp")),
    OperatorCase("dot", product_instances(aten.dot, torch.dot, "n", "n")),
    OperatorCase("matmul", matmul_instances()),
    OperatorCase("linear", linear_instances()),
    OperatorCase("addmm", addmm_instances()),
    OperatorCase("mv", product_instances(aten.mv, torch.mv, "nm", "m")),
    OperatorCase("outer", product_instances(aten.outer, torch.outer, "n", "m")),
    OperatorCase("addmv", product_sum_instances(aten.addmv, torch.mv, "nm", "m", "n")),
    OperatorCase("addbmm", product_sum_instances(aten.addbmm, lambda a, b: (a @ b).sum(0), "bnm", "bmp", "np")),
    OperatorCase("baddbmm", product_sum_instances(aten.baddbmm, torch.bmm, "bnm", "bmp", "bnp")),
    OperatorCase("einsum", einsum_instances()),
    OperatorCase("tensordot", tensordot_instances()),
]
