"""Given cotangents that are known to be zero, prunes what they make zero. TorchScript's specializeAutogradZero.

`undefined` lists cotangents that the reverse is not given, by their position among those it takes. In the reverse

- `autodiff.grad_of` of zeros alone gives zeros; else its ops take its place, since a rule is linear in the cotangents;
- `autodiff.accumulate` of a zero is the other cotangent, of two that are there `aten.add`;
- an `aten` op that is linear in a zero gives a zero;
- `autodiff.any_nonzero` is true or false, and chooses the branch of the `scf.if` that it guards. Where zeros are known
  only at run time, because they come from such an `scf.if`, the ops of a grad_of are guarded likewise.

A function that was split loses the arguments of the undefined cotangents, and the results that are zero; its
descriptor says so. With `differentiate` of a function of two outputs, `specialize-zeros{function=f undefined=1}` of

    func.func @f.reverse(%dy: tensor<2xf32>, %dz: tensor<2xf32>, %a: tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>) {
      %da = aten.mul %dy, %a : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
      %db = aten.neg %dz : tensor<2xf32> -> tensor<2xf32>
      func.return %da, %db : tensor<2xf32>, tensor<2xf32>
    }

gives

    func.func @f.reverse(%dy: tensor<2xf32>, %a: tensor<2xf32>) -> tensor<2xf32> {
      %da = aten.mul %dy, %a : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
      func.return %da : tensor<2xf32>
    }
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Block, Operation
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.transforms.dead_code_elimination import region_dce
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects.aten.properties import int_list_property
from adjoint.dialects.autodiff import GradientAttr, ReverseOp, ZeroOp
from adjoint.dialects.autodiff.attributes import indices
from adjoint.dialects.autodiff.cotangents import is_zero
from adjoint.dialects.location import located
from adjoint.passes.captures import find_reverse
from adjoint.passes.functions import (
    body_block,
    calls_of,
    defined_functions,
    find_function,
    selected_functions,
    update_function_type,
)
from adjoint.passes.lambda_lift_reverse import GRADIENT, gradient_of
from adjoint.passes.zero_propagation import propagate_zeros

logger = logging.getLogger("adjoint.passes.specialize-zeros")


def specialize_zeros(module: ModuleOp, function: func.FuncOp, undefined: Sequence[int] = ()) -> None:
    """Specialises the reverse of a function: inside of it, split from it, or given itself.

    A function that is no reverse and has none keeps its arguments and results, and a result may be a zero.
    """
    inside = find_reverse(function)
    if inside is not None:
        _specialize_inside(function, inside, undefined)
        return
    forward = function if gradient_of(function) is not None else _forward_of(module, function)
    if forward is None:
        _zero_arguments(function, body_block(function), len(function.args), undefined)
        return
    gradient = gradient_of(forward)
    assert gradient is not None
    _specialize_split(module, forward, gradient, undefined)


def _forward_of(module: ModuleOp, reverse: func.FuncOp) -> func.FuncOp | None:
    """The function whose descriptor names this one as its reverse."""
    for function in defined_functions(module):
        gradient = gradient_of(function)
        if gradient is not None and gradient.reverse_name == reverse.sym_name.data:
            return function
    return None


def _zero_arguments(function: func.FuncOp, block: Block, count: int, undefined: Sequence[int]) -> None:
    """Lets the undefined ones of the first `count` arguments be zero, and prunes what that makes zero."""
    for index in undefined:
        if not 0 <= index < count:
            raise PassFailedException(
                located(function, f"there is no cotangent {index}: @{function.sym_name.data} takes {count}")
            )
    for index in undefined:
        zero = ZeroOp(block.args[index].type)
        Rewriter.insert_op(zero, InsertPoint.at_start(block))
        block.args[index].replace_all_uses_with(zero.result)
        logger.info("cotangent %d of @%s is zero", index, function.sym_name.data)
    propagate_zeros(block)
    region_dce(function.body)


def _specialize_inside(function: func.FuncOp, reverse: ReverseOp, undefined: Sequence[int]) -> None:
    block = reverse.body.block
    _zero_arguments(function, block, len(block.args), undefined)
    input_vjps, output_vjps = reverse.input_vjps.get_values(), reverse.output_vjps.get_values()
    given = [index for index in range(len(input_vjps)) if index not in undefined]
    for index in sorted(undefined, reverse=True):
        block.erase_arg(block.args[index])
    kept = _drop_zeros(block)
    reverse.properties["input_vjps"] = int_list_property([input_vjps[index] for index in given])
    reverse.properties["output_vjps"] = int_list_property([output_vjps[index] for index in kept])


def _specialize_split(module: ModuleOp, forward: func.FuncOp, gradient: GradientAttr, undefined: Sequence[int]) -> None:
    reverse = find_function(module, gradient.reverse_name)
    block, input_vjps = body_block(reverse), indices(gradient.input_vjps)
    if undefined and calls_of(module, gradient.reverse_name):
        raise PassFailedException(located(reverse, "it is called: a function that is cannot lose arguments"))
    _zero_arguments(reverse, block, len(input_vjps), undefined)
    if not undefined:
        update_function_type(reverse)
        return
    names = {
        "input_vjps": input_vjps,
        "captured_inputs": indices(gradient.captured_inputs),
        "captured_outputs": indices(gradient.captured_outputs),
    }
    arguments = [(field, index) for field, listed in names.items() for index in listed]
    kept: dict[str, list[int]] = {field: [] for field in names}
    for position, argument in reversed(list(enumerate(block.args))):
        field, index = arguments[position]
        unused = position in undefined if field == "input_vjps" else argument.first_use is None
        if unused:
            block.erase_arg(argument)
        else:
            kept[field].insert(0, index)
    output_vjps = indices(gradient.output_vjps)
    results = _drop_zeros(block)
    reverse.arg_attrs = reverse.res_attrs = None
    update_function_type(reverse)
    forward.attributes[GRADIENT] = GradientAttr.get(
        gradient.reverse_name,
        gradient.real_outputs.data,
        kept["input_vjps"],
        kept["captured_inputs"],
        kept["captured_outputs"],
        [output_vjps[index] for index in results],
    )


def _drop_zeros(block: Block) -> list[int]:
    """Lets the block give only those values that are not zero, and gives their positions."""
    terminator = block.last_op
    assert isinstance(terminator, Operation)
    kept = [index for index, value in enumerate(terminator.operands) if not is_zero(value)]
    dropped = {value.owner for value in terminator.operands if isinstance(value.owner, ZeroOp)}
    terminator.operands = [terminator.operands[index] for index in kept]
    for zero in dropped:
        if zero.result.first_use is None:
            Rewriter.erase_op(zero)
    return kept


@dataclass(frozen=True)
class SpecializeZerosPass(ModulePass):
    """Specialises the reverse of `function`, or of every function that has one and was not given `undefined`."""

    name = "specialize-zeros"

    function: str | None = None
    undefined: tuple[int, ...] = ()

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        if self.function is not None or self.undefined:
            specialize_zeros(op, find_function(op, self.function), self.undefined)
            return
        for function in selected_functions(op, None):
            specialize_zeros(op, function)
