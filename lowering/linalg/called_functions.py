"""Calls of scalar functions that upstream's `math` has no op for: `%y = func.call @adjoint.lgamma.f32(%x)` in a body.

The module gets a private declaration of each, once. The definitions of `adjoint.…` come with the llvm stage
(lowering/math/), or with `expand-math`; `fmod` is the C library's, as the exact remainder of two f64 takes a loop.
"""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

from xdsl.dialects import func
from xdsl.dialects.builtin import FunctionType, ModuleOp, StringAttr, f32
from xdsl.rewriter import InsertPoint, Rewriter

from adjoint.lowering.linalg.scalar import Scalar, emit
from adjoint.lowering.math import math_function_name

_called: ContextVar[dict[str, FunctionType]] = ContextVar("called")


@contextmanager
def declaring_called_functions(module: ModuleOp) -> Generator[None]:
    """Within it, functions may be called; at its end, the module gets the declarations that it does not have."""
    called: dict[str, FunctionType] = {}
    token = _called.set(called)
    try:
        yield
    finally:
        _called.reset(token)
    present = {op.sym_name.data for op in module.ops if isinstance(op, func.FuncOp)}
    declarations = [
        func.FuncOp.external(symbol, type_.inputs.data, type_.outputs.data)
        for symbol, type_ in called.items()
        if symbol not in present
    ]
    for declaration in declarations:
        declaration.sym_visibility = StringAttr("private")
    Rewriter.insert_op(declarations, InsertPoint.at_end(module.body.block))


def special_function(name: str, *operands: Scalar) -> Scalar:
    """One of the functions of lowering/math."""
    return _call(math_function_name(name, operands[0].type), *operands)


def fmod(x: Scalar, y: Scalar) -> Scalar:
    """The exact remainder of a division of floats rounded towards 0: `fmod` of C."""
    return special_function("fmod", x, y) if x.type == f32 else _call("fmod", x, y)


def _call(symbol: str, *operands: Scalar) -> Scalar:
    types = [operand.type for operand in operands]
    result_types = [types[0]]
    _called.get()[symbol] = FunctionType.from_lists(types, result_types)
    return emit(func.CallOp(symbol, [operand.value for operand in operands], result_types))
