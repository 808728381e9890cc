"""The rule of pow."""

from adjoint.dialects import aten
from adjoint.dialects.aten.constants import splat_of
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.differentiate.registry import Cotangent, Cotangents, adjoint_rule


@adjoint_rule(aten.PowOp)
def pow(op: aten.PowOp, g: Tensor) -> Cotangents:
    """`g · n x^(n-1)`, 0 where n is 0; and `g · x^n log x`, 0 where x is 0 and n is not negative."""
    x, n = Tensor(op.input), Tensor(op.exponent)

    def base_cotangent() -> Tensor:
        return aten.where(n == 0, 0, g * (n * x ** (n - 1)))

    def exponent_cotangent() -> Tensor:
        return g * aten.where((x == 0) * (n >= 0), 0, Tensor(op.result) * aten.log(x))

    number = splat_of(op.exponent)
    return base_cotangent if number is None else cotangent_of_number_power(g, x, number), exponent_cotangent


def cotangent_of_number_power(g: Tensor, x: Tensor, n: float) -> Cotangent:
    """`g · n x^(n-1)` for a number n; 0 for n = 0, also where x is 0 or NaN."""
    if n == 0:
        return None
    if n == 1:
        return g
    return (lambda: g * (x * 2)) if n == 2 else (lambda: g * (x ** (n - 1) * n))
