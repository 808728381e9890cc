"""The function on buffers that runs a range of rows of a kernel."""

from xdsl.dialects import func
from xdsl.dialects.builtin import ArrayAttr, IntegerAttr, i64
from xdsl.ir import Attribute, SSAValue

from adjoint.lowering.fusion.sizes import Size, tensor_type
from adjoint.lowering.kernels.coordinates import Loop
from adjoint.lowering.kernels.evaluation import Evaluator
from adjoint.lowering.kernels.interface import KernelInterface
from adjoint.lowering.kernels.kernel_body import KernelBody
from adjoint.lowering.kernels.loop_builder import LoopBuilder
from adjoint.lowering.kernels.nest_emission import NestEmitter, is_carried
from adjoint.lowering.kernels.nests import Schedule


def scratch_attribute(schedule: Schedule) -> ArrayAttr[Attribute]:
    """The scratch rows of a kernel, in the form of the attribute `kernel.scratch`."""
    kernel = schedule.kernel

    def factor(size: Size) -> IntegerAttr:
        if isinstance(size, int):
            return IntegerAttr(size, i64)
        return IntegerAttr.from_index_int_value(kernel.size_arguments.index(size))

    return ArrayAttr(
        ArrayAttr[Attribute](
            [
                tensor_type(member.result).element_type,
                ArrayAttr(factor(member.sizes[dim]) for dim in kernel.kept_columns(member)),
            ]
        )
        for member in schedule.scratch
    )


def emit_row_loop(schedule: Schedule, interface: KernelInterface) -> func.FuncOp:
    """The function `(%begin, %end, sizes…, inputs…, results…, scratch…)` of a kernel."""
    kernel = schedule.kernel
    function = func.FuncOp(interface.name, (interface.buffer_types(), []), visibility="private")
    block = function.body.block
    begin, end, *arguments = block.args
    tensors = (*kernel.size_arguments, *kernel.inputs, *kernel.results)
    values: dict[SSAValue, SSAValue] = dict(zip(tensors, arguments, strict=False))
    names = ["begin", "end", *(value.name_hint for value in tensors), *("scratch" for _ in schedule.scratch)]
    for argument, name in zip(block.args, names, strict=True):
        argument.name_hint = name
    builder = LoopBuilder(block, values)
    evaluator = Evaluator(builder, schedule, values)
    evaluator.scratch.update(zip(schedule.scratch, arguments[len(tensors) :], strict=True))

    accumulated = [member for member in kernel.members.values() if kernel.is_accumulated(member)]
    carried = [member for member in accumulated if is_carried(member)]
    for member in accumulated:
        if member not in carried:
            assert member.initial is not None
            _fill(kernel, evaluator, member.result, evaluator.scalar(member.initial))
    initial = [evaluator.scalar(member.initial) for member in carried if member.initial is not None]
    whole = dict(zip(carried, builder.open_loop(schedule.rows, initial, "row"), strict=True))
    for nest in schedule.nests:
        NestEmitter(evaluator, schedule, nest, whole).emit()
    results = builder.close_loop(schedule.rows, initial, [whole[member] for member in carried], (begin, end))
    for member, result in zip(carried, results, strict=True):
        builder.store(result, evaluator.buffers[member.result], builder.index(0))
    block.add_op(func.ReturnOp())
    return function


def _fill(kernel: KernelBody, evaluator: Evaluator, result: SSAValue, value: SSAValue) -> None:
    elements = Loop(kernel.tensor_sizes(result))
    builder = evaluator.builder
    builder.open_loop(elements, name="element")
    builder.store(value, evaluator.buffers[result], builder.variable(elements))
    builder.close_loop(elements)
