"""Gradients against finite differences, along a random direction of each argument and for random cotangents.

The central difference of phi(h) = <cotangents, f(x + h v)> at 0 is compared with <gradient, v>, in f64, with the step
h = eps^(1/3) that balances truncation and rounding.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from adjoint.runtime.arguments import Argument, Array, Parameter
from adjoint.runtime.dtypes import is_floating_point
from adjoint.runtime.errors import AdjointError

Outputs = Sequence[Array]
STEP = float(np.finfo(np.float64).eps) ** (1 / 3)


@dataclass(frozen=True)
class DirectionalDerivative:
    """One argument: the derivative by the gradient and by differences."""

    argument: str
    by_gradient: float
    by_differences: float
    scale: float
    """The size of the terms that the derivative sums up: what its error is relative to."""

    def agrees(self, tolerance: float = 1e-5) -> bool:
        """Whether the two differ by at most `tolerance` of the scale."""
        return abs(self.by_gradient - self.by_differences) <= tolerance * max(self.scale, 1e-3)


def check_gradients(
    forward: Callable[..., Outputs],
    pullback: Callable[[tuple[Argument | None, ...]], Sequence[Array | None]],
    arrays: Sequence[Array],
    parameters: Sequence[Parameter],
    outputs: Outputs,
    rng: np.random.Generator,
) -> list[DirectionalDerivative]:
    """The derivatives of `forward` at `arrays` (f64) for each argument that has a gradient.

    `pullback` is that of the call that gave `outputs`. Raises AdjointError where the function gives no float.
    """
    cotangents: list[NDArray[np.float64] | None] = [
        rng.standard_normal(output.shape) if is_floating_point(output.dtype) else None for output in outputs
    ]
    if all(cotangent is None for cotangent in cotangents):
        raise AdjointError("error: no result is floating point, there is nothing to differentiate")
    gradients = pullback(tuple(cotangents))

    def contracted(*values: Array) -> float:
        return sum(
            float(np.vdot(cotangent, output))
            for cotangent, output in zip(cotangents, forward(*values), strict=True)
            if cotangent is not None
        )

    derivatives: list[DirectionalDerivative] = []
    for index, (gradient, parameter) in enumerate(zip(gradients, parameters, strict=True)):
        if gradient is None:
            continue
        direction = rng.standard_normal(arrays[index].shape)
        moved = [
            contracted(*arrays[:index], arrays[index] + sign * STEP * direction, *arrays[index + 1 :])
            for sign in (1, -1)
        ]
        derivatives.append(
            DirectionalDerivative(
                parameter.name,
                by_gradient=float(np.vdot(gradient, direction)),
                by_differences=(moved[0] - moved[1]) / (2 * STEP),
                scale=float(np.sum(np.abs(gradient * direction))),
            )
        )
    return derivatives
