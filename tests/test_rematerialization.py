"""What a reverse computes again is what the forward computed, and can be differentiated."""

import numpy as np
import pytest

import adjoint
from adjoint.dialects.autodiff.attributes import indices
from adjoint.passes.differentiate.api import differentiate

ACTIVATION = """
func.func @f(%a: tensor<?x?xf64>, %w: tensor<?x?xf64>, %b: tensor<?xf64>, %seed: tensor<i64>) -> tensor<?x?xf64> {
  %0 = aten.mm %a, %w : tensor<?x?xf64>, tensor<?x?xf64> -> tensor<?x?xf64>
  %1 = aten.add %0, %b : tensor<?x?xf64>, tensor<?xf64> -> tensor<?x?xf64>
  %2 = aten.tanh %1 : tensor<?x?xf64> -> tensor<?x?xf64>
  %3 = aten.exp %1 {autodiff.requires_grad = false} : tensor<?x?xf64> -> tensor<?x?xf64>
  %4 = aten.mul %2, %3 : tensor<?x?xf64>, tensor<?x?xf64> -> tensor<?x?xf64>
  %5 = aten.dropout %4, %seed p = 0.25 train : tensor<?x?xf64>, tensor<i64> -> tensor<?x?xf64>
  %6 = aten.mul %5, %1 : tensor<?x?xf64>, tensor<?x?xf64> -> tensor<?x?xf64>
  return %6 : tensor<?x?xf64>
}
"""


def arguments() -> list[np.ndarray]:
    generator = np.random.default_rng(0)
    values = [generator.standard_normal(shape) for shape in ((3, 4), (4, 5), (5,))]
    return [*values, np.array(7, dtype=np.int64)]


def test_gradients_are_the_same_bit_for_bit():
    cotangent = np.random.default_rng(1).standard_normal((3, 5))
    found = []
    for rematerialize in (False, True):
        module = adjoint.parse(ACTIVATION)
        gradient = differentiate(module, "f", assume_equal=True, first_order=True, rematerialize=rematerialize)
        inputs = arguments()
        results = adjoint.compile(module, "f")(*inputs)
        captured = [
            *(inputs[index] for index in indices(gradient.captured_inputs)),
            *(results[index] for index in indices(gradient.captured_outputs)),
        ]
        found.append((len(gradient.captured_outputs), adjoint.compile(module, "f.reverse")(cotangent, *captured)))
    (kept, expected), (recomputed, gradients) = found
    assert recomputed == 1 < kept
    for one, other in zip(gradients, expected, strict=True):
        np.testing.assert_array_equal(one, other)


def test_the_gradient_can_be_differentiated_again():
    torch = pytest.importorskip("torch")
    from adjoint.frontends.torch.function import as_function

    # What the program detaches has no gradient that finite differences could find.
    differentiable = ACTIVATION.replace(" {autodiff.requires_grad = false}", "")
    function = as_function(adjoint.parse(differentiable), "f")
    *values, seed = [torch.from_numpy(each) for each in arguments()]
    values = [each.requires_grad_() for each in values]
    assert torch.autograd.gradgradcheck(lambda *given: function(*given, seed), values)
