"""A function that was split by an earlier differentiation, as the program that it was."""

from xdsl.dialects import func
from xdsl.dialects.builtin import ArrayAttr, ModuleOp
from xdsl.rewriter import Rewriter
from xdsl.transforms.dead_code_elimination import region_dce
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects.autodiff import GradientAttr
from adjoint.dialects.location import located
from adjoint.passes.functions import calls_of, return_of, update_function_type
from adjoint.passes.lambda_lift_reverse import GRADIENT, gradient_of
from adjoint.passes.update_requires_grad import update_requires_grad


def forget_gradient(function: func.FuncOp) -> GradientAttr | None:
    """Lets the function return its real outputs alone, without descriptor and marks; gives the descriptor it had."""
    gradient = gradient_of(function)
    if gradient is None:
        return None
    returned = return_of(function)
    del function.attributes[GRADIENT]
    returned.operands = returned.arguments[: gradient.real_outputs.data]
    if function.res_attrs is not None:
        function.res_attrs = ArrayAttr(function.res_attrs.data[: gradient.real_outputs.data])
    update_requires_grad(function, None)
    update_function_type(function)
    region_dce(function.body)
    return gradient


def undo_split(module: ModuleOp, function: func.FuncOp) -> GradientAttr | None:
    """Makes a function that was split one function again: its reverse goes. Gives the descriptor it had.

    Raises PassFailedException where the module calls one of the two.
    """
    gradient = gradient_of(function)
    if gradient is None:
        return None
    name = function.sym_name.data
    if calls_of(module, name) or calls_of(module, gradient.reverse_name):
        raise PassFailedException(
            located(
                function, f"@{name} was differentiated before, and it or its reverse is called: differentiate a copy"
            )
        )
    for other in list(module.ops):
        if isinstance(other, func.FuncOp) and other.sym_name.data == gradient.reverse_name:
            Rewriter.erase_op(other)
    return forget_gradient(function)
