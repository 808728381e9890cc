"""Convolutions of shapes that fill tiles and panels, and more than one: what the small cases of every operator do not.

Values and gradients against eager PyTorch.
"""

import pytest

torch = pytest.importorskip("torch")

import numpy as np  # noqa: E402

import adjoint  # noqa: E402
from adjoint.dialects import aten  # noqa: E402
from adjoint.dialects.aten.tensor import Tensor  # noqa: E402

SHAPES = [
    # input, weight, stride, padding, dilation, groups
    ((2, 64, 9, 9), (72, 64, 3, 3), (1, 1), (1, 1), (1, 1), 1),
    ((1, 160, 7, 7), (96, 160, 3, 3), (1, 1), (1, 1), (1, 1), 1),
    ((3, 8, 15, 14), (20, 8, 3, 3), (2, 2), (1, 1), (1, 1), 1),
    ((2, 12, 11, 13), (18, 4, 3, 2), (3, 2), (2, 0), (2, 3), 3),
    ((2, 40, 12, 12), (130, 40, 1, 1), (2, 2), (0, 0), (1, 1), 1),
    ((2, 6, 10, 10), (6, 1, 3, 3), (1, 1), (1, 1), (1, 1), 6),
    ((2, 6, 19, 35), (6, 1, 5, 3), (2, 2), (2, 1), (1, 2), 6),
    ((2, 6, 9, 20), (6, 2, 3, 4), (1, 3), (1, 2), (1, 1), 3),
    ((2, 4, 5, 6, 18), (4, 1, 3, 3, 5), (1, 1, 1), (1, 2, 4), (2, 1, 1), 4),
    ((40, 3, 17), (5, 3, 4), (3,), (2,), (2,), 1),
    ((2, 5, 6, 7, 8), (33, 5, 3, 2, 3), (2, 1, 2), (1, 1, 0), (1, 2, 1), 1),
    # Enough channels for masks of the zeros around the input; places phase by phase that end as far from the first as
    # neighbours would; more places in the kernel than a mask has bits for; channels that make a single tile.
    ((2, 100, 9, 8), (50, 100, 3, 3), (2, 3), (1, 2), (1, 1), 1),
    ((1, 33, 8), (100, 33, 3), (2,), (0,), (1,), 1),
    ((1, 100, 9, 9), (34, 100, 8, 8), (1, 1), (3, 4), (1, 1), 1),
    ((2, 3, 20, 18), (64, 3, 7, 7), (2, 2), (3, 3), (1, 1), 1),
    ((1, 200, 9, 10), (5, 200, 3, 3), (1, 1), (2, 2), (2, 2), 1),
]


@pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["f32", "f64"])
@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: "-".join(map(str, shape[0])))
def test_value_and_gradients(shape: tuple[tuple[int, ...], ...], dtype: type[np.floating]):
    input_shape, weight_shape, stride, padding, dilation, groups = shape
    rng = np.random.default_rng(0)
    arrays = [rng.standard_normal(each).astype(dtype) for each in (input_shape, weight_shape, weight_shape[:1])]

    @adjoint.function
    def convolve(x: Tensor, w: Tensor, b: Tensor) -> Tensor:
        return aten.convolution(x, w, b, stride, padding, dilation, False, [0] * len(stride), groups)

    value, pullback = adjoint.vjp(convolve)(*arrays)
    inputs = [torch.tensor(array, requires_grad=True) for array in arrays]
    expected = torch.convolution(*inputs, stride, padding, dilation, False, [0] * len(stride), groups)
    cotangent = rng.standard_normal(tuple(expected.shape)).astype(dtype)
    gradients = torch.autograd.grad(expected, inputs, torch.tensor(cotangent))
    tolerance = 1e-3 if dtype is np.float32 else 1e-10
    for given, wanted in zip((value, *pullback(cotangent)), (expected.detach(), *gradients), strict=True):
        np.testing.assert_allclose(given, wanted.numpy(), rtol=tolerance, atol=tolerance)
