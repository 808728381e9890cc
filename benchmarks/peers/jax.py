"""JAX: `jit(value_and_grad(…))`."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import jax
import numpy as np

from benchmarks.peers import jax_operators
from benchmarks.workload import Array, Workload

jax.config.update("jax_enable_x64", True)  # else f64 is silently f32


def jitted(workload: Workload, arguments: Sequence[Array]) -> Callable[[], tuple[Any, Sequence[Any]]]:
    """Compiled for these sizes; a call waits for its results."""
    function = partial(workload.function, jax_operators)
    compiled = jax.jit(jax.value_and_grad(function, argnums=workload.wrt))
    # Labels as i32, the integers of JAX by default.
    arrays = [jax.device_put(each.astype(np.int32) if each.dtype == np.int64 else each) for each in arguments]
    return lambda: jax.block_until_ready(compiled(*arrays))
