"""Other implementations of value and gradient, as many as are installed."""

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from shutil import which
from typing import Any

from benchmarks.workload import Array, Workload

Call = Callable[[], tuple[Any, Sequence[Any]]]
"""The value and the gradients of a workload, complete when it returns."""

Contender = Callable[[Workload, Sequence[Array]], Call]
"""Prepares, and compiles, a call on these arguments."""


def installed_peers() -> dict[str, Contender]:
    """By name, eager PyTorch first: it is what the others are compared with. Inductor needs a C++ compiler."""
    peers: dict[str, Contender] = {}
    if find_spec("torch"):
        from benchmarks.peers import pytorch

        peers["eager"] = pytorch.eager
        peers["TorchScript"] = pytorch.torchscript
        if which("g++") or which("clang++"):
            peers["Inductor"] = pytorch.inductor
    if find_spec("jax"):
        from benchmarks.peers import jax

        peers["JAX"] = jax.jitted
    return peers
