"""One training step of the digits example without its optimiser: loss and the gradients of all parameters, batch 64."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np

import adjoint

NETWORK = Path(__file__).parent.parent / "examples" / "digits" / "network.mlir"


def inputs() -> list[np.ndarray]:
    """Images, digits, w1, b1, w2, b2."""
    rng = np.random.default_rng(0)
    shapes = [(128, 64), (128,), (10, 128), (10,)]
    images = rng.random((64, 64), dtype=np.float32)
    digits = rng.integers(0, 10, 64)
    return [images, digits, *(rng.uniform(-0.1, 0.1, shape).astype(np.float32) for shape in shapes)]


def contenders() -> dict[str, Callable[[], object]]:
    """The step by each implementation that is installed."""
    arguments = inputs()
    step = adjoint.value_and_grad(adjoint.load(NETWORK), "loss", wrt=(2, 3, 4, 5))
    found: dict[str, Callable[[], object]] = {"adjoint": lambda: step(*arguments)}
    with suppress(ImportError):
        found["PyTorch, eager"] = _eager_pytorch(arguments)
    return found


def _eager_pytorch(arguments: list[np.ndarray]) -> Callable[[], object]:
    import torch
    from torch.nn import functional

    images, digits, *parameters = (torch.from_numpy(argument) for argument in arguments)
    for parameter in parameters:
        parameter.requires_grad_()
    w1, b1, w2, b2 = parameters

    def step() -> object:
        hidden = functional.gelu(functional.linear(images, w1, b1))
        loss = functional.cross_entropy(functional.linear(hidden, w2, b2), digits)
        return loss, torch.autograd.grad(loss, parameters)

    return step
