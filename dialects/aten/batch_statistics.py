"""Batch normalisation that gives the running statistics as they are after it."""

from collections.abc import Sequence

from xdsl.irdl import irdl_op_definition, result_def

from adjoint.dialects.aten.base import TENSOR
from adjoint.dialects.aten.builder import build
from adjoint.dialects.aten.channel_normalization import BatchNormFamilyOp, NativeBatchNormOp
from adjoint.dialects.aten.composite import CompositeOp
from adjoint.dialects.aten.tensor import Tensor


@irdl_op_definition
class NativeBatchNormLegitFunctionalOp(BatchNormFamilyOp, CompositeOp):
    """Batch normalisation, what its reverse needs, and the running statistics after it.

    A running statistic moves by `momentum` towards that of the batch, in training; of the variance it is the unbiased
    estimate. The running statistics have no gradient.
    """

    name = "aten._native_batch_norm_legit_functional"

    result = result_def(TENSOR)
    save_mean = result_def(TENSOR)
    save_invstd = result_def(TENSOR)
    running_mean_out = result_def(TENSOR)
    running_var_out = result_def(TENSOR)

    assembly_format = (
        "$input (`weight` `(` $weight^ `:` type($weight) `)`)? (`bias` `(` $bias^ `:` type($bias) `)`)? "
        "(`running_mean` `(` $running_mean^ `:` type($running_mean) `)`)? "
        "(`running_var` `(` $running_var^ `:` type($running_var) `)`)? "
        "(`training` $training^)? (`momentum` `=` custom<Number>($momentum)^)? (`eps` `=` custom<Number>($eps)^)? "
        "attr-dict `:` type($input) `->` type($result) `,` type($save_mean) `,` type($save_invstd) `,` "
        "type($running_mean_out) `,` type($running_var_out)"
    )

    def decompose(self) -> Sequence[Tensor]:
        running_mean, running_var = self.statistics("to be updated")
        self.channels()
        op = build(
            NativeBatchNormOp,
            self.input,
            self.weight,
            self.bias,
            running_mean,
            running_var,
            self.training is not None,
            self.momentum.value.data,
            self.eps.value.data,
        )
        x, mean, var = Tensor(self.input), Tensor(running_mean), Tensor(running_var)
        if self.training is not None:
            momentum = self.momentum.value.data
            mean = mean * (1 - momentum) + x.mean(self.dims) * momentum
            var = var * (1 - momentum) + x.var(self.dims) * momentum
        return Tensor(op.result), Tensor(op.save_mean), Tensor(op.save_invstd), mean, var
