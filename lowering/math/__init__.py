"""The functions of the `math` dialect, and special functions that it does not have, as polynomials.

Each is a function of `arith` ops on a scalar f32 or f64, at most 2 ulp from the correctly rounded value for every
argument (those in `gamma` say what they reach), with the special values of C (annex F.10 of the standard). They have no
branches, no loops and no tables in memory, so that a loop that calls them vectorises once they are inlined: what
differs by argument is computed both ways and selected.

They take a processor with fused multiply-add (x86-64-v3, AArch64) for granted. On others `math.fma` is a call of the C
library: as exact, but slow.
"""

from collections.abc import Callable, Mapping
from functools import partial

from xdsl.dialects import func
from xdsl.dialects.builtin import UnitAttr, f32
from xdsl.ir import Attribute, Block, Region

from adjoint.lowering.math import (
    complementary_error_function,
    error_function,
    exponential,
    gamma,
    hyperbolic,
    inverse_error_function,
    inverse_hyperbolic,
    inverse_trigonometric,
    logarithm,
    power,
    remainder,
    trigonometric,
)
from adjoint.lowering.math.float_format import FORMATS
from adjoint.lowering.math.scalar import Float, FunctionBody

ALWAYS_INLINE = "adjoint.always_inline"
"""The unit attribute of a function that is to be inlined wherever it is called."""

MATH_FUNCTIONS: Mapping[str, Callable[..., Float]] = {
    "math.acos": inverse_trigonometric.acos,
    "math.acosh": inverse_hyperbolic.acosh,
    "math.asin": inverse_trigonometric.asin,
    "math.asinh": inverse_hyperbolic.asinh,
    "math.atan": inverse_trigonometric.atan,
    "math.atan2": inverse_trigonometric.atan2,
    "math.atanh": inverse_hyperbolic.atanh,
    "math.cos": trigonometric.cos,
    "math.cosh": hyperbolic.cosh,
    "math.erf": error_function.erf,
    "math.exp": exponential.exp,
    "math.exp2": exponential.exp2,
    "math.expm1": exponential.expm1,
    "math.log": logarithm.log,
    "math.log10": logarithm.log10,
    "math.log1p": logarithm.log1p,
    "math.log2": logarithm.log2,
    "math.powf": power.powf,
    "math.rsqrt": power.rsqrt,
    "math.sin": trigonometric.sin,
    "math.sinh": hyperbolic.sinh,
    "math.tan": trigonometric.tan,
    "math.tanh": hyperbolic.tanh,
}
"""By the name of an op, what emits its function: from one scalar an operand to the result."""

SPECIAL_FUNCTIONS: Mapping[str, Callable[..., Float]] = {
    "digamma": gamma.digamma,
    "erfc": complementary_error_function.erfc,
    "erfinv": inverse_error_function.erfinv,
    "fmod": remainder.fmod,
    "lgamma": gamma.lgamma,
}
"""By its name, a function that is no op; the n-th polygamma function is called `polygamma<n>`. fmod is of f32 only."""

_PREFIX = "adjoint."
_POLYGAMMA = "polygamma"


def math_function_name(op_name: str, type_: Attribute) -> str:
    """`adjoint.tanh.f32` for `math.tanh` on f32."""
    return f"{_PREFIX}{op_name.removeprefix('math.')}.{type_}"


def math_function(op_name: str, operand_count: int, type_: Attribute) -> func.FuncOp:
    """The private function `@adjoint.<op>.<type>` of scalars of the type, f32 or f64: of a `math` op or a special one.

    Raises KeyError for an op that has none, and for another type.
    """
    emit, format = _emitter(op_name), FORMATS[type_]
    block = Block(arg_types=[type_] * operand_count)
    for argument, hint in zip(block.args, "xy", strict=False):
        argument.name_hint = hint
    body = FunctionBody(block)
    result = emit(*(Float(argument, body, format) for argument in block.args))
    block.add_op(func.ReturnOp(result.value))
    name = math_function_name(op_name, type_)
    function = func.FuncOp(name, ([type_] * operand_count, [type_]), Region(block), visibility="private")
    function.attributes[ALWAYS_INLINE] = UnitAttr()
    return function


def special_function_of(declaration: func.FuncOp) -> str | None:
    """The name of the special function that a declaration `@adjoint.<name>.<type>` is of; None for another one."""
    symbol, inputs = declaration.sym_name.data, list(declaration.function_type.inputs)
    name, _, _ = symbol.removeprefix(_PREFIX).rpartition(".")
    if name not in SPECIAL_FUNCTIONS and _order_of_polygamma(name) is None:
        return None
    operands = [f32, f32] if name == "fmod" else inputs[:1]
    is_of_it = inputs == operands and inputs[0] in FORMATS and symbol == math_function_name(name, inputs[0])
    return name if is_of_it else None


def _emitter(name: str) -> Callable[..., Float]:
    if (order := _order_of_polygamma(name)) is not None:
        return partial(gamma.polygamma, n=order)
    return MATH_FUNCTIONS[name] if name in MATH_FUNCTIONS else SPECIAL_FUNCTIONS[name]


def _order_of_polygamma(name: str) -> int | None:
    order = name.removeprefix(_POLYGAMMA)
    return int(order) if order != name and order.isdecimal() and order != "0" else None
