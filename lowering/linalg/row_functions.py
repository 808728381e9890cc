"""Functions that work on one row after the other, for what no structured op can say: scans and sorts.

Such a function is private, a kernel from the start (`lowering/kernels/interface.py`), and is called like one. It takes
flat tensors, then sizes, and gives flat tensors; its body is loops over indices that read elements of tensors and
insert elements into others. The last loop is the one over rows: a row reads and writes no element that another one
writes, so that threads can share them.

    func.func private @running_sums(%x: tensor<?xf32>, %rows: index, %n: index) -> tensor<?xf32>
      attributes {kernel.rows = [0 : index], kernel.work = [1 : index, 4 : i64]} {
      %count = arith.muli %rows, %n : index
      %empty = tensor.empty(%count) : tensor<?xf32>
      %sums = scf.for %row = %c0 to %rows step %c1 iter_args(%so_far = %empty) -> (tensor<?xf32>) {
        … tensor.extract %x[%at] … tensor.insert %sum into %so_far[%at] …
      }
      func.return %sums : tensor<?xf32>
    }

Here it is written as if tensors could be changed: a `Buffer` remembers the tensor that holds its elements by now, and a
loop carries all of them. `convert-kernels-to-loops` makes that true.
"""

from collections.abc import Callable, Sequence
from itertools import count

from xdsl.dialects import scf, tensor
from xdsl.dialects.builtin import DYNAMIC_INDEX, ArrayAttr, IndexType, IntegerAttr, TensorType, i64
from xdsl.dialects.func import CallOp, FuncOp, ReturnOp
from xdsl.ir import Attribute, Block, SSAValue
from xdsl.traits import SymbolTable

from adjoint.dialects.aten.base import tensor_type
from adjoint.lowering.kernels.interface import ROWS, SCRATCH, WORK
from adjoint.lowering.linalg.function_lowering import FunctionLowering
from adjoint.lowering.linalg.scalar import Scalar, constant, element, emit, emitting_into, rounded
from adjoint.lowering.linalg.symbolic import Shape, Size, product
from adjoint.lowering.linalg.views import LoweredTensor, View

_INDEX = IndexType()


class Buffer:
    """A flat tensor whose elements can be read, and set unless it is an input."""

    def __init__(self, holds: SSAValue):
        self.holds = holds
        """The tensor with the elements as they are at the current place."""

    @property
    def element_type(self) -> Attribute:
        """The type of the elements."""
        return tensor_type(self.holds).element_type

    def __getitem__(self, index: Scalar) -> Scalar:
        return element(self.holds, [index])

    def __setitem__(self, index: Scalar, value: Scalar) -> None:
        element = rounded(value, self.element_type)
        self.holds = emit(tensor.InsertOp(element.value, self.holds, index.value)).value


class RowFunction:
    """A function that works row by row, being written."""

    def __init__(self, inputs: Sequence[Attribute], *sizes: str):
        """`inputs` are the element types of the tensors that it takes, `sizes` the names of the sizes."""
        types = [*(TensorType(type_, [DYNAMIC_INDEX]) for type_ in inputs), *[_INDEX] * len(sizes)]
        self.block = Block(arg_types=types)
        for argument, name in zip(self.block.args, (*["x"] * len(inputs), *sizes), strict=True):
            argument.name_hint = name
        self.inputs = [Buffer(argument) for argument in self.block.args[: len(inputs)]]
        self.sizes = [Scalar(argument) for argument in self.block.args[len(inputs) :]]
        with emitting_into(self.block):
            self.zero, self.one = constant(0, _INDEX), constant(1, _INDEX)
        self._results: list[Buffer] = []
        self._scratch: list[tuple[Buffer, Scalar | int]] = []

    def result(self, element_type: Attribute, size: Scalar) -> Buffer:
        """Elements that the function gives, not set yet."""
        buffer = self._buffer(element_type, DYNAMIC_INDEX, [size.value])
        self._results.append(buffer)
        return buffer

    def scratch(self, element_type: Attribute, size: Scalar | int) -> Buffer:
        """Elements that one row needs while it is worked on: a number of them, or as many as a size of the function."""
        if isinstance(size, int):
            buffer = self._buffer(element_type, size, [])
        else:
            buffer = self._buffer(element_type, DYNAMIC_INDEX, [size.value])
        self._scratch.append((buffer, size))
        return buffer

    def loop(
        self,
        end: Scalar,
        body: Callable[..., Sequence[Scalar] | None],
        *carried: Scalar,
        begin: Scalar | None = None,
        step: Scalar | None = None,
    ) -> Sequence[Scalar]:
        """Runs `body(index, *carried)` from `begin`, or 0, up to `end`, excluded, in steps of `step`, or 1.

        The body gives what it is carried the next time; the loop what the last one gave.
        """
        buffers = [*self._results, *(buffer for buffer, _ in self._scratch)]
        initial = [*(scalar.value for scalar in carried), *(buffer.holds for buffer in buffers)]
        block = Block(arg_types=[_INDEX, *(value.type for value in initial)])
        index, *arguments = block.args
        for buffer, argument in zip(buffers, arguments[len(carried) :], strict=True):
            buffer.holds = argument
        with emitting_into(block):
            following = body(Scalar(index), *map(Scalar, arguments[: len(carried)])) or ()
        block.add_op(scf.YieldOp(*(each.value for each in following), *(buffer.holds for buffer in buffers)))
        first, by = self.zero if begin is None else begin, self.one if step is None else step
        loop = scf.ForOp(first.value, end.value, by.value, initial, block)
        if loop.results:
            emit(loop)
        for buffer, result in zip(buffers, loop.results[len(carried) :], strict=True):
            buffer.holds = result
        return [Scalar(result) for result in loop.results[: len(carried)]]

    def finish(self, name: str, *work: Scalar | int) -> FuncOp:
        """The function, whose rows are as many as its first size is.

        A row is as much work as so many additions of one vector lane: a product of numbers and sizes of the function.
        """
        self.block.add_op(ReturnOp(*(buffer.holds for buffer in self._results)))
        types = [argument.type for argument in self.block.args]
        function = FuncOp(name, (types, [buffer.holds.type for buffer in self._results]), visibility="private")
        function.body.detach_block(0)
        function.body.add_block(self.block)
        function.attributes[ROWS] = ArrayAttr([IntegerAttr.from_index_int_value(0)])
        function.attributes[WORK] = ArrayAttr([self._factor(each) for each in work])
        if self._scratch:
            function.attributes[SCRATCH] = ArrayAttr(
                ArrayAttr[Attribute]([buffer.element_type, ArrayAttr([self._factor(size)])])
                for buffer, size in self._scratch
            )
        return function

    def _factor(self, size: Scalar | int) -> IntegerAttr:
        if isinstance(size, int):
            return IntegerAttr(size, i64)
        return IntegerAttr.from_index_int_value([each.value for each in self.sizes].index(size.value))

    def _buffer(self, element_type: Attribute, size: int, dynamic: list[SSAValue]) -> Buffer:
        return Buffer(emit(tensor.EmptyOp(dynamic, TensorType(element_type, [size]))).value)


def call_row_function(
    lowering: FunctionLowering,
    name: str,
    write: Callable[[str], FuncOp],
    inputs: Sequence[LoweredTensor],
    sizes: Sequence[Size],
    shapes: Sequence[Shape],
) -> Sequence[View]:
    """Calls a function that works row by row; gives its results in the given shapes.

    `write` writes it under a name; equal ones, and only these, have one name and are one function of the module.
    """
    flat = [(lowering.number_of_elements(each.shape),) for each in inputs]
    operands = [
        lowering.cast(lowering.materialize(lowering.reshape(each, shape)), [DYNAMIC_INDEX])
        for each, shape in zip(inputs, flat, strict=True)
    ]
    function = _declared(lowering.function, name, write)
    call = CallOp(
        function.sym_name.data,
        [*operands, *(lowering.index(size) for size in sizes)],
        function.function_type.outputs.data,
    )
    lowering.insert(call)
    return [_shaped(lowering, result, shape) for result, shape in zip(call.res, shapes, strict=True)]


def _shaped(lowering: FunctionLowering, flat: SSAValue, shape: Shape) -> View:
    size = lowering.sizes.equalities.find(product(shape))
    source = lowering.cast(flat, [DYNAMIC_INDEX if size.constant is None else size.constant])
    return View.of(lowering.reshape_source(source, (size,), shape), shape)


def _declared(caller: FuncOp, name: str, write: Callable[[str], FuncOp]) -> FuncOp:
    """The function of that name in the module of the caller, written where it is not there yet.

    Programs may have functions of any name: one that is none of these is left alone.
    """
    table = caller.parent_op()
    assert table is not None
    for number in count():
        symbol = name if not number else f"{name}_{number}"
        found = SymbolTable.lookup_symbol(table, symbol)
        if isinstance(found, FuncOp) and WORK in found.attributes:
            return found
        if found is None:
            function = write(symbol)
            block = caller.parent
            assert block is not None
            block.insert_op_before(function, caller)
            return function
    raise AssertionError("count() ends")
