"""Powers, as PyTorch computes them: by multiplication and square roots where the exponent is a usual one."""

from xdsl.dialects import arith, math as math_dialect

from adjoint.lowering.linalg.scalar import Scalar, bitwidth_of, constant, emit, select, sqrt


def power(x: Scalar, exponent: Scalar) -> Scalar:
    """`x ** exponent`, both of one type."""
    number = _constant(exponent)
    if x.is_float:
        special = None if number is None else _usual_power(x, number)
        return emit(math_dialect.PowFOp(x.value, exponent.value)) if special is None else special
    if number is None:
        return _integer_power(x, exponent)
    return _constant_integer_power(x, int(number))


def _constant(x: Scalar) -> float | int | None:
    owner = x.value.owner
    if not isinstance(owner, arith.ConstantOp):
        return None
    number = getattr(owner.value, "value", None)
    return None if number is None else number.data


def _usual_power(x: Scalar, exponent: float) -> Scalar | None:
    match exponent:
        case 0:
            return constant(1, x.type)
        case 1:
            return x
        case 2:
            return x * x
        case 3:
            return x * x * x
        case 0.5:
            return sqrt(x)
        case -0.5:
            return emit(math_dialect.RsqrtOp(x.value))
        case -1:
            return 1 / x
        case -2:
            return 1 / (x * x)
        case _:
            return None


def _constant_integer_power(x: Scalar, exponent: int) -> Scalar:
    """By repeated squaring; a negative exponent leaves 1 and -1 only, all else is rounded to 0."""
    if exponent < 0:
        return _integer_power(x, constant(exponent, x.type))
    result: Scalar | None = None
    square = x
    while exponent:
        if exponent & 1:
            result = square if result is None else result * square
        exponent >>= 1
        if exponent:
            square = square * square
    return constant(1, x.type) if result is None else result


def _integer_power(x: Scalar, exponent: Scalar) -> Scalar:
    """By repeated squaring over the bits of the exponent; a negative one leaves 1 and -1 only, all else becomes 0."""
    bits = bitwidth_of(x.type)
    one = constant(1, x.type)
    result, square = one, x
    for bit in range(bits - 1):
        is_set = ((exponent >> bit) & 1).compare("ne", 0)
        result = result * select(is_set, square, one)
        square = square * square
    is_odd = (exponent & 1).compare("ne", 0)
    of_negative = select(x.compare("eq", 1), one, 0)
    of_negative = select(x.compare("eq", -1), select(is_odd, constant(-1, x.type), one), of_negative)
    return select(exponent.compare("lt", 0), of_negative, result)
