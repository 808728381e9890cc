"""`adjoint` and its peers on a workload, each checked before it is timed."""

import logging
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from xdsl.dialects.builtin import DYNAMIC_INDEX, ModuleOp

import adjoint
from adjoint.frontends.tracing import TracedFunction
from adjoint.runtime.dtypes import element_type_of
from benchmarks import adjoint_operators
from benchmarks.peers import Call, Contender, installed_peers
from benchmarks.workload import Array, Workload

logger = logging.getLogger("benchmarks")

OURS = "adjoint"


def traced(workload: Workload) -> TracedFunction:
    """The workload as a program of `adjoint`."""
    return adjoint.function(partial(workload.function, adjoint_operators))


def module_of(workload: Workload) -> ModuleOp:
    """The same as IR. No size is known when compiling, as at a call of the traced function."""
    signature = tuple(((DYNAMIC_INDEX,) * each.ndim, element_type_of(each.dtype)) for each in workload.arguments())
    return traced(workload).program(signature)


def compiled_by_adjoint(workload: Workload, arguments: Sequence[Array]) -> Call:
    """`adjoint.value_and_grad` of the traced function."""
    step = adjoint.value_and_grad(traced(workload), wrt=workload.wrt)
    return lambda: step(*arguments)


def contenders(peers: bool = True) -> dict[str, Contender]:
    """`adjoint` first, then every peer that is installed."""
    return {OURS: compiled_by_adjoint, **(installed_peers() if peers else {})}


def prepared(workload: Workload, chosen: Mapping[str, Contender]) -> dict[str, Call]:
    """Calls ready to be timed. A contender that fails, or disagrees with the reference, is logged and left out."""
    arguments = workload.arguments()
    calls: dict[str, Call] = {}
    for name, contender in chosen.items():
        try:
            call = contender(workload, [each.copy() for each in arguments])
            call()
        except Exception as error:  # a peer may fail in any way, and the others are still to be timed
            logger.warning("%s: %s fails: %s", workload.name, name, str(error).splitlines()[:1])
        else:
            calls[name] = call
    reference = calls.get("eager")
    if reference is not None:
        expected = flattened(reference())
        for name, call in list(calls.items()):
            if (difference := largest_difference(flattened(call()), expected)) > 2e-3:
                logger.warning("%s: %s differs from eager PyTorch by %.1e", workload.name, name, difference)
                del calls[name]
    return calls


def flattened(results: tuple[Any, Sequence[Any]]) -> list[Array]:
    """The value, then the gradients, as numpy arrays."""
    value, gradients = results
    return [np.asarray(each) for each in (value, *gradients)]


def largest_difference(found: Sequence[Array], expected: Sequence[Array]) -> float:
    """Relative to the largest element of each array; sums of millions of terms in f32 leave some 1e-4."""
    differences = [0.0]
    for each, reference in zip(found, expected, strict=True):
        scale = float(np.abs(reference).max(initial=0)) or 1.0
        difference = float(np.abs(each.reshape(reference.shape) - reference).max(initial=0)) / scale
        differences.append(difference if np.isfinite(difference) else float("inf"))
    return max(differences)
