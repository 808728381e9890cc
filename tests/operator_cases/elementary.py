"""The circular and hyperbolic functions and their inverses, special functions, rounding and logic."""

import torch
from xdsl.dialects.builtin import i64

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from operator_cases.elementwise import broadcasting, of_shape


def _rounded(x: Tensor) -> Tensor:
    return aten.ceil(x) + 10 * aten.floor(x) + 100 * aten.trunc(x) + 1000 * aten.round(x) + aten.round(x, decimals=1)


def _eager_rounded(x: torch.Tensor) -> torch.Tensor:
    nearest = 1000 * torch.round(x) + torch.round(x, decimals=1)
    return torch.ceil(x) + 10 * torch.floor(x) + 100 * torch.trunc(x) + nearest


def _logic(x: Tensor, y: Tensor) -> Tensor:
    a, b = aten.to(x * 4, i64), aten.to(y * 4, i64)
    bits = (a & b) + 10 * (a | b) + 100 * (a ^ b) + 1000 * ~a
    truth = aten.logical_or(aten.logical_and(a, b), aten.logical_xor(x > 1, aten.logical_not(b)))
    return aten.where(truth, x * bits, y)


def _eager_logic(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    a, b = (x * 4).long(), (y * 4).long()
    bits = (a & b) + 10 * (a | b) + 100 * (a ^ b) + 1000 * ~a
    truth = torch.logical_or(torch.logical_and(a, b), torch.logical_xor(x > 1, torch.logical_not(b)))
    return torch.where(truth, x * bits, y)


def _numbers(x: Tensor) -> Tensor:
    inverse = 1 / aten.trunc(x)
    root = aten.sqrt(aten.round(x))
    return aten.where(aten.isinf(inverse), 2 * x, aten.where(aten.isnan(root), 3 * x, x)) * aten.isfinite(inverse)


def _eager_numbers(x: torch.Tensor) -> torch.Tensor:
    inverse = 1 / torch.trunc(x)
    root = torch.sqrt(torch.round(x))
    chosen = torch.where(torch.isinf(inverse), 2 * x, torch.where(torch.isnan(root), 3 * x, x))
    return chosen * torch.isfinite(inverse)


ELEMENTARY = [
    of_shape("tan", aten.tan, torch.tan, -1.4, 1.4),
    of_shape("asin", aten.asin, torch.asin, -0.9, 0.9),
    of_shape("acos", aten.acos, torch.acos, -0.9, 0.9),
    of_shape("atan", aten.atan, torch.atan),
    of_shape("sinh", aten.sinh, torch.sinh),
    of_shape("cosh", aten.cosh, torch.cosh),
    of_shape("asinh", aten.asinh, torch.asinh),
    of_shape("acosh", aten.acosh, torch.acosh, 1.2, 4),
    of_shape("atanh", aten.atanh, torch.atanh, -0.9, 0.9),
    of_shape("deg2rad", aten.deg2rad, torch.deg2rad, -180, 180),
    broadcasting("atan2", aten.atan2, torch.atan2, (-2, 2), (0.2, 2)),
    broadcasting("hypot", aten.hypot, torch.hypot, (-2, 2), (0.2, 2)),
    of_shape("erfc", aten.erfc, torch.erfc),
    of_shape("erfinv", aten.erfinv, torch.erfinv, -0.9, 0.9),
    of_shape("lgamma", aten.lgamma, torch.lgamma, 0.2, 4),
    # PyTorch's own gradient has a relative error of 5e-10 below.
    of_shape("digamma", aten.digamma, torch.digamma, 6, 12),
    of_shape("polygamma", lambda x: aten.polygamma(2, x), lambda x: torch.polygamma(2, x), 0.5, 4),
    of_shape("logit", aten.logit, torch.logit, 0.1, 0.9),
    of_shape("logit_eps", lambda x: aten.logit(x, 0.2), lambda x: torch.logit(x, 0.2), 0.1, 0.9),
    of_shape("sinc", aten.sinc, torch.sinc),
    broadcasting("logaddexp", aten.logaddexp, torch.logaddexp, (-2, 2), (-2, 2)),
    broadcasting("xlogy", aten.xlogy, torch.xlogy, (-2, 2), (0.2, 2)),
    of_shape("rounding", _rounded, _eager_rounded),
    of_shape("frac", aten.frac, torch.frac),
    of_shape("sign", lambda x: aten.sign(x) + x * aten.sgn(x), lambda x: torch.sign(x) + x * torch.sgn(x)),
    of_shape("numbers", _numbers, _eager_numbers),
    broadcasting("logic", _logic, _eager_logic, (-2, 2), (-2, 2)),
]
