"""What models ask of `torch.compile(backend="adjoint")` beyond the operators of `aten`: PyTorch's decompositions of
others, and views of outputs, against eager PyTorch."""

import copy
from collections.abc import Callable

import pytest

torch = pytest.importorskip("torch")

from torch import Tensor  # noqa: E402
from torch.nn import functional  # noqa: E402


def attention(x: Tensor) -> Tensor:
    """Grouped queries; the heads are laid side by side, which eager PyTorch's strides make a view."""
    queries, keys, values = x[..., :16], x[..., 16:24], x[..., 24:]
    queries = queries.unflatten(2, (4, 4)).transpose(1, 2)
    keys, values = (each.unflatten(2, (2, 4)).transpose(1, 2) for each in (keys, values))
    mixed = functional.scaled_dot_product_attention(queries, keys, values, is_causal=True, enable_gqa=True)
    return mixed.transpose(1, 2).reshape(2, 5, 16)


def sampled(x: Tensor) -> Tensor:
    """An image turned: `affine_grid` and `grid_sample`."""
    turn = torch.tensor([[[0.8, -0.6, 0.1], [0.6, 0.8, 0.0]]], dtype=x.dtype).expand(2, 2, 3)
    grid = functional.affine_grid(turn, [2, 1, 5, 32], align_corners=False)
    return functional.grid_sample(x.unsqueeze(1), grid, align_corners=False)


def pooled(x: Tensor) -> Tensor:
    return functional.adaptive_max_pool2d(x, (5, 4))


def bags(x: Tensor) -> Tensor:
    """Sums and means of rows, an empty bag and padding among them."""
    rows, indices, offsets = x.flatten(0, 1), torch.tensor([1, 4, 4, 7, 0, 9]), torch.tensor([0, 2, 2, 5])
    weights = rows[:6, 0]
    return torch.stack(
        [
            functional.embedding_bag(indices, rows, offsets, mode="mean", padding_idx=4),
            functional.embedding_bag(indices, rows, offsets, mode="sum", per_sample_weights=weights),
        ]
    )


def sums_by_place(x: Tensor) -> Tensor:
    places = torch.tensor([0, 2, 2, 1, 0]).view(1, 5, 1).expand(2, 5, 32)
    start = 2 * x[:, :4]
    return torch.stack(
        [
            start.scatter_reduce(1, places, x, reduce, include_self=include_self)
            for reduce in ("sum", "mean")
            for include_self in (True, False)
        ]
    )


def diagonals_written(x: Tensor) -> Tensor:
    matrices = x.unflatten(2, (4, 8)) * 2
    matrices.diagonal(-1, 1, 3).fill_(0.5)
    matrices.diagonal(2, 3, 1).copy_(x[:, :4, :3])
    return matrices


def masked_weights(x: Tensor) -> Tensor:
    """Where all weights of a row are masked they are 0, and so is their gradient."""
    masked = x.masked_fill(torch.arange(5).view(5, 1) < torch.tensor([2, 1]).repeat(16), -torch.inf)
    return torch.ops.aten._safe_softmax(masked, -1)


def taken_apart_in_place(x: Tensor) -> Tensor:
    """PyTorch takes these apart into changes in place, the second one where no gradient is wanted."""
    signs = torch.where(torch.arange(32) % 3 == 0, 1.0, -1.0).double()
    with torch.no_grad():
        weight = functional.hinge_embedding_loss(x, signs)
    losses = functional.hinge_embedding_loss(x, signs) * weight + functional.poisson_nll_loss(x, signs.abs(), full=True)
    return losses + torch.diff(x, n=0).nanmean()


@pytest.mark.parametrize(
    "function",
    [attention, sampled, pooled, bags, sums_by_place, diagonals_written, masked_weights, taken_apart_in_place],
)
def test_as_eager(function: Callable[[Tensor], Tensor]) -> None:
    x = torch.randn(2, 5, 32, generator=torch.Generator().manual_seed(0), dtype=torch.float64).requires_grad_()
    other = copy.deepcopy(x)
    expected = function(x)
    actual = torch.compile(function, backend="adjoint", options={"fallback": False})(other)
    torch.testing.assert_close(actual, expected)
    expected.square().sum().backward()
    actual.square().sum().backward()
    torch.testing.assert_close(other.grad, x.grad)


def test_what_pytorch_decomposes_only_to_run_is_left_to_it() -> None:
    """An operator whose parts have another derivative, not a number for some arguments."""
    x = torch.tensor([-3.0, 0.5, 40.0], requires_grad=True)
    with pytest.warns(UserWarning, match="special_log_ndtr"):
        actual = torch.compile(torch.special.log_ndtr, backend="adjoint")(x)
    expected = torch.special.log_ndtr(x)
    torch.testing.assert_close(actual, expected)
    torch.testing.assert_close(*(torch.autograd.grad(each.sum(), x) for each in (actual, expected)))


def test_of_no_elements_none_is_divided_by_zero() -> None:
    """The indices are quotients by the number of columns."""
    found = torch.compile(torch.triu_indices, backend="adjoint", options={"fallback": False})(3, 0, 1)
    torch.testing.assert_close(found, torch.triu_indices(3, 0, 1))
