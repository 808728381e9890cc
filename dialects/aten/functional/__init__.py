"""One function for each operator, in PyTorch's signature: adjoint rules and people build programs with them.

A number may stand where PyTorch takes one. A function emits one op, and the constants of its numbers, at the
insertion point of the innermost `building(...)`; shapes, dtypes and edge cases are described at the op. Operands that
do not fit raise VerifyException with the location and the name of the op.
"""

from adjoint.dialects.aten.functional.binary import (
    add as add,
    div as div,
    eq as eq,
    ge as ge,
    gt as gt,
    le as le,
    lt as lt,
    maximum as maximum,
    minimum as minimum,
    mul as mul,
    ne as ne,
    pow as pow,
    rsub as rsub,
    sub as sub,
    where as where,
)
from adjoint.dialects.aten.functional.creation import (
    constant as constant,
    dim_arange as dim_arange,
    full as full,
    ones_like as ones_like,
    zeros_like as zeros_like,
)
from adjoint.dialects.aten.functional.indexing import (
    cat as cat,
    embedding as embedding,
    embedding_dense_backward as embedding_dense_backward,
    gather as gather,
    narrow as narrow,
    narrow_backward as narrow_backward,
    select as select,
    select_backward as select_backward,
    slice as slice,
    slice_backward as slice_backward,
)
from adjoint.dialects.aten.functional.linear_algebra import (
    addmm as addmm,
    bmm as bmm,
    dot as dot,
    linear as linear,
    matmul as matmul,
    mm as mm,
)
from adjoint.dialects.aten.functional.neural_network import (
    cross_entropy as cross_entropy,
    dropout as dropout,
    dropout_mask as dropout_mask,
    nll_loss as nll_loss,
)
from adjoint.dialects.aten.functional.reduction import (
    amax as amax,
    amin as amin,
    layer_norm as layer_norm,
    log_softmax as log_softmax,
    logsumexp as logsumexp,
    mean as mean,
    softmax as softmax,
    sum as sum,
    var as var,
)
from adjoint.dialects.aten.functional.shape import (
    expand as expand,
    flatten as flatten,
    numel as numel,
    permute as permute,
    reshape as reshape,
    size as size,
    squeeze as squeeze,
    t as t,
    transpose as transpose,
    unsqueeze as unsqueeze,
    view as view,
)
from adjoint.dialects.aten.functional.unary import (
    abs as abs,
    clamp as clamp,
    cos as cos,
    erf as erf,
    exp as exp,
    expm1 as expm1,
    gelu as gelu,
    log as log,
    log1p as log1p,
    neg as neg,
    reciprocal as reciprocal,
    relu as relu,
    rsqrt as rsqrt,
    sigmoid as sigmoid,
    silu as silu,
    sin as sin,
    sqrt as sqrt,
    tanh as tanh,
    to as to,
)
