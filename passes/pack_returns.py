"""Lets a function return one tuple of what it returned. TorchScript's packReturnValuesIntoTuple.

    func.func @f(%x: tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>) {
      %0 = aten.exp %x : tensor<2xf32> -> tensor<2xf32>
      func.return %0, %x : tensor<2xf32>, tensor<2xf32>
    }

becomes

    func.func @f(%x: tensor<2xf32>) -> tuple<tensor<2xf32>, tensor<2xf32>> {
      %0 = aten.exp %x : tensor<2xf32> -> tensor<2xf32>
      %1 = autodiff.tuple_construct %0, %x : tensor<2xf32>, tensor<2xf32> -> tuple<tensor<2xf32>, tensor<2xf32>>
      func.return %1 : tuple<tensor<2xf32>, tensor<2xf32>>
    }

and whoever calls it unpacks the tuple.
"""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass
from xdsl.rewriter import Rewriter

from adjoint.dialects.autodiff import TupleConstructOp, TupleUnpackOp
from adjoint.passes.functions import calls_of, return_of, selected_functions, update_function_type


def pack_returns(module: ModuleOp, function: func.FuncOp) -> None:
    """Packs what the function returns into one tuple, and unpacks it after every call in the module."""
    returned = return_of(function)
    tuple_ = TupleConstructOp(returned.arguments)
    tuple_.location = returned.location
    block = returned.parent
    assert block is not None
    block.insert_op_before(tuple_, returned)
    returned.operands = [tuple_.result]
    function.res_attrs = None
    update_function_type(function)
    for call in calls_of(module, function.sym_name.data):
        replacement = func.CallOp(call.callee, call.arguments, [tuple_.result.type])
        unpack = TupleUnpackOp(replacement.results[0])
        replacement.location = unpack.location = call.location
        caller = call.parent
        assert caller is not None
        caller.insert_ops_before([replacement, unpack], call)
        for old, new in zip(call.results, unpack.results, strict=True):
            old.replace_all_uses_with(new)
        Rewriter.erase_op(call)


@dataclass(frozen=True)
class PackReturnsPass(ModulePass):
    """Packs the returns of `function`, or of every function."""

    name = "pack-returns"

    function: str | None = None

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for function in selected_functions(op, self.function):
            pack_returns(op, function)
