"""Programs of which one result is a loss: value and gradient by one function, before PyTorch asks for the gradient.

`loss.backward()` nearly always follows. What a split program would keep for its reverse then never leaves the loop that
computes it, and forward and reverse are fused. The gradient is that for a cotangent of 1; PyTorch's own is a factor.
Where something else is asked for, a second derivative or the gradient of another result, the split program is run.
"""

from collections.abc import Sequence
from threading import Lock
from typing import Any

import torch
from torch import Tensor
from xdsl.dialects.builtin import ModuleOp, f16

from adjoint.dialects.aten.base import is_tensor_type
from adjoint.frontends.torch.differentiable import DifferentiableProgram, wanting_gradients
from adjoint.frontends.torch.tensors import TensorVersions, run
from adjoint.passes.differentiate import api
from adjoint.passes.functions import find_function, return_of, update_function_type
from adjoint.passes.requires_grad import infer_requires_grad, requires_grad
from adjoint.runtime.arguments import Array
from adjoint.runtime.compilation import compile_functions, transformed
from adjoint.runtime.compiled_function import CompiledFunction
from adjoint.runtime.program import Program
from adjoint.runtime.specialization import Refinement, SpecializedProgram

_UNUSED_ALLOWED = 2
"""After how many gradients in a row that nobody asked for they are no longer computed beforehand."""


class LossProgram:
    """A differentiable program that computes the gradient of one result together with it."""

    def __init__(self, program: Program, loss: int):
        """`loss` is the position of a result that is one floating point number."""
        self.split = DifferentiableProgram(program)
        self._program = program
        self.loss = loss
        self._fused: dict[tuple[int, ...], TensorVersions[_Fused]] = {}
        self._unused = 0
        self._lock = Lock()

    @staticmethod
    def can_be(program: Program, loss: int) -> bool:
        """Whether a gradient for a cotangent of 1 can be multiplied afterwards: f16 may have underflowed by then."""
        result = program.results()[loss]
        values = [value for op in program.function.walk() for value in (*op.results, *op.operands)]
        halves = any(is_tensor_type(value.type) and value.type.element_type == f16 for value in values)
        return result.shape == () and not halves

    def __call__(self, values: Sequence[object]) -> tuple[Tensor, ...]:
        """The results, differentiable by those arguments that require a gradient. Raises AdjointError as the split."""
        arguments = self.split.convert(values)
        wrt = wanting_gradients(arguments)
        if not wrt or self._unused > _UNUSED_ALLOWED:
            return self.split.run(arguments, wrt)
        fused = self._fused_by(wrt).version_for(arguments)
        if not fused.influences:
            return self.split.run(arguments, wrt)
        self._unused += 1
        return _apply(self, fused, wrt, *arguments)

    def was_used(self) -> None:
        """Notes that a gradient that was computed beforehand was asked for."""
        self._unused = 0

    def _fused_by(self, wrt: tuple[int, ...]) -> "TensorVersions[_Fused]":
        fused = self._fused.get(wrt)
        if fused is None:
            with self._lock:
                if wrt not in self._fused:
                    self._fused[wrt] = TensorVersions(_fuse(self._program, self.loss, wrt))
                fused = self._fused[wrt]
        return fused


class _Fused:
    """Value and gradient as native code."""

    def __init__(self, function: CompiledFunction, influences: tuple[int, ...], constant: tuple[int, ...]):
        self.function = function
        self.influences = influences
        """The arguments whose gradients follow the results, the loss before the others."""
        self.constant = constant
        """The results of the program that have no gradient."""

    @property
    def plan_reads_elements(self) -> bool:
        """Whether some of the sizes are elements of arguments."""
        return self.function.plan_reads_elements

    def check(self, arrays: Sequence[Array]) -> None:
        """Raises CheckFailedError where the sizes break what the function assumes."""
        self.function.check(arrays)


def _fuse(program: Program, loss: int, wrt: Sequence[int]) -> SpecializedProgram[_Fused]:
    def build(refinement: Refinement) -> _Fused:
        influences: list[int] = []
        constant: list[int] = []

        def joint(module: ModuleOp, name: str) -> list[str]:
            function = find_function(module, name)
            returned = return_of(function)
            results = list(returned.arguments)
            infer_requires_grad(function, wrt)
            constant[:] = [index for index, result in enumerate(results) if not requires_grad(result)]
            if loss in constant:
                return [name]
            returned.operands = [results.pop(loss), *results]
            update_function_type(function)
            fused, influences[:] = api.loss_gradient_function(module, name, wrt)
            return [fused]

        # In two steps: what the first finds is not kept, the function that it makes is.
        module, (name,) = transformed(program, refinement, joint)
        (function,) = compile_functions(Program(module, name), Refinement(), lambda _, name: [name], request="value")
        return _Fused(function, tuple(influences), tuple(constant))

    return SpecializedProgram(program.parameters(), build)


class _Loss(torch.autograd.Function):
    """A program in PyTorch's graph whose gradient is there already."""

    @staticmethod
    def forward(ctx: Any, program: LossProgram, fused: _Fused, wrt: tuple[int, ...], *arguments: Tensor) -> Any:
        loss, *results = run(fused.function, arguments)
        count = len(results) - len(fused.influences)
        ctx.program, ctx.fused, ctx.wrt = program, fused, wrt
        ctx.gradients = results[count:]
        ctx.set_materialize_grads(False)
        ctx.save_for_backward(*arguments)
        outputs = results[:count]
        outputs.insert(program.loss, loss)
        ctx.mark_non_differentiable(*[outputs[index] for index in fused.constant])
        return tuple(outputs)

    @staticmethod
    def backward(ctx: Any, *cotangents: Tensor | None) -> Any:
        program: LossProgram = ctx.program
        fused: _Fused = ctx.fused
        cotangent = cotangents[program.loss]
        others = any(each is not None for index, each in enumerate(cotangents) if index != program.loss)
        gradients: list[Tensor] | None = ctx.gradients
        ctx.gradients = None
        count = len(ctx.needs_input_grad) - 3
        if gradients is None or others or cotangent is None or torch.is_grad_enabled():
            return (None, None, None, *_by_split(program, ctx.wrt, ctx.saved_tensors, cotangents))
        program.was_used()
        factor = cotangent.item()
        if factor != 1:
            for gradient in gradients:
                gradient.mul_(factor)
        found: list[Tensor | None] = [None] * count
        for index, gradient in zip(fused.influences, gradients, strict=True):
            found[index] = gradient
        return (None, None, None, *found)


def _by_split(
    program: LossProgram, wrt: tuple[int, ...], arguments: Sequence[Tensor], cotangents: Sequence[Tensor | None]
) -> list[Tensor | None]:
    """The cotangents of the arguments by the split program, in PyTorch's graph where that is wanted."""
    higher = torch.is_grad_enabled()
    with torch.enable_grad():
        inputs = arguments
        if not higher:
            inputs = [argument.detach().requires_grad_(index in wrt) for index, argument in enumerate(arguments)]
        outputs = program.split.run(inputs, wrt)
    wanted = [
        (output, cotangent)
        for output, cotangent in zip(outputs, cotangents, strict=True)
        if cotangent is not None and output.requires_grad
    ]
    found: list[Tensor | None] = [None] * len(arguments)
    if wanted:
        gradients = torch.autograd.grad(
            [output for output, _ in wanted],
            [inputs[index] for index in wrt],
            [cotangent for _, cotangent in wanted],
            create_graph=higher,
            allow_unused=True,
        )
        for index, gradient in zip(wrt, gradients, strict=True):
            found[index] = gradient
    return found


def _apply(program: LossProgram, fused: _Fused, wrt: tuple[int, ...], *arguments: Tensor) -> tuple[Tensor, ...]:
    """PyTorch does not type `apply`."""
    return _Loss.apply(program, fused, wrt, *arguments)  # pyright: ignore
