"""Replaces tuples by their elements, at the boundaries of functions as well. TorchScript's LowerAllTuples.

    func.func @f(%x: tensor<2xf32>) -> tuple<tensor<2xf32>, tensor<2xf32>> {
      %0 = autodiff.tuple_construct %x, %x : tensor<2xf32>, tensor<2xf32> -> tuple<tensor<2xf32>, tensor<2xf32>>
      %1, %2 = autodiff.tuple_unpack %0 : tuple<tensor<2xf32>, tensor<2xf32>> -> tensor<2xf32>, tensor<2xf32>
      %3 = autodiff.tuple_construct %1, %2 : tensor<2xf32>, tensor<2xf32> -> tuple<tensor<2xf32>, tensor<2xf32>>
      func.return %3 : tuple<tensor<2xf32>, tensor<2xf32>>
    }

becomes

    func.func @f(%x: tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>) {
      func.return %x, %x : tensor<2xf32>, tensor<2xf32>
    }
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import ArrayAttr, DictionaryAttr, FunctionType, ModuleOp, TupleType
from xdsl.ir import Attribute, Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects.autodiff import TupleConstructOp, TupleUnpackOp
from adjoint.dialects.location import located


def lower_tuples(module: ModuleOp) -> None:
    """Replaces every tuple of the module by its elements.

    Raises PassFailedException where an op of another dialect gives or takes one.
    """
    for op in list(module.walk()):
        match op:
            case func.FuncOp():
                _flatten_function(op)
            case func.ReturnOp():
                _flatten_operands(op)
            case func.CallOp():
                _flatten_call(op)
            case _:
                pass
    _cancel(module)


def _flattened(types: Sequence[Attribute]) -> list[Attribute]:
    """The types with those of the elements in place of tuples, also of tuples in tuples."""
    return [
        leaf for type_ in types for leaf in (_flattened(type_.types.data) if isinstance(type_, TupleType) else [type_])
    ]


def _construct(type_: Attribute, leaves: Iterator[SSAValue], point: InsertPoint) -> SSAValue:
    """A value of the type from the next leaves."""
    if not isinstance(type_, TupleType):
        return next(leaves)
    tuple_ = TupleConstructOp([_construct(element, leaves, point) for element in type_.types])
    Rewriter.insert_op(tuple_, point)
    return tuple_.result


def _leaves(value: SSAValue, point: InsertPoint) -> Iterator[SSAValue]:
    """What a value consists of that is not a tuple."""
    if not isinstance(value.type, TupleType):
        yield value
        return
    unpack = TupleUnpackOp(value)
    Rewriter.insert_op(unpack, point)
    for element in unpack.elements:
        yield from _leaves(element, point)


def _flatten_function(function: func.FuncOp) -> None:
    """The elements of a tuple as arguments of their own, from which the tuple is constructed again."""
    old = function.function_type
    new = FunctionType.from_lists(_flattened(old.inputs.data), _flattened(old.outputs.data))
    if old == new:
        return
    if function.arg_attrs is not None:
        function.arg_attrs = ArrayAttr(
            each
            for type_, attributes in zip(old.inputs, function.arg_attrs, strict=True)
            for each in (
                [DictionaryAttr({}) for _ in _flattened([type_])] if isinstance(type_, TupleType) else [attributes]
            )
        )
    if len(old.outputs) != len(new.outputs):
        function.res_attrs = None
    function.function_type = new
    if function.is_declaration:
        return
    block = function.body.block
    for argument in block.args:
        if not isinstance(argument.type, TupleType):
            continue
        position = argument.index
        types = _flattened([argument.type])
        leaves = [block.insert_arg(type_, position + number) for number, type_ in enumerate(types)]
        argument.replace_all_uses_with(_construct(argument.type, iter(leaves), InsertPoint.at_start(block)))
        block.erase_arg(argument)


def _flatten_operands(op: Operation) -> None:
    if any(isinstance(operand.type, TupleType) for operand in op.operands):
        point = InsertPoint.before(op)
        op.operands = [leaf for operand in op.operands for leaf in _leaves(operand, point)]


def _flatten_call(call: func.CallOp) -> None:
    _flatten_operands(call)
    types = list(call.result_types)
    if not any(isinstance(type_, TupleType) for type_ in types):
        return
    point = InsertPoint.before(call)
    replacement = func.CallOp(call.callee, call.arguments, _flattened(types))
    replacement.location = call.location
    Rewriter.insert_op(replacement, point)
    leaves = iter(replacement.results)
    for old in call.results:
        old.replace_all_uses_with(_construct(old.type, leaves, point))
    Rewriter.erase_op(call)


def _cancel(module: ModuleOp) -> None:
    """What unpacks a constructed tuple has its elements; tuples that nobody uses go."""
    for op in list(module.walk()):
        if isinstance(op, TupleUnpackOp) and isinstance(op.tuple.owner, TupleConstructOp):
            for old, new in zip(op.elements, op.tuple.owner.elements, strict=True):
                old.replace_all_uses_with(new)
            Rewriter.erase_op(op)
    for op in list(module.walk(reverse=True)):
        if isinstance(op, TupleConstructOp) and op.result.first_use is None:
            Rewriter.erase_op(op)
        elif isinstance(op, TupleConstructOp | TupleUnpackOp):
            raise PassFailedException(located(op, "its tuple comes from or goes to an op that does not unpack it"))


@dataclass(frozen=True)
class LowerTuplesPass(ModulePass):
    """Replaces every tuple of the module by its elements."""

    name = "lower-tuples"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        lower_tuples(op)
