"""Activation functions."""

from hypothesis import strategies as st
from torch.nn import functional

from adjoint.dialects import aten
from operator_cases.case import Argument, Instance, OperatorCase, sizes
from operator_cases.elementwise import of_shape


@st.composite
def glu_instances(draw: st.DrawFn) -> Instance:
    before, half, after = draw(st.lists(sizes, max_size=1)), draw(sizes), draw(st.lists(sizes, max_size=1))
    dim = len(before) if draw(st.booleans()) else -1 - len(after)
    shape = (*before, 2 * half, *after)
    return Instance(lambda x: aten.glu(x, dim), lambda x: functional.glu(x, dim), [Argument(shape)])


ACTIVATION = [
    of_shape("hardsigmoid", aten.hardsigmoid, lambda x: functional.relu6(x + 3) / 6, -4, 4),
    of_shape("hardswish", aten.hardswish, functional.hardswish, -4, 4),
    of_shape("hardshrink", aten.hardshrink, functional.hardshrink),
    of_shape("hardtanh", lambda x: aten.hardtanh(x, -0.5, 1), lambda x: functional.hardtanh(x, -0.5, 1)),
    of_shape("leaky_relu", lambda x: aten.leaky_relu(x, 0.2), lambda x: functional.leaky_relu(x, 0.2)),
    of_shape("threshold", lambda x: aten.threshold(x, 0.5, -7), lambda x: functional.threshold(x, 0.5, -7)),
    of_shape("relu6", aten.relu6, functional.relu6, -2, 8),
    of_shape("elu", lambda x: aten.elu(x, 1.5), lambda x: functional.elu(x, 1.5)),
    of_shape("celu", lambda x: aten.celu(x, 1.5), lambda x: functional.celu(x, 1.5)),
    of_shape("selu", aten.selu, functional.selu),
    of_shape("log_sigmoid", aten.log_sigmoid, functional.logsigmoid),
    of_shape("mish", aten.mish, functional.mish),
    of_shape("softplus", lambda x: aten.softplus(x, 2, 1), lambda x: functional.softplus(x, 2, 1)),
    of_shape("softshrink", aten.softshrink, functional.softshrink),
    of_shape("softsign", aten.softsign, functional.softsign),
    of_shape("tanhshrink", aten.tanhshrink, functional.tanhshrink),
    OperatorCase("glu", glu_instances()),
]
