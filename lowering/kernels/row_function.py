"""A row function on tensors as one on buffers: what it inserts goes where the tensor is, nothing is copied.

That is right because a row function changes each of its tensors in one place at a time: an element is inserted into the
tensor that holds all earlier insertions, and a loop yields what it was carried, with more insertions
(`adjoint.lowering.linalg.row_functions`). Both are checked here.
"""

from collections.abc import Sequence
from typing import cast

from xdsl.dialects import func, memref, scf, tensor
from xdsl.dialects.builtin import TensorType
from xdsl.ir import Block, Operation, OpResult, SSAValue
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects.location import located
from adjoint.lowering.kernels.interface import KernelInterface


def emit_row_function(function: func.FuncOp, interface: KernelInterface) -> func.FuncOp:
    """The function `(%begin, %end, sizes…, inputs…, results…, scratch…)` of a row function."""
    return _Converter(function, interface).convert()


class _Converter:
    def __init__(self, function: func.FuncOp, interface: KernelInterface):
        self._source = function
        self._interface = interface
        self._function = func.FuncOp(interface.name, (interface.buffer_types(), []), visibility="private")
        self._values: dict[SSAValue, SSAValue] = {}
        """The scalars there, by those of the function on tensors."""
        self._buffers: dict[SSAValue, SSAValue] = {}
        """Where each tensor is."""

    def convert(self) -> func.FuncOp:
        source, target = self._source.body.block, self._function.body.block
        begin, end, *arguments = target.args
        begin.name_hint, end.name_hint = "begin", "end"
        inputs, sizes = len(self._interface.inputs), self._interface.size_count
        for argument, value in zip((*source.args[inputs:], *source.args[:inputs]), arguments, strict=False):
            value.name_hint = argument.name_hint
        self._values.update(zip(source.args[inputs:], arguments[:sizes], strict=True))
        self._buffers.update(zip(source.args[:inputs], arguments[sizes:], strict=False))
        self._assign_empties(arguments[sizes + inputs :])
        loops = [op for op in source.ops if isinstance(op, scf.ForOp)]
        if not loops:
            raise self._malformed("its last loop is over rows")
        self._copy(source, target, loops[-1], begin, end)
        target.add_op(func.ReturnOp())
        return self._function

    def _assign_empties(self, outputs: Sequence[SSAValue]) -> None:
        """What is returned starts as an empty tensor, in the order of results; the others are scratch, in order."""
        block = self._source.body.block
        returned = block.last_op
        starts = [_origin(value) for value in returned.arguments] if isinstance(returned, func.ReturnOp) else []
        empties = [op.tensor for op in block.ops if isinstance(op, tensor.EmptyOp)]
        buffers = [*starts, *(empty for empty in empties if empty not in starts)]
        if len(buffers) != len(outputs) or any(start not in empties for start in starts):
            raise self._malformed("what it returns, and its scratch, start as empty tensors")
        self._buffers.update(zip(buffers, outputs, strict=True))

    def _copy(self, source: Block, target: Block, rows: scf.ForOp, begin: SSAValue, end: SSAValue) -> Operation | None:
        """Copies the ops of a block up to its terminator, which it gives; the loop over rows is from begin to end."""
        for op in source.ops:
            match op:
                case tensor.EmptyOp():
                    pass
                case tensor.ExtractOp():
                    place = [self._values[index] for index in op.indices]
                    load = memref.LoadOp.get(self._buffers[op.tensor], place)
                    target.add_op(load)
                    self._values[op.result] = load.res
                case tensor.InsertOp():
                    buffer = self._buffers[op.dest]
                    place = [self._values[index] for index in op.indices]
                    target.add_op(memref.StoreOp.get(self._values[op.scalar], buffer, place))
                    self._buffers[op.result] = buffer
                case scf.ForOp() if op is rows:
                    self._loop(op, target, rows, begin, end)
                case scf.ForOp():
                    self._loop(op, target, rows, self._values[op.lb], self._values[op.ub])
                case scf.YieldOp() | func.ReturnOp():
                    return op
                case _:
                    if op.regions or any(isinstance(value.type, TensorType) for value in (*op.operands, *op.results)):
                        raise self._malformed(f"it reads, inserts and loops: '{op.name}' is none of these")
                    copy = op.clone(self._values)
                    target.add_op(copy)
                    self._values.update(zip(op.results, copy.results, strict=True))
        return None

    def _loop(self, op: scf.ForOp, target: Block, rows: scf.ForOp, begin: SSAValue, end: SSAValue) -> None:
        index, *arguments = op.body.block.args
        scalars = [at for at, argument in enumerate(arguments) if not isinstance(argument.type, TensorType)]
        initial = [self._values[op.iter_args[at]] for at in scalars]
        body = Block(arg_types=[index.type, *(value.type for value in initial)])
        for argument, value in zip([index, *(arguments[at] for at in scalars)], body.args, strict=True):
            value.name_hint = argument.name_hint
            self._values[argument] = value
        carried = [at for at in range(len(arguments)) if at not in scalars]
        for at in carried:
            self._buffers[arguments[at]] = self._buffers[op.res[at]] = self._buffers[op.iter_args[at]]
        yielded = self._copy(op.body.block, body, rows, begin, end)
        assert isinstance(yielded, scf.YieldOp)
        for at in carried:
            if self._buffers[yielded.arguments[at]] is not self._buffers[op.iter_args[at]]:
                raise self._malformed("a loop yields the tensors that it carries, changed, in their order")
        body.add_op(scf.YieldOp(*(self._values[yielded.arguments[at]] for at in scalars)))
        loop = scf.ForOp(begin, end, self._values[op.step], initial, body)
        target.add_op(loop)
        self._values.update(zip((op.res[at] for at in scalars), loop.res, strict=True))

    def _malformed(self, rule: str) -> PassFailedException:
        return PassFailedException(located(self._source, f"@{self._interface.name} is no row function: {rule}"))


def _origin(value: SSAValue) -> SSAValue:
    """The tensor that a tensor was before anything was inserted."""
    match value.owner:
        case tensor.InsertOp() as insertion:
            return _origin(insertion.dest)
        case scf.ForOp() as loop:
            return _origin(loop.iter_args[cast(OpResult, value).index])
        case _:
            return value
