"""Computes sizes that depend on data by a function of their own, and makes them arguments of the function.

Sizes are known before a function runs: its memory is planned by them. An op whose result is as large as its data says
(`aten.nonzero`) therefore takes its size from an argument, and another function, `@f.data_sizes`, which is run first,
gives what is passed there. That function may need sizes of its own, and then has a function as well.

    func.func @f(%x: tensor<?xf32>) -> tensor<?x1xi64> {
      %0 = aten.nonzero %x : tensor<?xf32> -> tensor<?x1xi64>
      func.return %0 : tensor<?x1xi64>
    }

becomes

    func.func @f(%x: tensor<?xf32>, %0: tensor<index>) -> tensor<?x1xi64>
        attributes {adjoint.data_sizes = @f.data_sizes} {
      %1 = aten.nonzero %x count %0 : tensor<?xf32> -> tensor<?x1xi64>
      func.return %1 : tensor<?x1xi64>
    }
    func.func @f.data_sizes(%x: tensor<?xf32>) -> tensor<index> {
      %0 = aten.constant dense<0.000000e+00> : tensor<f32>
      %1 = aten.ne %x, %0 : tensor<?xf32>, tensor<f32> -> tensor<?xi1>
      %2 = aten.sum %1 : tensor<?xi1> -> tensor<i64>
      %3 = aten.to %2 dtype = index : tensor<i64> -> tensor<index>
      func.return %3 : tensor<index>
    }
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import ArrayAttr, DictionaryAttr, ModuleOp, StringAttr, SymbolRefAttr
from xdsl.ir import SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.transforms.dead_code_elimination import region_dce

from adjoint.dialects.aten.data_sized import DataSizedOp
from adjoint.dialects.aten.narrow import INDEX
from adjoint.dialects.aten.tensor import building
from adjoint.passes.functions import body_block, defined_functions, return_of, unused_name, update_function_type

logger = logging.getLogger("adjoint.passes.outline-data-sizes")

DATA_SIZES = "adjoint.data_sizes"
"""The attribute that names the function of the sizes, which are the last arguments."""


def outline_data_sizes(module: ModuleOp, function: func.FuncOp) -> None:
    """Makes the sizes of a function that depend on data arguments, and adds the function that computes them."""
    if not _unsized(function):
        return
    sizes = function.clone()
    sizes.sym_name = StringAttr(unused_name(module, f"{function.sym_name.data}.data_sizes"))
    sizes.attributes.pop(DATA_SIZES, None)
    Rewriter.insert_op(sizes, InsertPoint.after(function))
    _return_counts(sizes)
    block = body_block(function)
    for op in _unsized(function):
        count = block.insert_arg(INDEX, len(block.args))
        sized = type(op)(op.input, count)
        sized.location = op.location
        sized.result.name_hint = op.result.name_hint
        Rewriter.replace_op(op, sized)
    if function.arg_attrs is not None:
        without = [DictionaryAttr({})] * (len(block.args) - len(function.arg_attrs))
        function.arg_attrs = ArrayAttr([*function.arg_attrs, *without])
    update_function_type(function)
    function.attributes[DATA_SIZES] = SymbolRefAttr(sizes.sym_name)
    logger.info("@%s takes sizes from @%s, which depend on data", function.sym_name.data, sizes.sym_name.data)
    outline_data_sizes(module, sizes)


def data_sizes_of(function: func.FuncOp) -> str | None:
    """The name of the function that computes the last arguments of this one, None where there is none."""
    symbol = function.attributes.get(DATA_SIZES)
    return symbol.string_value() if isinstance(symbol, SymbolRefAttr) else None


def _unsized(function: func.FuncOp) -> Sequence[DataSizedOp]:
    return [op for op in function.body.walk() if isinstance(op, DataSizedOp) and op.count is None]


def _return_counts(function: func.FuncOp) -> None:
    """Makes the function return the sizes, and nothing else."""
    returned = return_of(function)
    counts: list[SSAValue] = []
    for op in _unsized(function):
        with building(InsertPoint.before(returned), op.location):
            counts.append(op.emit_count().value)
    Rewriter.replace_op(returned, func.ReturnOp(*counts))
    region_dce(function.body)
    update_function_type(function)


@dataclass(frozen=True)
class OutlineDataSizesPass(ModulePass):
    """Makes sizes that depend on data arguments of every function that has some."""

    name = "outline-data-sizes"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for function in defined_functions(op):
            outline_data_sizes(op, function)
