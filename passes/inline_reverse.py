"""Makes one function that gives outputs and gradients, instead of splitting, so that both are optimised together.

`@f.value_and_grad` takes the arguments of @f and gives its outputs, then the gradient of its first output, which has
one element, by each wanted argument. With `cotangents=arguments` `@f.vjp` takes the cotangents of all floating point
outputs as well, and gives the outputs, then the cotangents of the wanted arguments. @f stays as it was; a reverse that
add-reverse put into it moves.

    func.func @f(%x: tensor<2xf32>) -> tensor<f32> {
      %0 = aten.mul %x, %x : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
      %y = aten.sum %0 : tensor<2xf32> -> tensor<f32>
      func.return %y : tensor<f32>
    }

adds

    func.func @f.value_and_grad(%x: tensor<2xf32>) -> (tensor<f32>, tensor<2xf32>) {
      %0 = aten.mul %x, %x : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
      %y = aten.sum %0 : tensor<2xf32> -> tensor<f32>
      %dy = aten.full size = [] fill_value = 1.000000e+00 : f32 : tensor<f32>
      %1 = aten.expand %dy size = [2] : tensor<f32> -> tensor<2xf32>
      %dx = aten.mul %1, %x : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
      %dx_1 = aten.add %dx, %dx : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
      func.return %y, %dx_1 : tensor<f32>, tensor<2xf32>
    }
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import ModuleOp, StringAttr
from xdsl.ir import SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import Rewriter
from xdsl.transforms.common_subexpression_elimination import cse
from xdsl.transforms.dead_code_elimination import region_dce
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects import aten
from adjoint.dialects.aten.base import is_tensor_type, tensor_type
from adjoint.dialects.autodiff import AccumulateOp, GradOfOp
from adjoint.dialects.autodiff.attributes import indices
from adjoint.dialects.autodiff.structure import yielded_values
from adjoint.dialects.location import located
from adjoint.passes.add_reverse import add_reverse
from adjoint.passes.captures import find_reverse, reverse_of
from adjoint.passes.differentiate.differentiate import make_straight_line
from adjoint.passes.differentiate.splitting import forget_gradient
from adjoint.passes.fold_sizes import fold_sizes
from adjoint.passes.functions import body_block, find_function, return_of, unused_name, update_function_type
from adjoint.passes.requires_grad import can_have_gradient, infer_requires_grad
from adjoint.passes.specialize_zeros import specialize_zeros
from adjoint.passes.update_requires_grad import update_requires_grad

logger = logging.getLogger("adjoint.passes.inline-reverse")

CotangentSource = Literal["ones", "arguments"]
"""Where the cotangents of the outputs come from: 1 for the first output, or arguments of the function."""


def inline_reverse(
    module: ModuleOp,
    function: func.FuncOp,
    wrt: Sequence[int] | None = None,
    *,
    cotangents: CotangentSource = "ones",
    assume_equal: bool = False,
) -> func.FuncOp:
    """Adds the function that gives the outputs of `function` and the cotangents of its arguments `wrt`, in this order.

    An argument that no output depends on has a cotangent of zeros. Raises PassFailedException where no argument wants a
    gradient, an op on the way has no adjoint rule, or the first output, given 1, has not one element of floating point.
    """
    return _joint(module, function, wrt, cotangents, assume_equal, with_zeros=True)[0]


def inline_reverse_of_influences(
    module: ModuleOp, function: func.FuncOp, wrt: Sequence[int] | None = None, *, assume_equal: bool = False
) -> tuple[func.FuncOp, Sequence[int]]:
    """As `inline_reverse`, with 1 for the first output, but without gradients that are 0 for want of any influence.

    Gives the function and the arguments whose gradients it returns.
    """
    return _joint(module, function, wrt, "ones", assume_equal, with_zeros=False)


def _joint(
    module: ModuleOp,
    function: func.FuncOp,
    wrt: Sequence[int] | None,
    cotangents: CotangentSource,
    assume_equal: bool,
    *,
    with_zeros: bool,
) -> tuple[func.FuncOp, Sequence[int]]:
    joint = _copy(module, function, "value_and_grad" if cotangents == "ones" else "vjp")
    try:
        given = _differentiate(module, function, joint, wrt, cotangents, assume_equal, with_zeros)
    except Exception:
        Rewriter.erase_op(joint)
        raise
    logger.info("@%s gives outputs and the cotangents of arguments %s", joint.sym_name.data, list(given))
    return joint, given


def _differentiate(
    module: ModuleOp,
    function: func.FuncOp,
    joint: func.FuncOp,
    wrt: Sequence[int] | None,
    cotangents: CotangentSource,
    assume_equal: bool,
    with_zeros: bool,
) -> Sequence[int]:
    """Makes `joint`, a copy of the function, give the wanted cotangents as well; gives the arguments they are of."""
    earlier = forget_gradient(joint)
    if wrt is None and earlier is not None:
        wrt = indices(earlier.output_vjps)
    outputs = _seeded_outputs(function, return_of(joint), cotangents)
    existing = find_reverse(joint)
    if existing is None:
        wanted = _add_reverse(joint, wrt, outputs, assume_equal)
    else:
        wanted = existing.output_vjps.get_values() if wrt is None else tuple(wrt)
        without = [index for index, output in enumerate(existing.input_vjps.get_values()) if output not in outputs]
        if without:
            specialize_zeros(module, joint, without)
        original = reverse_of(function)
        Rewriter.erase_op(original)
    fold_sizes(joint, assume_equal=assume_equal)
    if any(isinstance(op, GradOfOp | AccumulateOp) for op in reverse_of(joint).body.block.ops):
        specialize_zeros(module, joint)
    given = wanted if with_zeros else [index for index in wanted if index in reverse_of(joint).output_vjps.get_values()]
    _inline(joint, outputs, given, cotangents)
    update_requires_grad(joint, None)
    cse(joint)
    region_dce(joint.body)
    return given


def _copy(module: ModuleOp, function: func.FuncOp, suffix: str) -> func.FuncOp:
    joint = function.clone()
    joint.sym_name = StringAttr(unused_name(module, f"{function.sym_name.data}.{suffix}"))
    parent = function.parent
    assert parent is not None
    parent.insert_op_after(joint, function)
    return joint


def _seeded_outputs(function: func.FuncOp, returned: func.ReturnOp, cotangents: CotangentSource) -> list[int]:
    """The outputs that are given a cotangent."""
    if cotangents == "arguments":
        return [index for index, output in enumerate(returned.arguments) if can_have_gradient(output.type)]
    first = returned.arguments[0].type if returned.arguments else None
    if not is_tensor_type(first) or not can_have_gradient(first) or any(size != 1 for size in first.get_shape()):
        raise PassFailedException(
            located(
                function,
                f"the first output of @{function.sym_name.data} must be one floating point number to have a gradient, "
                f"it is {'missing' if first is None else f'a {first}'}: give cotangents=arguments",
            )
        )
    return [0]


def _add_reverse(
    joint: func.FuncOp, wrt: Sequence[int] | None, outputs: Sequence[int], assume_equal: bool
) -> Sequence[int]:
    """Adds the reverse from these outputs; gives the arguments that want a gradient."""
    make_straight_line(joint)
    wanted = infer_requires_grad(joint, wrt)
    if not wanted:
        raise PassFailedException(located(joint, "no argument wants a gradient: mark one or give wrt=…"))
    # What grad_of tells of sizes is not needed where they are assumed to be equal.
    add_reverse(joint, outputs=outputs, assume_equal=assume_equal, grad_of=not assume_equal)
    return wanted


def _inline(joint: func.FuncOp, outputs: Sequence[int], wanted: Sequence[int], cotangents: CotangentSource) -> None:
    """Lets the ops of the reverse follow those of the function, which then returns the wanted gradients as well."""
    reverse, returned, block = reverse_of(joint), return_of(joint), body_block(joint)
    arguments = list(joint.args)
    seeds: dict[int, SSAValue] = {}
    for output in outputs:
        primal = returned.arguments[output]
        if cotangents == "arguments":
            seeds[output] = block.insert_arg(primal.type, len(block.args))
        else:
            type_ = tensor_type(primal)
            ones = aten.FullOp(type_.get_shape(), 1, type_.element_type)
            ones.location = returned.location
            block.insert_op_before(ones, reverse)
            seeds[output] = ones.result
    for argument, output in zip(reverse.body.block.args, reverse.input_vjps.get_values(), strict=True):
        seeds[output].name_hint = argument.name_hint
        argument.replace_all_uses_with(seeds[output])
    gradients = dict(zip(reverse.output_vjps.get_values(), yielded_values(reverse.body), strict=True))
    terminator = reverse.body.block.last_op
    for op in list(reverse.body.block.ops):
        if op is not terminator:
            op.detach()
            block.insert_op_before(op, reverse)
    for index in wanted:
        if index not in gradients:
            zeros = aten.ZerosLikeOp(arguments[index])
            zeros.location = returned.location
            block.insert_op_before(zeros, reverse)
            gradients[index] = zeros.result
            logger.info("argument %d has no influence: its cotangent is zero", index)
    returned.operands = [*returned.arguments, *(gradients[index] for index in wanted)]
    Rewriter.erase_op(reverse)
    joint.arg_attrs = joint.res_attrs = None
    update_function_type(joint)


@dataclass(frozen=True)
class InlineReversePass(ModulePass):
    """Adds the function that gives outputs and gradients of `function`, or of the only function of the module."""

    name = "inline-reverse"

    function: str | None = None
    wrt: tuple[int, ...] | None = None
    cotangents: str = "ones"
    assume_equal: bool = False

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        if self.cotangents not in ("ones", "arguments"):
            raise PassFailedException(f"error: cotangents must be ones or arguments, got {self.cotangents}")
        inline_reverse(
            op,
            find_function(op, self.function),
            self.wrt,
            cotangents="ones" if self.cotangents == "ones" else "arguments",
            assume_equal=self.assume_equal,
        )
