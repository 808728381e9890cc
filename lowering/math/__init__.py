"""The functions of the `math` dialect as polynomials.

Each is a function of `arith` ops on a scalar f32 or f64, at most 2 ulp from the correctly rounded value for every
argument, with the special values of C (annex F.10 of the standard). They have no branches, no loops and no tables in
memory, so that a loop that calls them vectorises once they are inlined: what differs by argument is computed both ways
and selected.

They take a processor with fused multiply-add (x86-64-v3, AArch64) for granted. On others `math.fma` is a call of the C
library: as exact, but slow.
"""

from collections.abc import Callable, Mapping

from xdsl.dialects import func
from xdsl.dialects.builtin import UnitAttr
from xdsl.ir import Attribute, Block, Region

from adjoint.lowering.math import error_function, exponential, hyperbolic, logarithm, power, trigonometric
from adjoint.lowering.math.float_format import FORMATS
from adjoint.lowering.math.scalar import Float, FunctionBody

ALWAYS_INLINE = "adjoint.always_inline"
"""The unit attribute of a function that is to be inlined wherever it is called."""

MATH_FUNCTIONS: Mapping[str, Callable[..., Float]] = {
    "math.cos": trigonometric.cos,
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
    "math.tan": trigonometric.tan,
    "math.tanh": hyperbolic.tanh,
}
"""By the name of an op, what emits its function: from one scalar an operand to the result."""


def math_function_name(op_name: str, type_: Attribute) -> str:
    """`adjoint.tanh.f32` for `math.tanh` on f32."""
    return f"adjoint.{op_name.removeprefix('math.')}.{type_}"


def math_function(op_name: str, operand_count: int, type_: Attribute) -> func.FuncOp:
    """The private function `@adjoint.<op>.<type>` that computes a `math` op on scalars of the type, f32 or f64.

    Raises KeyError for an op that has none, and for another type.
    """
    emit, format = MATH_FUNCTIONS[op_name], FORMATS[type_]
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
