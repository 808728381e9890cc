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
from xdsl.ir import Block, SSAValue
from xdsl.passes import ModulePass
from xdsl.traits import SymbolTable
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects.location import located
from adjoint.passes.functions import body_block, return_of, selected_functions

logger = logging.getLogger("adjoint.passes.inline-functions")


def inline_calls(function: func.FuncOp) -> None:
    """Inlines every call in the function, and the calls in what was inlined.

    Raises PassFailedException where a function calls itself, or where what is called has control flow.
    """
    _inline_calls_in(function.body.blocks.first, [function.sym_name.data])


def _inline_calls_in(block: Block | None, callers: list[str]) -> None:
    if block is None:
        return
    for op in list(block.ops):
        if isinstance(op, func.CallOp):
            _inline(op, callers)
            continue
        for region in op.regions:
            for inner in region.blocks:
                _inline_calls_in(inner, callers)


def _inline(call: func.CallOp, callers: list[str]) -> None:
    callee = SymbolTable.lookup_symbol(call, call.callee)
    if not isinstance(callee, func.FuncOp) or callee.is_declaration:
        return
    name = callee.sym_name.data
    if name in callers:
        chain = " calls ".join(f"@{each}" for each in [*callers[callers.index(name) :], name])
        raise PassFailedException(located(call, f"cannot inline a recursive function: {chain}"))
    logger.debug("inlined @%s into @%s", name, callers[-1])
    body, block = body_block(callee), call.parent_block()
    assert block is not None
    mapping: dict[SSAValue, SSAValue] = dict(zip(body.args, call.arguments, strict=True))
    copies = Block()
    for op in body.ops:
        if not isinstance(op, func.ReturnOp):
            copies.add_op(op.clone(mapping))
    _inline_calls_in(copies, [*callers, name])
    results = [mapping.get(value, value) for value in return_of(callee).arguments]
    for op in list(copies.ops):
        op.detach()
        block.insert_op_before(op, call)
    for old, new in zip(call.results, results, strict=True):
        old.replace_all_uses_with(new)
    call.detach()
    call.erase()


@dataclass(frozen=True)
class InlineFunctionsPass(ModulePass):
    """Inlines the calls in `function`, or in every function."""

    name = "inline-functions"

    function: str | None = None

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for function in selected_functions(op, self.function):
            inline_calls(function)
