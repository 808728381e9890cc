"""The `autodiff` dialect: the structure of differentiation, as in TorchScript's autodiff.cpp.

It exists between the passes that `differentiate` is made of. What remains in a differentiated function is
`autodiff.grad_sum_to_size`, where only the run-time sizes tell what was broadcast.
"""

from xdsl.ir import Dialect

from adjoint.dialects.autodiff.attributes import GradientAttr as GradientAttr, OptionalSizeType as OptionalSizeType
from adjoint.dialects.autodiff.cotangents import (
    AccumulateOp as AccumulateOp,
    AnyNonzeroOp as AnyNonzeroOp,
    ZeroOp as ZeroOp,
)
from adjoint.dialects.autodiff.sizes import (
    GradSumToSizeOp as GradSumToSizeOp,
    NoSizeOp as NoSizeOp,
    SizeIfNotEqualOp as SizeIfNotEqualOp,
)
from adjoint.dialects.autodiff.structure import (
    DifferentiableGraphOp as DifferentiableGraphOp,
    GradOfOp as GradOfOp,
    ReverseOp as ReverseOp,
    YieldOp as YieldOp,
)
from adjoint.dialects.autodiff.tuples import TupleConstructOp as TupleConstructOp, TupleUnpackOp as TupleUnpackOp

Autodiff = Dialect(
    "autodiff",
    [
        AccumulateOp,
        AnyNonzeroOp,
        DifferentiableGraphOp,
        GradOfOp,
        GradSumToSizeOp,
        NoSizeOp,
        ReverseOp,
        SizeIfNotEqualOp,
        TupleConstructOp,
        TupleUnpackOp,
        YieldOp,
        ZeroOp,
    ],
    [GradientAttr, OptionalSizeType],
)
