"""Every operator as `convert-aten-to-linalg` lowers it and upstream executes it, against eager PyTorch in f64 and f32.

Shapes are drawn: static or `?`, broadcast, 0-d and empty. A size of 1 is static: a broadcast that is known only at run
time is the runtime's business.
"""

import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

torch = pytest.importorskip("torch")

import numpy as np  # noqa: E402
from operator_cases import CASES, OperatorCase  # noqa: E402
from operator_cases.case import Argument, Instance  # noqa: E402
from rule_testing import ELEMENT_TYPES, build_function, tensor_type_of  # noqa: E402
from upstream_mlir import DTYPES, MLIR_OPT, MLIR_TRANSLATE, UpstreamModule  # noqa: E402
from xdsl.context import Context  # noqa: E402
from xdsl.dialects.builtin import ModuleOp, StringAttr  # noqa: E402

from adjoint.dialects import aten  # noqa: E402
from adjoint.lowering.linalg.convert_aten_to_linalg import ConvertAtenToLinalgPass  # noqa: E402
from adjoint.passes.decompose_aten import DecomposeAtenPass  # noqa: E402

pytestmark = [
    pytest.mark.skipif(MLIR_OPT is None or MLIR_TRANSLATE is None, reason="mlir-opt is not installed"),
    pytest.mark.filterwarnings("ignore:.*degrees of freedom:UserWarning"),
]

GROUPS = [CASES[first : first + 12] for first in range(0, len(CASES), 12)]


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32], ids=["f64", "f32"])
@pytest.mark.parametrize("cases", GROUPS, ids=lambda cases: f"{cases[0].name}-{cases[-1].name}")
@given(data=st.data())
@settings(max_examples=6, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
def test_values(cases: list[OperatorCase], dtype: torch.dtype, data: st.DataObject):
    """One module has a function for each case: it is lowered and compiled once."""
    module, trials = ModuleOp([]), list[tuple[str, list[torch.Tensor], torch.Tensor]]()
    for case in cases:
        instance = data.draw(case.instances)
        generator = torch.Generator().manual_seed(data.draw(st.integers(0, 2**16)))
        arguments = [argument.tensor(generator, dtype) for argument in instance.arguments]
        types = [
            tensor_type_of(
                tensor,
                [
                    tensor.shape[dim] != 1 and dim not in argument.static_dims and data.draw(st.booleans())
                    for dim in range(tensor.ndim)
                ],
            )
            for tensor, argument in zip(arguments, instance.arguments, strict=True)
        ]
        function = build_function(instance, types)
        function.detach()
        function.properties["sym_name"] = StringAttr(f"case_{case.name}")
        module.body.block.add_op(function)
        trials.append((case.name, arguments, instance.eager(*arguments)))
    program = str(module)
    ConvertAtenToLinalgPass().apply(Context(), module)
    module.verify()
    native = UpstreamModule(module)
    for name, arguments, expected in trials:
        (value,) = native.call(f"case_{name}", *(argument.numpy() for argument in arguments))
        np.testing.assert_allclose(
            value,
            expected.numpy(),
            rtol=1e-4 if dtype is torch.float32 else 1e-10,
            atol=1e-5 if dtype is torch.float32 else 1e-12,
            err_msg=f"{name} in\n{program}",
        )


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16], ids=["bf16", "f16"])
def test_storage_floats(dtype: torch.dtype):
    """What is computed in f32 and rounded by each operator."""
    shapes = ((4, 5), (5, 6), (6,))
    instance = Instance(
        lambda x, w, b: aten.softmax(aten.tanh(x @ w) + b, 1).sum(0),
        lambda x, w, b: torch.softmax(torch.tanh(x @ w) + b, 1).sum(0),
        [Argument(shape) for shape in shapes],
    )
    generator = torch.Generator().manual_seed(0)
    arguments = [torch.randn(shape, generator=generator).to(dtype) for shape in shapes]
    function = build_function(instance, [tensor_type_of(each, [True] * each.ndim) for each in arguments])
    function.detach()
    module = ModuleOp([function])
    for lowering in (DecomposeAtenPass, ConvertAtenToLinalgPass):
        lowering().apply(Context(), module)
    arrays = [each.view(torch.int16).numpy().view(DTYPES[ELEMENT_TYPES[dtype]]) for each in arguments]
    (value,) = UpstreamModule(module).call(function.sym_name.data, *arrays)
    tolerance = 1.6e-2 if dtype is torch.bfloat16 else 2e-3
    np.testing.assert_allclose(value.astype(np.float32), instance.eager(*arguments).float().numpy(), rtol=tolerance)
