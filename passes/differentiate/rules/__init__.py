"""The adjoint rules of `aten` and `autodiff`, by family; importing this package registers them.

A rule reads like calculus: `g` is the cotangent of the result, and what it gives are the cotangents of the operands.
"""

from adjoint.passes.differentiate.rules import (
    activation,
    binary,
    constants,
    convolution,
    extremum,
    indexing,
    joining,
    linear_algebra,
    lookup,
    loss,
    matmul,
    normalization,
    norms,
    power,
    random,
    reduction,
    shape,
    structure,
    ternary,
    unary,
)

__all__ = [
    "activation",
    "binary",
    "constants",
    "convolution",
    "extremum",
    "indexing",
    "joining",
    "linear_algebra",
    "lookup",
    "loss",
    "matmul",
    "normalization",
    "norms",
    "power",
    "random",
    "reduction",
    "shape",
    "structure",
    "ternary",
    "unary",
]
