"""Splits a function and its reverse into two functions. TorchScript's lambdaLiftReverse.

The values of the function that its reverse needs become arguments of the reverse: arguments of the function as they
are (captured inputs), everything else as results of the function (captured outputs), which it returns after its real
ones. A captured value that a gradient passes through may itself be differentiated by whoever differentiates the
reverse: the reverse takes a cotangent of it, too.

    func.func @f(%a: tensor<2xf32>, %b: tensor<2xf32>) -> tensor<2xf32> {
      %p = aten.mul %a, %b : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
      %y = aten.exp %p : tensor<2xf32> -> tensor<2xf32>
      autodiff.reverse outputs [0] inputs [0] {
      ^bb0(%dy: tensor<2xf32>):
        %dp = aten.mul %dy, %y : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
        %da = aten.mul %dp, %b : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
        autodiff.yield %da : tensor<2xf32>
      }
      func.return %y : tensor<2xf32>
    }

becomes

    func.func @f(%a: tensor<2xf32>, %b: tensor<2xf32>) -> tensor<2xf32> attributes {autodiff.gradient =
        #autodiff.gradient<reverse = @f.reverse, real_outputs = 1, input_vjps = [0], captured_inputs = [1],
                           captured_outputs = [0], output_vjps = [0]>} {
      %p = aten.mul %a, %b : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
      %y = aten.exp %p : tensor<2xf32> -> tensor<2xf32>
      func.return %y : tensor<2xf32>
    }
    func.func @f.reverse(%dy: tensor<2xf32>, %b: tensor<2xf32>, %y: tensor<2xf32>) -> tensor<2xf32> {
      %dp = aten.mul %dy, %y : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
      %da = aten.mul %dp, %b : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
      func.return %da : tensor<2xf32>
    }
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import ArrayAttr, DictionaryAttr, ModuleOp
from xdsl.ir import Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import Rewriter
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects.autodiff import AccumulateOp, GradientAttr, GradOfOp, ReverseOp
from adjoint.dialects.autodiff.structure import yielded_values
from adjoint.dialects.location import located
from adjoint.passes.captures import find_reverse, reverse_captures, reverse_of
from adjoint.passes.functions import (
    body_block,
    calls_of,
    defined_functions,
    find_function,
    return_of,
    unused_name,
    update_function_type,
)

logger = logging.getLogger("adjoint.passes.lambda-lift-reverse")

GRADIENT = "autodiff.gradient"
"""The attribute of a function that was split: its `GradientAttr`."""


@dataclass
class _Captures:
    """Where the reverse gets each captured value from."""

    inputs: list[int]
    outputs: list[int]
    temporaries: list[SSAValue]
    values: list[SSAValue]
    """The captured inputs, then the captured outputs."""


def lambda_lift_reverse(module: ModuleOp, function: func.FuncOp) -> GradientAttr:
    """Makes the function's reverse a function of its own, and describes on the function how the two belong together.

    Calls of the function elsewhere in the module ignore the results that it has in addition.
    """
    name = function.sym_name.data
    reverse, returned = reverse_of(function), return_of(function)
    captures = _classify(function, reverse, returned)
    real_outputs = len(returned.arguments)
    input_vjps = list(reverse.input_vjps.get_values())
    gradients = {primal: op for op in reverse.body.block.ops if isinstance(op, GradOfOp) for primal in op.primals}
    for index, value in enumerate(captures.temporaries, real_outputs):
        if value in gradients:
            _add_cotangent(reverse, value, gradients[value])
            input_vjps.append(index)
    lifted = _as_function(reverse, captures.values, unused_name(module, f"{name}.reverse"))
    lifted.location = reverse.location
    lifted.sym_visibility = function.sym_visibility
    gradient = GradientAttr.get(
        lifted.sym_name.data,
        real_outputs,
        input_vjps,
        captures.inputs,
        captures.outputs,
        reverse.output_vjps.get_values(),
    )
    Rewriter.erase_op(reverse)
    _return_as_well(module, function, captures.temporaries)
    function.attributes[GRADIENT] = gradient
    parent = function.parent
    assert parent is not None
    parent.insert_op_after(lifted, function)
    return gradient


def _classify(function: func.FuncOp, reverse: ReverseOp, returned: func.ReturnOp) -> _Captures:
    outputs: dict[SSAValue, int] = {}
    for index, value in enumerate(returned.arguments):
        outputs.setdefault(value, index)
    captures = _Captures([], [], [], [])
    from_inputs: list[SSAValue] = []
    from_outputs: list[SSAValue] = []
    for value in reverse_captures(function, reverse):
        if value not in outputs and value.owner is body_block(function):
            captures.inputs.append(function.args.index(value))
            from_inputs.append(value)
            logger.info("captured argument %d", captures.inputs[-1])
            continue
        if value not in outputs:
            outputs[value] = len(returned.arguments) + len(captures.temporaries)
            captures.temporaries.append(value)
        captures.outputs.append(outputs[value])
        from_outputs.append(value)
        logger.info("captured a %s as output %d", value.type, outputs[value])
    captures.values = [*from_inputs, *from_outputs]
    return captures


def _add_cotangent(reverse: ReverseOp, primal: SSAValue, op: GradOfOp) -> None:
    """Lets the reverse take a cotangent of a captured value, in addition to the one that `op` passes on."""
    block, cotangent = reverse.body.block, op.cotangents[op.primals.index(primal)]
    additional = block.insert_arg(primal.type, len(block.args))
    additional.name_hint = f"d{primal.name_hint}" if primal.name_hint else None
    total = AccumulateOp(additional, cotangent)
    total.result.name_hint = additional.name_hint
    total.location = op.location
    block.insert_op_before(total, op)
    for inner in op.walk():
        _replace_operands(inner, {cotangent: total.result})


def _as_function(reverse: ReverseOp, captured: Sequence[SSAValue], name: str) -> func.FuncOp:
    """The function that the region of the reverse becomes: cotangents, then captured values, are its arguments."""
    block = reverse.body.block
    arguments: dict[SSAValue, SSAValue] = {}
    for value in captured:
        argument = block.insert_arg(value.type, len(block.args))
        argument.name_hint = value.name_hint
        arguments[value] = argument
    for op in reverse.body.walk():
        if isinstance(op, GradOfOp):
            op.forget_primals()
        _replace_operands(op, arguments)
    results = yielded_values(reverse.body)
    terminator = block.last_op
    assert terminator is not None
    returned = func.ReturnOp(*results)
    returned.location = terminator.location
    Rewriter.erase_op(terminator)
    block.add_op(returned)
    types = [argument.type for argument in block.args], [value.type for value in returned.arguments]
    return func.FuncOp(name, types, reverse.detach_region(reverse.body))


def _replace_operands(op: Operation, replacements: dict[SSAValue, SSAValue]) -> None:
    if any(operand in replacements for operand in op.operands):
        op.operands = [replacements.get(operand, operand) for operand in op.operands]


def _return_as_well(module: ModuleOp, function: func.FuncOp, values: Sequence[SSAValue]) -> None:
    """Lets the function return more values after those it returns, and its callers ignore them."""
    if not values:
        return
    returned = return_of(function)
    returned.operands = [*returned.arguments, *values]
    update_function_type(function)
    if function.res_attrs is not None:
        function.res_attrs = ArrayAttr([*function.res_attrs, *(DictionaryAttr({}) for _ in values)])
    for call in calls_of(module, function.sym_name.data):
        replacement = func.CallOp(call.callee, call.arguments, function.function_type.outputs.data)
        replacement.location = call.location
        block = call.parent
        assert block is not None
        block.insert_op_before(replacement, call)
        for old, new in zip(call.results, replacement.results, strict=False):
            old.replace_all_uses_with(new)
        Rewriter.erase_op(call)


def gradient_of(function: func.FuncOp) -> GradientAttr | None:
    """How the function was split, None where it was not.

    Raises PassFailedException where its attribute is something else.
    """
    attribute = function.attributes.get(GRADIENT)
    if attribute is not None and not isinstance(attribute, GradientAttr):
        raise PassFailedException(located(function, f"{GRADIENT} must be a #autodiff.gradient, got {attribute}"))
    return attribute


@dataclass(frozen=True)
class LambdaLiftReversePass(ModulePass):
    """Splits `function`, or every function that has a reverse."""

    name = "lambda-lift-reverse"

    function: str | None = None

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        if self.function is not None:
            lambda_lift_reverse(op, find_function(op, self.function))
            return
        for function in defined_functions(op):
            if find_reverse(function) is not None:
                lambda_lift_reverse(op, function)
