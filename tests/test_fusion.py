"""Fusion changes where values are computed, not what they are; and what should be one kernel is one."""

import numpy as np
import pytest
from fused_programs import ONE_KERNEL, value_and_grad_module
from hypothesis import given, settings
from linalg_programs import LinalgProgram, linalg_programs
from test_bufferize import PASSES, UNFUSED, Program
from xdsl.dialects.func import CallOp, FuncOp

from adjoint.lowering.kernels.interface import KernelInterface, kernel_interface


@settings(max_examples=30)
@given(linalg_programs())
def test_random_programs_give_the_same_fused_and_op_by_op(program: LinalgProgram):
    text, arguments = program.text(), program.random_arguments()
    results = [(len(program.dims[name]), np.float32) for name in program.results]
    expected = Program(text, UNFUSED)(*arguments, results=results, threads=1)
    fused = Program(text, PASSES)
    for threads in (1, 3):
        for value, other in zip(fused(*arguments, results=results, threads=threads), expected, strict=True):
            np.testing.assert_allclose(value, other, rtol=1e-4, atol=1e-4 * max(1, _largest(other)))


def _largest(values: np.ndarray) -> float:
    finite = np.abs(values[np.isfinite(values)])
    return float(finite.max(initial=0))


@pytest.mark.parametrize("name", ONE_KERNEL)
def test_value_and_gradients_are_one_kernel(name: str):
    kernels = kernels_of_value_and_grad(ONE_KERNEL[name], wrt=(0, 1))
    assert [len(kernel.rows) > 0 for kernel in kernels] == [True]


def test_cross_entropy_is_one_kernel_after_the_check_of_its_targets():
    kernels = kernels_of_value_and_grad(
        """
        func.func @f(%x: tensor<?x64xf32>, %b: tensor<64xf32>, %t: tensor<?xi64>) -> tensor<f32> {
          %z = aten.add %x, %b : tensor<?x64xf32>, tensor<64xf32> -> tensor<?x64xf32>
          %l = aten.cross_entropy %z, %t : tensor<?x64xf32>, tensor<?xi64> -> tensor<f32>
          func.return %l : tensor<f32>
        }""",
        wrt=(0, 1),
    )
    over_rows = [kernel for kernel in kernels if kernel.rows]
    assert [any(type_.get_num_dims() == 2 for type_ in kernel.inputs) for kernel in over_rows] == [False, True]


def kernels_of_value_and_grad(text: str, wrt: tuple[int, ...]) -> list[KernelInterface]:
    """The kernels that the function of value and gradients calls, in the order of the calls."""
    module, name = value_and_grad_module(text, wrt, "lower-to-kernels")
    functions = {op.sym_name.data: op for op in module.ops if isinstance(op, FuncOp)}
    called = [op.callee.root_reference.data for op in functions[name].body.block.ops if isinstance(op, CallOp)]
    return [kernel_interface(functions[kernel]) for kernel in called]
