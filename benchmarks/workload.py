"""A workload: a function, its arguments, and what no implementation of value and gradient can do without."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Workload:
    """Value and gradient of a scalar function, written once for all contenders."""

    name: str
    about: str
    """What is computed, and for which sizes."""
    function: Callable[..., Any]
    """Takes `Operators`, then tensors; gives a scalar."""
    shapes: tuple[tuple[int, ...], ...]
    """Of the floating point arguments, which come first."""
    wrt: tuple[int, ...]
    """The arguments with gradients."""
    classes: tuple[int, int] | None = None
    """How many labels, and how many classes they are of: one more argument, of labels."""
    matrix_flops: int = 0
    """Floating point operations in the matrix products and convolutions, of value and gradients together."""
    goal: float | None = None
    """Time of `adjoint` over time of the best peer."""
    dtype: str = "float32"
    batch_dim: int = 0
    """The dimension of the first argument that is the batch."""
    scale: float = 1.0
    """Standard deviation of the arguments."""

    def arguments(self) -> list[Array]:
        """The same random numbers at every call."""
        rng = np.random.default_rng(0)
        arrays = [(self.scale * rng.standard_normal(shape)).astype(self.dtype) for shape in self.shapes]
        if self.classes is not None:
            labels, count = self.classes
            arrays.append(rng.integers(0, count, labels))
        return arrays

    def arguments_of_batch(self, batch: int) -> list[Array]:
        """Arguments for another size of the batch. All that are as large as it have to be so again."""
        return [
            np.resize(each, [batch if size == self.batch else size for size in each.shape]) for each in self.arguments()
        ]

    @property
    def batch(self) -> int:
        """The size of the batch."""
        return self.shapes[0][self.batch_dim]

    @property
    def least_bytes(self) -> int:
        """What must be read and written at least once: the arguments and the gradients."""
        arguments = self.arguments()
        return sum(each.nbytes for each in arguments) + sum(arguments[index].nbytes for index in self.wrt)


def matrix_product_flops(rows: int, columns: int, inner: int, gradients: int) -> int:
    """Of a product and, each as much again, of its gradients by one or both factors."""
    return 2 * rows * columns * inner * (1 + gradients)
