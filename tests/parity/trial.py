"""Runs one sample through the compiler: its value, its gradient, and the gradient of that."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import ml_dtypes
import numpy as np
import torch
from xdsl.dialects.builtin import ModuleOp
from xdsl.dialects.func import FuncOp

import adjoint
from adjoint.passes.differentiate import api
from adjoint.runtime.arguments import Array
from adjoint.runtime.errors import as_adjoint_error
from adjoint.runtime.prepared_calls import Outputs
from parity.comparison import check_all
from parity.frontends import FRONTENDS
from parity.operators import SEED_OF_SAMPLES, UNCHECKED_VALUES
from parity.programs import Call

Stage = Literal["value", "gradient", "second"]

STAGES: Sequence[Stage] = ("value", "gradient", "second")


@dataclass(frozen=True)
class Failure:
    """Where and why a sample is not as in eager PyTorch."""

    stage: Stage
    reason: str


@dataclass(frozen=True)
class Way:
    """How a sample becomes a program."""

    through: str = "aten"
    """The frontend."""
    dynamic: bool = False
    """Whether no size is known when compiling."""

    def program(self, call: Call) -> tuple[ModuleOp, list[Array]]:
        """The program @f, and the arguments that it takes after the tensors of the call."""
        module = FRONTENDS[self.through](call, self.dynamic)
        (function,) = (op for op in module.ops if isinstance(op, FuncOp))
        takes_seed = len(function.body.block.args) > len(call.tensors)
        return module, [np.array(SEED_OF_SAMPLES)] * takes_seed


def run(call: Call, stages: Sequence[Stage] = STAGES, way: Way = Way()) -> tuple[Sequence[Stage], Failure | None]:
    """The stages that the sample has, and the first that fails."""
    warnings.simplefilter("ignore")
    torch.manual_seed(0)
    reference = _Reference.of(call)
    present = [stage for stage in stages if stage in reference.stages()]
    for stage in reversed(present):  # each later stage also gives what the earlier ones do: mostly one compilation
        try:
            _check(call, reference, stage, way)
        except Exception as error:
            failure = Failure(stage, _described(error))
        else:
            return present, None if stage == present[-1] else failure
    return present, failure


def _described(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0][:400]


@dataclass
class _Reference:
    """What PyTorch gives."""

    inputs: list[torch.Tensor]
    """With new storage, so that the sample stays as it is."""
    outputs: list[torch.Tensor]
    wrt: list[int]
    cotangents: list[torch.Tensor]
    """One for every output of floating point, zeros for one that has no gradient."""
    gradients: list[torch.Tensor]
    seeds: list[torch.Tensor]
    """The cotangents of the floating point outputs and of the gradients."""
    second: list[torch.Tensor]
    has_second: bool
    exact: "_Reference | None" = None

    @classmethod
    def of(cls, call: Call) -> "_Reference":
        wrt = [
            index for index, each in enumerate(call.tensors) if each.requires_grad
        ] * call.operator.info.supports_autograd
        inputs = [each.detach().clone().requires_grad_(index in wrt) for index, each in enumerate(call.tensors)]
        reference = _compute(call, inputs, wrt, None)
        if any(each.dtype in (torch.float32, torch.float16, torch.bfloat16) for each in inputs):
            wider = [each.detach().double() if each.is_floating_point() else each for each in inputs]
            try:
                exact = _compute(call, [each.requires_grad_(i in wrt) for i, each in enumerate(wider)], wrt, reference)
                reference.exact = exact
            except RuntimeError:  # the sample fixes a dtype
                pass
        return reference

    def stages(self) -> Sequence[Stage]:
        return STAGES[: 1 + bool(self.wrt) + (bool(self.wrt) and self.has_second)]


def _compute(call: Call, inputs: list[torch.Tensor], wrt: list[int], like: _Reference | None) -> _Reference:
    outputs = call.eager(inputs)
    if not wrt or not any(each.requires_grad for each in outputs):
        return _Reference(inputs, outputs, [], [], [], [], [], False)
    floating = [each for each in outputs if each.is_floating_point()]
    cotangents = like.cotangents if like else [_random(each) * each.requires_grad for each in floating]
    cotangents = [
        each.detach().to(output.dtype).requires_grad_() for each, output in zip(cotangents, floating, strict=True)
    ]
    differentiable = [
        (each, cotangent) for each, cotangent in zip(floating, cotangents, strict=True) if each.requires_grad
    ]
    has_second = call.operator.info.supports_gradgrad
    gradients = torch.autograd.grad(
        [each for each, _ in differentiable],
        [inputs[index] for index in wrt],
        [cotangent for _, cotangent in differentiable],
        create_graph=has_second,
        allow_unused=True,
        materialize_grads=True,
    )
    reference = _Reference(inputs, outputs, wrt, cotangents, list(gradients), [], [], has_second)
    if has_second:
        seeded = [*floating, *gradients]
        seeds = like.seeds if like else [_random(each) * each.requires_grad for each in seeded]
        reference.seeds = [each.detach().to(one.dtype) for each, one in zip(seeds, seeded, strict=True)]
        pairs = [(each, seed) for each, seed in zip(seeded, reference.seeds, strict=True) if each.requires_grad]
        reference.second = list(
            torch.autograd.grad(
                [each for each, _ in pairs],
                [*(inputs[index] for index in wrt), *cotangents],
                [seed for _, seed in pairs],
                allow_unused=True,
                materialize_grads=True,
            )
        )
    return reference


def _random(like: torch.Tensor) -> torch.Tensor:
    return torch.randn(like.shape, dtype=torch.float64).to(like.dtype)


def _check(call: Call, reference: _Reference, stage: Stage, way: Way) -> None:
    """Compiles the sample up to the stage and compares all that this gives. Raises where it is not PyTorch's."""
    exact = reference.exact
    expected = [("value", reference.outputs, exact and exact.outputs)]
    if stage != "value":
        expected.append(("gradient", reference.gradients, exact and exact.gradients))
    if stage == "second":
        expected.append(("second gradient", reference.second, exact and exact.second))
    results = (_run_dynamic if way.dynamic else _run_static)(call, reference, stage, way)
    if call.operator.function in UNCHECKED_VALUES:
        results = [np.zeros_like(array) for array in results]
        expected = [(what, [torch.zeros_like(each) for each in tensors], None) for what, tensors, _ in expected]
    for what, tensors, exact_tensors in expected:
        check_all(what, results[: len(tensors)], tensors, exact_tensors)
        results = results[len(tensors) :]


def _run_static(call: Call, reference: _Reference, stage: Stage, way: Way) -> list[Array]:
    """Everything up to the stage by one function, of known sizes."""
    module, seeds = way.program(call)
    name, arguments = "f", [*map(_array, reference.inputs), *seeds]
    with as_adjoint_error():
        if stage != "value":
            name = api.vjp_function(module, name, reference.wrt)
            cotangents = range(len(arguments), len(arguments) + len(reference.cotangents))
            arguments += map(_array, reference.cotangents)
            if stage == "second":
                name = api.vjp_function(module, name, [*reference.wrt, *cotangents])
                arguments += map(_array, reference.seeds)
    return _listed(adjoint.compile(module, name)(*arguments))


def _run_dynamic(call: Call, reference: _Reference, stage: Stage, way: Way) -> list[Array]:
    """Value and gradient by two functions, whose sizes are found out when they are called."""
    module, seeds = way.program(call)
    inputs = [*map(_array, reference.inputs), *seeds]
    if stage == "value":
        return _listed(adjoint.compile(module)(*inputs))
    outputs, pullback = adjoint.vjp(module)(*inputs)
    remaining = iter(reference.cotangents)
    cotangents = [_array(next(remaining)) if each.is_floating_point() else None for each in reference.outputs]
    gradients = pullback(tuple(cotangents))
    # What the program does not depend on has no gradient here, and one of zeros in PyTorch.
    found = [
        np.zeros_like(inputs[index]) if (gradient := gradients[index]) is None else gradient for index in reference.wrt
    ]
    return [*_listed(outputs), *found]


def _listed(outputs: Outputs) -> list[Array]:
    return list(outputs) if isinstance(outputs, tuple) else [outputs]


def _array(tensor: torch.Tensor) -> Array:
    tensor = tensor.detach()
    if tensor.dtype is torch.bfloat16:
        return tensor.view(torch.int16).numpy().view(ml_dtypes.bfloat16)
    return tensor.numpy()
