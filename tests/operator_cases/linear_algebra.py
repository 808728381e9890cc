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


LINEAR_ALGEBRA = [
    OperatorCase("mm", product_instances(aten.mm, torch.mm, "nm", "mp")),
    OperatorCase("bmm", product_instances(aten.bmm, torch.bmm, "bnm", "bmp")),
    OperatorCase("dot", product_instances(aten.dot, torch.dot, "n", "n")),
    OperatorCase("matmul", matmul_instances()),
    OperatorCase("linear", linear_instances()),
    OperatorCase("addmm", addmm_instances()),
]
