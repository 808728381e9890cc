"""Inlines calls, so that what follows sees one straight-line function. TorchScript's Inline.

    func.func private @square(%x: tensor<2xf32>) -> tensor<2xf32> {
      %0 = aten.mul %x, %x : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
      func.return %0 : tensor<2xf32>
    }
    func.func @f(%a: tensor<2xf32>) -> tensor<2xf32> {
      %0 = func.call @square(%a) : (tensor<2xf32>) -> tensor<2xf32>
      func.return %0 : tensor<2xf32>
    }

becomes

    func.func @f(%a: tensor<2xf32>) -> tensor<2xf32> {
      %0 = aten.mul %a, %a : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
      func.return %0 : tensor<2xf32>
    }

and @square stays as it was. A call of a function without a body stays a call.
"""

import logging
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import Rewriter
from xdsl.traits import SymbolTable
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects.location import located
from adjoint.passes.functions import body_block, return_of, selected_functions

logger = logging.getLogger("adjoint.passes.inline-functions")


def inline_calls(function: func.FuncOp) -> None:
    """Inlines every call in the function, and the calls in what was inlined.

    Raises PassFailedException where a function calls itself, or where what is called has control flow.
    """
    calls = [op for op in function.walk() if isinstance(op, func.CallOp)]
    for call in calls:
        _inline(call, [function.sym_name.data])


def _inline(call: func.CallOp, callers: list[str]) -> None:
    callee = SymbolTable.lookup_symbol(call, call.callee)
    if not isinstance(callee, func.FuncOp) or callee.is_declaration:
        return
    name = callee.sym_name.data
    if name in callers:
        chain = " calls ".join(f"@{each}" for each in [*callers[callers.index(name) :], name])
        raise PassFailedException(located(call, f"cannot inline a recursive function: {chain}"))
    logger.debug("inlined @%s into @%s", name, callers[-1])
    block = call.parent
    assert block is not None
    mapping: dict[SSAValue, SSAValue] = dict(zip(body_block(callee).args, call.arguments, strict=True))
    calls: list[func.CallOp] = []
    for op in body_block(callee).ops:
        if isinstance(op, func.ReturnOp):
            continue
        copy = op.clone(mapping)
        block.insert_op_before(copy, call)
        calls += [inner for inner in copy.walk() if isinstance(inner, func.CallOp)]
    for old, new in zip(call.results, return_of(callee).arguments, strict=True):
        old.replace_all_uses_with(mapping.get(new, new))
    Rewriter.erase_op(call)
    for inner in calls:
        _inline(inner, [*callers, name])


@dataclass(frozen=True)
class InlineFunctionsPass(ModulePass):
    """Inlines the calls in `function`, or in every function."""

    name = "inline-functions"

    function: str | None = None

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for function in selected_functions(op, self.function):
            inline_calls(function)
