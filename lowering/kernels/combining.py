"""The function that folds the threads' slots of a kernel's accumulated results into the results, in thread order."""

from xdsl.dialects import func
from xdsl.ir import SSAValue

from adjoint.lowering.fusion.sizes import Size, tensor_type
from adjoint.lowering.fusion.structured_op import StructuredOp
from adjoint.lowering.kernels.coordinates import Loop
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
    results = [kernel.results[position] for position in interface.accumulated]
    slot_names = [f"{result.name_hint}_slots" if result.name_hint else None for result in results]
    names = ["count", *(value.name_hint for value in kernel.size_arguments), *slot_names]
    for argument, name in zip(block.args, [*names, *(result.name_hint for result in results)], strict=True):
        argument.name_hint = name
    members = [kernel.members[result] for result in results]
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
    """Copies the first slot into the result and combines the others with it, slot by slot."""
    sizes = kernel.tensor_sizes(member.result)
    stride = builder.rounded_up(builder.product(sizes), slot_alignment(tensor_type(member.result).element_type))
    later_slots = Loop(())

    def combined(so_far: SSAValue, element: Size) -> SSAValue:
        place = builder.index(builder.sum(builder.times(builder.variable(later_slots), stride), element))
        combiner = member.combiner
        operands = [so_far, builder.load(slots, place, builder.depth)]
        op = type(combiner).create(
            operands=operands, result_types=combiner.result_types, properties=combiner.properties.copy()
        )
        return builder.add(op, builder.depth)

    bounds = (builder.index(1), count)
    if builder.product(sizes) == 1:
        zero = builder.index(0)
        initial = [builder.load(slots, zero, 0)]
        (so_far,) = builder.open_loop(later_slots, initial, "slot")
        (number,) = builder.close_loop(later_slots, initial, [combined(so_far, 0)], bounds)
        builder.store(number, result, zero)
        return

    elements = Loop(sizes)
    builder.open_loop(elements, name="element")
    index = builder.variable(elements)
    builder.store(builder.load(slots, index, 1), result, index)
    builder.close_loop(elements)
    builder.open_loop(later_slots, name="slot")
    builder.open_loop(elements, name="element")
    index = builder.variable(elements)
    builder.store(combined(builder.load(result, index, 2), index), result, index)
    builder.close_loop(elements)
    builder.close_loop(later_slots, bounds=bounds)
