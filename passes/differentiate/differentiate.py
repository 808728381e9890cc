"""Differentiates a function: the passes of TorchScript's `differentiate`, in its order.

    inline-functions, inline-autodiff-subgraphs   one straight-line function
    infer-requires-grad                           what depends on an input that wants a gradient
    add-reverse                                   the reverse, by the adjoint rules
    lift-constants                                constants are made again rather than kept
    fold-sizes                                    what was broadcast, where that is known
    cse, dce                                      the function and its reverse, each on its own
    rematerialize-captures                        only when asked: what is cheap is computed again, not kept
    deduplicate-size-captures                     sizes from what is kept anyway
    lambda-lift-reverse                           two functions
    pack-returns                                  only when asked: functions here return several values
    update-requires-grad                          the forward function runs detached
    specialize-zeros                              no cotangent is zero: plain `aten` ops

    func.func @f(%a: tensor<2xf32>, %b: tensor<2xf32>) -> tensor<2xf32> {
      %y = aten.mul %a, %b : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
      func.return %y : tensor<2xf32>
    }

becomes

    func.func @f(%a: tensor<2xf32> {autodiff.requires_grad = false},
                 %b: tensor<2xf32> {autodiff.requires_grad = false}) -> tensor<2xf32> attributes {autodiff.gradient =
        #autodiff.gradient<reverse = @f.reverse, real_outputs = 1, input_vjps = [0], captured_inputs = [0, 1],
                           captured_outputs = [], output_vjps = [0, 1]>} {
      %y = aten.mul %a, %b : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
      func.return %y : tensor<2xf32>
    }
    func.func @f.reverse(%dy: tensor<2xf32>, %a: tensor<2xf32>, %b: tensor<2xf32>)
        -> (tensor<2xf32>, tensor<2xf32>) {
      %da = aten.mul %dy, %b : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
      %db = aten.mul %dy, %a : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
      func.return %da, %db : tensor<2xf32>, tensor<2xf32>
    }
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass
from xdsl.transforms.common_subexpression_elimination import cse
from xdsl.transforms.dead_code_elimination import region_dce
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects.autodiff import GradientAttr, GradOfOp
from adjoint.dialects.autodiff.attributes import indices
from adjoint.dialects.location import located
from adjoint.passes.add_reverse import add_reverse
from adjoint.passes.captures import find_reverse
from adjoint.passes.deduplicate_size_captures import deduplicate_size_captures
from adjoint.passes.differentiate.splitting import undo_split
from adjoint.passes.fold_sizes import fold_sizes
from adjoint.passes.functions import body_block, find_function
from adjoint.passes.inline_autodiff_subgraphs import inline_autodiff_subgraphs
from adjoint.passes.inline_functions import inline_calls
from adjoint.passes.lambda_lift_reverse import gradient_of, lambda_lift_reverse
from adjoint.passes.lift_constants import lift_constants
from adjoint.passes.pack_returns import pack_returns
from adjoint.passes.rematerialize_captures import rematerialize_captures
from adjoint.passes.requires_grad import infer_requires_grad
from adjoint.passes.specialize_zeros import specialize_zeros
from adjoint.passes.timing import timed
from adjoint.passes.update_requires_grad import update_requires_grad
from adjoint.passes.zero_propagation import propagate_zeros

logger = logging.getLogger("adjoint.passes.differentiate")


def differentiate_function(
    module: ModuleOp,
    function: func.FuncOp,
    wrt: Sequence[int] | None = None,
    *,
    assume_equal: bool = False,
    first_order: bool = False,
    rematerialize: bool = False,
) -> GradientAttr:
    """Splits the function into itself and its reverse; gives the descriptor that stands on the function.

    The reverse also takes the cotangents of captured outputs, which are not zero where the gradient itself is
    differentiated; with `first_order` it takes those of the real outputs alone.

    With `rematerialize` the reverse computes again what is cheap, instead of capturing it.

    A function that was differentiated before is differentiated anew, by the same arguments where `wrt` is not given.
    Raises PassFailedException where no argument wants a gradient, or an op on the way has no adjoint rule.
    """
    earlier = undo_split(module, function)
    if wrt is None and earlier is not None:
        wrt = indices(earlier.output_vjps)
    with timed("inline-functions"):
        make_straight_line(function)
    with timed("infer-requires-grad"):
        wanted = infer_requires_grad(function, wrt)
    if not wanted:
        raise PassFailedException(
            located(function, f"no argument of @{function.sym_name.data} wants a gradient: mark one or give wrt=…")
        )
    with timed("add-reverse"):
        add_reverse(function)
    with timed("lift-constants"):
        lift_constants(function)
    with timed("fold-sizes"):
        fold_sizes(function, assume_equal=assume_equal)
    with timed("cse, dce"):
        eliminate_common_subexpressions(function)
        region_dce(function.body)
    if rematerialize:
        with timed("rematerialize-captures"):
            rematerialize_captures(function)
    with timed("deduplicate-size-captures"):
        deduplicate_size_captures(function)
    with timed("lambda-lift-reverse"):
        gradient = lambda_lift_reverse(module, function)
    update_requires_grad(function, False)
    with timed("specialize-zeros"):
        specialize_zeros(module, function, _cotangents_of_captures(gradient) if first_order else ())
    gradient = gradient_of(function) or gradient
    reverse = find_function(module, gradient.reverse_name)
    with timed("fold-sizes"):
        fold_sizes(reverse, assume_equal=assume_equal)
    with timed("cse, dce"):
        cse(reverse)
    logger.info("@%s has the gradient %s", function.sym_name.data, gradient)
    return gradient


def _cotangents_of_captures(gradient: GradientAttr) -> tuple[int, ...]:
    """Which of the cotangents that the reverse takes are those of captured outputs."""
    outputs = indices(gradient.input_vjps)
    return tuple(position for position, output in enumerate(outputs) if output >= gradient.real_outputs.data)


def make_straight_line(function: func.FuncOp) -> None:
    """Inlines calls, subgraphs, and what an earlier differentiation left as linear blocks."""
    inline_calls(function)
    inline_autodiff_subgraphs(function, None)
    block = body_block(function)
    if any(isinstance(op, GradOfOp) for op in block.ops):
        propagate_zeros(block)


def eliminate_common_subexpressions(function: func.FuncOp) -> None:
    """Computes equal values once, in the function and in its reverse.

    Not across the two: what the reverse computes again from captured values would become one more captured value.
    """
    reverse = find_reverse(function)
    if reverse is None:
        cse(function)
        return
    region = reverse.detach_region(reverse.body)
    cse(function)
    cse(region)
    reverse.add_region(region)


@dataclass(frozen=True)
class DifferentiatePass(ModulePass):
    """Differentiates `function`, or the only function of the module, by the arguments `wrt`."""

    name = "differentiate"

    function: str | None = None
    wrt: tuple[int, ...] | None = None
    assume_equal: bool = False
    first_order: bool = False
    rematerialize: bool = False
    pack_returns: bool = False

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        function = find_function(op, self.function)
        gradient = differentiate_function(
            op,
            function,
            self.wrt,
            assume_equal=self.assume_equal,
            first_order=self.first_order,
            rematerialize=self.rematerialize,
        )
        if self.pack_returns:
            pack_returns(op, find_function(op, gradient.reverse_name))
