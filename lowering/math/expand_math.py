"""`expand-math`: calls of polynomials in place of the functions of the `math` dialect.

`convert-to-llvm` does the same for what it converts; this pass does it alone, so that the functions can be read, and a
module be taken to native code by other ways. Upstream has `math-polynomial-approximation` and `convert-math-to-libm`.

    func.func @f(%x: f32) -> f32 {             func.func @f(%x: f32) -> f32 {
      %y = math.tanh %x : f32                    %y = func.call @adjoint.tanh.f32(%x) : (f32) -> f32
      func.return %y : f32                       func.return %y : f32
    }                                          }
                                               func.func private @adjoint.tanh.f32(%x: f32) -> f32
                                                   attributes {adjoint.always_inline} {
                                                 %0 = math.absf %x : f32
                                                 // … arith.mulf, math.fma, arith.select, …
                                               }

What is one instruction stays: absf, ceil, copysign, floor, fma, round, roundeven, sqrt, trunc, functions of integers. A
special function that is declared, `@adjoint.lgamma.f32`, gets its body.
"""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import func, math
from xdsl.dialects.builtin import ModuleOp, StringAttr, SymbolRefAttr
from xdsl.ir import Attribute, Operation
from xdsl.passes import ModulePass
from xdsl.rewriter import Rewriter
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects.location import located
from adjoint.lowering.math import MATH_FUNCTIONS, math_function, math_function_name, special_function_of
from adjoint.lowering.math.float_format import FORMATS

_INSTRUCTIONS = frozenset(
    {
        math.AbsFOp,
        math.AbsIOp,
        math.CeilOp,
        math.CopySignOp,
        math.CountLeadingZerosOp,
        math.CountTrailingZerosOp,
        math.CtPopOp,
        math.FloorOp,
        math.FmaOp,
        math.RoundEvenOp,
        math.RoundOp,
        math.SqrtOp,
        math.TruncOp,
    }
)


@dataclass(frozen=True)
class ExpandMathPass(ModulePass):
    """Replaces the scalar functions of the `math` dialect on f32 and f64, and adds each that is called once.

    Fails at a function that has no polynomial, and at another type.
    """

    name = "expand-math"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        present = {
            symbol.data for child in op.ops if isinstance(symbol := child.properties.get("sym_name"), StringAttr)
        }
        for declaration in [child for child in op.ops if isinstance(child, func.FuncOp) and child.is_declaration]:
            if name := special_function_of(declaration):
                inputs = declaration.function_type.inputs.data
                definition = math_function(name, len(inputs), inputs[0])
                Rewriter.replace_op(declaration, definition, [])
        expanded = [found for found in op.walk() if isinstance(found, _FUNCTION_OPS)]
        for found in expanded:
            type_ = _checked_type(found)
            symbol = math_function_name(found.name, type_)
            if symbol not in present:
                present.add(symbol)
                op.body.block.add_op(math_function(found.name, len(found.operands), type_))
            call = func.CallOp(SymbolRefAttr(symbol), found.operands, [type_])
            call.location = found.location
            Rewriter.replace_op(found, call)


_FUNCTION_OPS = tuple(op_type for op_type in math.Math.operations if op_type not in _INSTRUCTIONS)


def _checked_type(op: Operation) -> Attribute:
    if op.name not in MATH_FUNCTIONS:
        known = ", ".join(name.removeprefix("math.") for name in MATH_FUNCTIONS)
        raise PassFailedException(located(op, f"has no polynomial; these have: {known}"))
    type_ = op.results[0].type
    if type_ not in FORMATS:
        known = " or ".join(map(str, FORMATS))
        raise PassFailedException(located(op, f"computes numbers of type {known}, got {type_}"))
    return type_
