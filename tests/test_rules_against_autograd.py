"""Every operator's value, gradient and second derivative against eager PyTorch, in f64, op by op.

Shapes are drawn: static or `?`, broadcast, 0-d and empty. Where a `?` is 1 at run time it is a broadcast.
"""

import pytest
from hypothesis import given, settings, strategies as st

torch = pytest.importorskip("torch")

from operator_cases import CASES, OperatorCase  # noqa: E402
from rule_testing import check_second_derivative, check_value_and_gradient, draw_trial  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore:.*degrees of freedom:UserWarning")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@given(data=st.data())
@settings(max_examples=20)
def test_gradient(case: OperatorCase, data: st.DataObject):
    check_value_and_gradient(draw_trial(data, data.draw(case.instances), torch.float64))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@given(data=st.data(), assume_equal=st.booleans())
@settings(max_examples=15)
def test_second_derivative(case: OperatorCase, data: st.DataObject, assume_equal: bool):
    """Also with unknown sizes that are assumed to be equal where they meet, and are."""
    trial = draw_trial(data, data.draw(case.instances), torch.float64, unknown_ones=not assume_equal)
    check_second_derivative(trial, assume_equal)
