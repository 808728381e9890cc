"""The function that folds the threads' slots of a kernel's accumulated results into the results, in thread order."""

from xdsl.dialects import func
from xdsl.ir import SSAValue

from adjoint.lowering.fusion.sizes import tensor_type
from adjoint.lowering.fusion.structured_op import StructuredOp
from adjoint.lowering.kernels.coordinates import Loop, Run
from adjoint.lowering.kernels.interface import KernelInterface, slot_alignment
from adjoint.lowering.kernels.kernel_body import KernelBody
from adjoint.lowering.kernels.loop_builder import LoopBuilder


def emit_combining(kernel: KernelBody, interface: KernelInterface) -> func.FuncOp:
    """The function `(%count, sizes…, slots…, results…)` of a kernel that has accumulated results."""
    function = func.FuncOp(interface.combine_name, (interface.combine_types(), []), visibility="private")
    block = function.body.block
    count, *arguments = block.args
    sizes: dict[SSAValue, SSAValue] = dict(zip(kernel.size_arguments, arguments, strict=False))
    slots_and_results = arguments[len(sizes) :]
    members = [kernel.members[kernel.results[position]] for position in interface.accumulated]
    builder = LoopBuilder(block, sizes)
    for position, member in enumerate(members):
        slots, result = slots_and_results[position], slots_and_results[position + len(members)]
        _combine(kernel, builder, member, count, slots, result)
    block.add_op(func.ReturnOp())
    return function


def _combine(
    kernel: KernelBody,
    builder: LoopBuilder,
    member: StructuredOp,
    count: SSAValue,
    slots: SSAValue,
    result: SSAValue,
) -> None:
    """Copies the first slot into the result, and combines the others with it, slot by slot."""
    sizes = kernel.tensor_sizes(member.result)
    stride = builder.rounded_up(builder.product(sizes), slot_alignment(tensor_type(member.result).element_type))
    elements = Loop(sizes)
    builder.open_loop(elements)
    index = builder.index(builder.run(Run(elements, 0, len(sizes) - 1)))
    builder.store(builder.load(slots, index, builder.depth), result, index)
    builder.close_loop(elements)

    later_slots, elements = Loop(()), Loop(sizes)
    builder.open_loop(later_slots)
    slot = builder.run(Run(later_slots, 0, -1))
    builder.open_loop(elements)
    index = builder.run(Run(elements, 0, len(sizes) - 1))
    place = builder.index(builder.sum(builder.times(slot, stride), index))
    sum_ = builder.load(result, index, builder.depth)
    part = builder.load(slots, place, builder.depth)
    combiner = member.combiner
    combined = type(combiner).create(
        operands=[sum_, part], result_types=combiner.result_types, properties=combiner.properties.copy()
    )
    builder.store(builder.add(combined, builder.depth), result, index)
    builder.close_loop(elements)
    builder.close_loop(later_slots, bounds=(builder.index(1), count))
