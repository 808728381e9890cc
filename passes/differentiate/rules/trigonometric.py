"""Rules of the circular and hyperbolic functions and their inverses."""

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule


@adjoint_rule(aten.SinOp)
def sin(op: aten.SinOp, g: Tensor) -> Cotangents:
    return lambda: g * aten.cos(Tensor(op.input))


@adjoint_rule(aten.CosOp)
def cos(op: aten.CosOp, g: Tensor) -> Cotangents:
    return lambda: -g * aten.sin(Tensor(op.input))


@adjoint_rule(aten.TanOp)
def tan(op: aten.TanOp, g: Tensor) -> Cotangents:
    """`g · (1 + y²)`."""

    def cotangent() -> Tensor:
        y = Tensor(op.result)
        return g * (1 + y * y)

    return cotangent


@adjoint_rule(aten.AsinOp)
def asin(op: aten.AsinOp, g: Tensor) -> Cotangents:
    """`g / √(1 - x²)`: inf at ±1."""
    return lambda: g * _one_minus_square(Tensor(op.input)).rsqrt()


@adjoint_rule(aten.AcosOp)
def acos(op: aten.AcosOp, g: Tensor) -> Cotangents:
    """`-g / √(1 - x²)`: -inf at ±1."""
    return lambda: -g * _one_minus_square(Tensor(op.input)).rsqrt()


@adjoint_rule(aten.AtanOp)
def atan(op: aten.AtanOp, g: Tensor) -> Cotangents:
    """`g / (1 + x²)`."""
    return lambda: g / (1 + aten.square(Tensor(op.input)))


@adjoint_rule(aten.SinhOp)
def sinh(op: aten.SinhOp, g: Tensor) -> Cotangents:
    return lambda: g * aten.cosh(Tensor(op.input))


@adjoint_rule(aten.CoshOp)
def cosh(op: aten.CoshOp, g: Tensor) -> Cotangents:
    return lambda: g * aten.sinh(Tensor(op.input))


@adjoint_rule(aten.TanhOp)
def tanh(op: aten.TanhOp, g: Tensor) -> Cotangents:
    """`g · (1 - y²)`."""
    return lambda: g * _one_minus_square(Tensor(op.result))


@adjoint_rule(aten.AsinhOp)
def asinh(op: aten.AsinhOp, g: Tensor) -> Cotangents:
    """`g / √(x² + 1)`."""

    def cotangent() -> Tensor:
        x = Tensor(op.input)
        return g * (x * x + 1).rsqrt()

    return cotangent


@adjoint_rule(aten.AcoshOp)
def acosh(op: aten.AcoshOp, g: Tensor) -> Cotangents:
    """`g / √(x² - 1)`: inf at 1, NaN below."""

    def cotangent() -> Tensor:
        x = Tensor(op.input)
        return g * (x * x - 1).rsqrt()

    return cotangent


@adjoint_rule(aten.AtanhOp)
def atanh(op: aten.AtanhOp, g: Tensor) -> Cotangents:
    """`g / (1 - x²)`: inf at ±1."""
    return lambda: g / _one_minus_square(Tensor(op.input))


@adjoint_rule(aten.Atan2Op)
def atan2(op: aten.Atan2Op, g: Tensor) -> Cotangents:
    """`g · b / (a² + b²)` and `-g · a / (a² + b²)`; 0 where both are 0."""
    a, b = Tensor(op.input), Tensor(op.other)

    def over_square(numerator: Tensor) -> Tensor:
        square = a * a + b * b
        return aten.where(square == 0, 0, g * (numerator / square))

    return lambda: over_square(b), lambda: over_square(-a)


@adjoint_rule(aten.HypotOp)
def hypot(op: aten.HypotOp, g: Tensor) -> Cotangents:
    """`g · a / y` and `g · b / y`: NaN where both are 0."""
    y = Tensor(op.result)
    return lambda: g * (Tensor(op.input) / y), lambda: g * (Tensor(op.other) / y)


def _one_minus_square(x: Tensor) -> Tensor:
    return 1 - x * x
