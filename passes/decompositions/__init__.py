"""What operators consist of, by family; importing this package registers the decompositions.

An operator that is nothing but a composition says so itself (`adjoint.dialects.aten.composite`) and has no rule:
it is decomposed before it is differentiated. What stands here has a rule of its own, a better gradient or fewer
captures than that of its parts, and is decomposed when it is lowered.
"""

from adjoint.passes.decompositions import (
    channel_normalization,
    extremum,
    linear_algebra,
    loss,
    normalization,
    norms,
    random,
    reduction,
    splitting,
)

__all__ = [
    "channel_normalization",
    "extremum",
    "linear_algebra",
    "loss",
    "normalization",
    "norms",
    "random",
    "reduction",
    "splitting",
]
