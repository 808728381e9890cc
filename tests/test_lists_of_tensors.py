"""Lists of tensors from a caller's view: cotangents that are not given, and sizes that only run time tells."""

import numpy as np
import pytest

import adjoint
from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor

CHUNKS = """
func.func @f(%x: tensor<8x?xf64>) -> (tensor<2x?xf64>, tensor<2x?xf64>, tensor<2x?xf64>, tensor<2x?xf64>) {
  %0, %1, %2, %3 = aten.chunk %x chunks = 4
      : tensor<8x?xf64> -> tensor<2x?xf64>, tensor<2x?xf64>, tensor<2x?xf64>, tensor<2x?xf64>
  func.return %0, %1, %2, %3 : tensor<2x?xf64>, tensor<2x?xf64>, tensor<2x?xf64>, tensor<2x?xf64>
}
"""

SPLIT = """
func.func @f(%x: tensor<?xf64>) -> tensor<3xf64> {
  %0, %1 = aten.split_with_sizes %x split_sizes = [2, 3] : tensor<?xf64> -> tensor<2xf64>, tensor<3xf64>
  func.return %1 : tensor<3xf64>
}
"""


@pytest.mark.parametrize("given", [(1,), (0, 3), (1, 2), (0, 1, 2, 3)])
def test_only_the_chunks_without_a_cotangent_get_zeros(given: tuple[int, ...]):
    x = np.arange(24.0).reshape(8, 3)
    _, pullback = adjoint.vjp(adjoint.parse(CHUNKS))(x)
    cotangents = [np.full((2, 3), index + 1.0) if index in given else None for index in range(4)]
    (gradient,) = pullback(tuple(cotangents))
    expected = np.repeat([index + 1.0 if index in given else 0.0 for index in range(4)], 2)
    np.testing.assert_array_equal(gradient, np.broadcast_to(expected[:, None], (8, 3)))


def test_parts_that_do_not_make_up_a_dimension_are_an_error_at_run_time():
    function = adjoint.compile(adjoint.parse(SPLIT))
    np.testing.assert_array_equal(function(np.arange(5.0)), [2, 3, 4])
    for length in (4, 6):
        with pytest.raises(adjoint.AdjointError, match="split_with_sizes"):
            function(np.arange(float(length)))


def test_a_range_counts_up_to_a_size_that_only_run_time_tells():
    @adjoint.function
    def places(x: Tensor) -> Tensor:
        return x * aten.arange(x.size(0)).to(x.dtype)

    compiled = adjoint.compile(places)
    for length in (3, 5):
        np.testing.assert_array_equal(compiled(np.ones(length)), np.arange(length))


def test_a_part_is_looked_up_at_a_place_that_data_tells():
    @adjoint.function
    def part(x: Tensor, start: Tensor) -> Tensor:
        return aten.narrow(x, 0, start, 2)

    compiled, x = adjoint.compile(part), np.arange(5.0)
    np.testing.assert_array_equal(compiled(x, np.array(1)), [1, 2])
    np.testing.assert_array_equal(compiled(x, np.array(-2)), [3, 4])
    with pytest.raises(adjoint.AdjointError, match="out of range"):
        compiled(x, np.array(4))


def test_chunks_of_a_size_that_only_run_time_tells():
    """Of any size of which there are as many chunks: one that is no multiple is compiled for."""

    @adjoint.function
    def gated(x: Tensor) -> Tensor:
        value, gate = aten.chunk(x, 2, -1)
        return aten.sum(value) - aten.sum(gate)

    step = adjoint.value_and_grad(gated, wrt=(0,))
    for length in (4, 6, 5):
        x = np.arange(float(length))
        half = (length + 1) // 2
        value, (gradient,) = step(x)
        assert value == x[:half].sum() - x[half:].sum()
        np.testing.assert_array_equal(gradient, [1.0] * half + [-1.0] * (length - half))
    with pytest.raises(adjoint.AdjointError, match="expected 1 parts, got 2"):
        step(np.ones(1))
