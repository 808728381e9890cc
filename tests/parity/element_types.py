"""Which element types an operator takes, tried on a sample of the suite: only the verifier is asked, nothing is run."""

from collections.abc import Sequence
from functools import cache

import torch
from xdsl.utils.exceptions import VerifyException

from parity.operators import Operator, operators
from parity.programs import ELEMENT_TYPES, Call, NotRepresentableError

_ORDER = [torch.float64, torch.float32, torch.bfloat16, torch.float16]
_ORDER += [torch.int64, torch.int32, torch.int16, torch.int8, torch.bool]


@cache
def accepted_element_types() -> dict[str, Sequence[str]]:
    """For each function of `adjoint.aten`, the element types that its tensors may have."""
    accepted: dict[str, Sequence[str]] = {}
    for operator in operators():
        call = _sample(operator)
        if call is None or not call.tensors or operator.function in accepted:
            continue
        varied = {tensor.dtype for tensor in call.tensors if tensor.dtype in (torch.float32, call.tensors[0].dtype)}
        accepted[operator.function] = [
            str(ELEMENT_TYPES[dtype]) for dtype in _ORDER if _is_accepted(call, varied, dtype)
        ]
    return accepted


def _sample(operator: Operator) -> Call | None:
    """The first sample of the operator, of a dtype that PyTorch takes."""
    for dtype in (torch.float32, torch.int64, torch.bool):
        if operator.info.supports_dtype(dtype, "cpu"):
            for sample in operator.info.sample_inputs("cpu", dtype):
                try:
                    return Call.of(operator, sample)
                except NotRepresentableError:
                    continue
    return None


def _is_accepted(call: Call, varied: set[torch.dtype], dtype: torch.dtype) -> bool:
    tensors = [tensor.to(dtype) if tensor.dtype in varied else tensor for tensor in call.tensors]
    try:
        Call(call.operator, call.args, call.kwargs, tensors).module()
    except (VerifyException, TypeError, ValueError):
        return False
    return True
