"""Runs an instance of an operator case through differentiation, with the interpreter in place of compiled code."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from aten_interpreter import interpret, interpret_reverse
from hypothesis import strategies as st
from operator_cases import Argument, Instance
from xdsl.dialects.builtin import DYNAMIC_INDEX, FunctionType, ModuleOp, TensorType, bf16, f16, f32, f64, i64
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.rewriter import InsertPoint

from adjoint.dialects.aten.base import AnyTensorType
from adjoint.dialects.aten.tensor import building, tensors
from adjoint.passes.add_reverse import add_reverse
from adjoint.passes.inline_reverse import inline_reverse

ELEMENT_TYPES = {torch.float16: f16, torch.bfloat16: bf16, torch.float32: f32, torch.float64: f64, torch.int64: i64}


def tensor_type_of(tensor: torch.Tensor, dynamic: Sequence[bool]) -> AnyTensorType:
    """The type of a tensor, `?` in place of the sizes of the dims that are dynamic."""
    sizes = [DYNAMIC_INDEX if is_dynamic else size for size, is_dynamic in zip(tensor.shape, dynamic, strict=True)]
    return TensorType(ELEMENT_TYPES[tensor.dtype], sizes)


def build_function(instance: Instance, types: Sequence[AnyTensorType]) -> FuncOp:
    """The function @f of the instance, in a module of its own."""
    function = FuncOp("f", FunctionType.from_lists(types, []))
    block = function.body.block
    with building(InsertPoint.at_end(block)):
        result = instance.build(*tensors(block.args)).value
    block.add_op(ReturnOp(result))
    function.function_type = FunctionType.from_lists(types, [result.type])
    ModuleOp([function])
    return function


@dataclass
class Trial:
    """An instance with random arguments, and which of their sizes are known when compiling."""

    instance: Instance
    arguments: list[torch.Tensor]
    function: FuncOp
    generator: torch.Generator

    @property
    def wrt(self) -> list[int]:
        """The arguments that want a gradient."""
        return [index for index, argument in enumerate(self.arguments) if argument.is_floating_point()]

    def like(self, tensor: torch.Tensor) -> torch.Tensor:
        """A random cotangent of a tensor."""
        return torch.randn(tensor.shape, generator=self.generator, dtype=tensor.dtype)


def draw_trial(data: st.DataObject, instance: Instance, dtype: torch.dtype, unknown_ones: bool = True) -> Trial:
    """Draws elements, and for each size whether it is known when compiling: a size of 1 is where not `unknown_ones`."""
    generator = torch.Generator().manual_seed(data.draw(st.integers(0, 2**16)))
    arguments = [argument.tensor(generator, dtype) for argument in instance.arguments]

    def is_dynamic(argument: Argument, dim: int) -> bool:
        may_be = dim not in argument.static_dims and (unknown_ones or argument.shape[dim] != 1)
        return may_be and data.draw(st.booleans())

    types = [
        tensor_type_of(tensor, [is_dynamic(argument, dim) for dim in range(tensor.ndim)])
        for tensor, argument in zip(arguments, instance.arguments, strict=True)
    ]
    return Trial(instance, arguments, build_function(instance, types), generator)


def gradients_of(function: FuncOp, inputs: Sequence[torch.Tensor]) -> list[torch.Tensor]:
    """The gradients of the sum of the only result by all arguments, by the function's reverse, which is added."""
    add_reverse(function)
    with torch.no_grad():
        (value,) = interpret(function, *inputs)
        return interpret_reverse(function, inputs, [torch.ones_like(value)])


def check_value_and_gradient(trial: Trial) -> None:
    """Value and gradient of the function with its reverse, against PyTorch's."""
    inputs = [argument.requires_grad_(argument.is_floating_point()) for argument in trial.arguments]
    expected = trial.instance.eager(*inputs)
    cotangent = trial.like(expected)
    wanted = [inputs[index] for index in trial.wrt]
    gradients = torch.autograd.grad(expected, wanted, cotangent, allow_unused=True, materialize_grads=True)
    with torch.no_grad():
        (value,) = interpret(trial.function, *inputs)
        torch.testing.assert_close(value, expected, equal_nan=True)
        add_reverse(trial.function)
        trial.function.verify()
        given = interpret_reverse(trial.function, inputs, [cotangent])
    for index, gradient in zip(trial.wrt, gradients, strict=True):
        torch.testing.assert_close(given[index], gradient, equal_nan=True)


def check_second_derivative(trial: Trial, assume_equal: bool) -> None:
    """The cotangents of arguments and of a cotangent through the gradient, as PyTorch differentiates its own."""
    inputs = [argument.requires_grad_(argument.is_floating_point()) for argument in trial.arguments]
    value = trial.instance.eager(*inputs)
    cotangent = trial.like(value).requires_grad_()
    wanted = [inputs[index] for index in trial.wrt]
    gradients = torch.autograd.grad(
        value, wanted, cotangent, create_graph=True, allow_unused=True, materialize_grads=True
    )
    outputs = [value, *gradients]
    seeds = [trial.like(output) for output in outputs]
    expected = torch.autograd.grad(
        [output for output in outputs if output.requires_grad],
        [*wanted, cotangent],
        [seed for seed, output in zip(seeds, outputs, strict=True) if output.requires_grad],
        allow_unused=True,
        materialize_grads=True,
    )
    module = trial.function.parent_op()
    assert isinstance(module, ModuleOp)
    vjp = inline_reverse(module, trial.function, trial.wrt, cotangents="arguments", assume_equal=assume_equal)
    second = inline_reverse(module, vjp, [*trial.wrt, len(inputs)], cotangents="arguments", assume_equal=assume_equal)
    module.verify()
    with torch.no_grad():
        results = interpret(second, *inputs, cotangent, *seeds)
    for result, correct in zip(results, [*outputs, *expected], strict=True):
        torch.testing.assert_close(result, correct, equal_nan=True)
