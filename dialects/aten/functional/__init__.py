"""One function for each operator, in PyTorch's signature: adjoint rules and people build programs with them.

A number may stand where PyTorch takes one. A function emits one op, and the constants of its numbers, at the
insertion point of the innermost `building(...)`; shapes, dtypes and edge cases are described at the op. Operands that
do not fit raise VerifyException with the location and the name of the op.
"""

from adjoint.dialects.aten.functional.binary import (
    add as add,
)
from adjoint.dialects.aten.functional.binary import (
    div as div,
)
from adjoint.dialects.aten.functional.binary import (
    eq as eq,
)
from adjoint.dialects.aten.functional.binary import (
    ge as ge,
)
from adjoint.dialects.aten.functional.binary import (
    gt as gt,
)
from adjoint.dialects.aten.functional.binary import (
    le as le,
)
from adjoint.dialects.aten.functional.binary import (
    lt as lt,
)
from adjoint.dialects.aten.functional.binary import (
    maximum as maximum,
)
from adjoint.dialects.aten.functional.binary import (
    minimum as minimum,
)
from adjoint.dialects.aten.functional.binary import (
    mul as mul,
)
from adjoint.dialects.aten.functional.binary import (
    ne as ne,
)
from adjoint.dialects.aten.functional.binary import (
    pow as pow,
)
from adjoint.dialects.aten.functional.binary import (
    rsub as rsub,
)
from adjoint.dialects.aten.functional.binary import (
    sub as sub,
)
from adjoint.dialects.aten.functional.binary import (
    where as where,
)
from adjoint.dialects.aten.functional.creation import (
    constant as constant,
)
from adjoint.dialects.aten.functional.creation import (
    dim_arange as dim_arange,
)
from adjoint.dialects.aten.functional.creation import (
    full as full,
)
from adjoint.dialects.aten.functional.creation import (
    ones_like as ones_like,
)
from adjoint.dialects.aten.functional.creation import (
    zeros_like as zeros_like,
)
from adjoint.dialects.aten.functional.indexing import (
    cat as cat,
)
from adjoint.dialects.aten.functional.indexing import (
    embedding as embedding,
)
from adjoint.dialects.aten.functional.indexing import (
    embedding_dense_backward as embedding_dense_backward,
)
from adjoint.dialects.aten.functional.indexing import (
    gather as gather,
)
from adjoint.dialects.aten.functional.indexing import (
    select as select,
)
from adjoint.dialects.aten.functional.indexing import (
    select_backward as select_backward,
)
from adjoint.dialects.aten.functional.indexing import (
    slice as slice,
)
from adjoint.dialects.aten.functional.indexing import (
    slice_backward as slice_backward,
)
from adjoint.dialects.aten.functional.linear_algebra import (
    addmm as addmm,
)
from adjoint.dialects.aten.functional.linear_algebra import (
    bmm as bmm,
)
from adjoint.dialects.aten.functional.linear_algebra import (
    dot as dot,
)
from adjoint.dialects.aten.functional.linear_algebra import (
    linear as linear,
)
from adjoint.dialects.aten.functional.linear_algebra import (
    matmul as matmul,
)
from adjoint.dialects.aten.functional.linear_algebra import (
    mm as mm,
)
from adjoint.dialects.aten.functional.neural_network import (
    cross_entropy as cross_entropy,
)
from adjoint.dialects.aten.functional.neural_network import (
    dropout as dropout,
)
from adjoint.dialects.aten.functional.neural_network import (
    dropout_mask as dropout_mask,
)
from adjoint.dialects.aten.functional.neural_network import (
    nll_loss as nll_loss,
)
from adjoint.dialects.aten.functional.reduction import (
    amax as amax,
)
from adjoint.dialects.aten.functional.reduction import (
    amin as amin,
)
from adjoint.dialects.aten.functional.reduction import (
    layer_norm as layer_norm,
)
from adjoint.dialects.aten.functional.reduction import (
    log_softmax as log_softmax,
)
from adjoint.dialects.aten.functional.reduction import (
    logsumexp as logsumexp,
)
from adjoint.dialects.aten.functional.reduction import (
    mean as mean,
)
from adjoint.dialects.aten.functional.reduction import (
    softmax as softmax,
)
from adjoint.dialects.aten.functional.reduction import (
    sum as sum,
)
from adjoint.dialects.aten.functional.reduction import (
    var as var,
)
from adjoint.dialects.aten.functional.shape import (
    expand as expand,
)
from adjoint.dialects.aten.functional.shape import (
    flatten as flatten,
)
from adjoint.dialects.aten.functional.shape import (
    numel as numel,
)
from adjoint.dialects.aten.functional.shape import (
    permute as permute,
)
from adjoint.dialects.aten.functional.shape import (
    reshape as reshape,
)
from adjoint.dialects.aten.functional.shape import (
    size as size,
)
from adjoint.dialects.aten.functional.shape import (
    squeeze as squeeze,
)
from adjoint.dialects.aten.functional.shape import (
    t as t,
)
from adjoint.dialects.aten.functional.shape import (
    transpose as transpose,
)
from adjoint.dialects.aten.functional.shape import (
    unsqueeze as unsqueeze,
)
from adjoint.dialects.aten.functional.shape import (
    view as view,
)
from adjoint.dialects.aten.functional.unary import (
    abs as abs,
)
from adjoint.dialects.aten.functional.unary import (
    clamp as clamp,
)
from adjoint.dialects.aten.functional.unary import (
    cos as cos,
)
from adjoint.dialects.aten.functional.unary import (
    erf as erf,
)
from adjoint.dialects.aten.functional.unary import (
    exp as exp,
)
from adjoint.dialects.aten.functional.unary import (
    expm1 as expm1,
)
from adjoint.dialects.aten.functional.unary import (
    gelu as gelu,
)
from adjoint.dialects.aten.functional.unary import (
    log as log,
)
from adjoint.dialects.aten.functional.unary import (
    log1p as log1p,
)
from adjoint.dialects.aten.functional.unary import (
    neg as neg,
)
from adjoint.dialects.aten.functional.unary import (
    reciprocal as reciprocal,
)
from adjoint.dialects.aten.functional.unary import (
    relu as relu,
)
from adjoint.dialects.aten.functional.unary import (
    rsqrt as rsqrt,
)
from adjoint.dialects.aten.functional.unary import (
    sigmoid as sigmoid,
)
from adjoint.dialects.aten.functional.unary import (
    silu as silu,
)
from adjoint.dialects.aten.functional.unary import (
    sin as sin,
)
from adjoint.dialects.aten.functional.unary import (
    sqrt as sqrt,
)
from adjoint.dialects.aten.functional.unary import (
    tanh as tanh,
)
from adjoint.dialects.aten.functional.unary import (
    to as to,
)
