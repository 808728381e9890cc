"""Differentiation as functions of Python: what `adjoint.differentiate` and `adjoint.value_and_grad` are made of.

Each can be applied to what another one made: the gradient of a reverse, of a function of value and gradient.
"""

from collections.abc import Sequence

from xdsl.dialects.builtin import ModuleOp

from adjoint.dialects.autodiff import GradientAttr
from adjoint.passes.differentiate.differentiate import differentiate_function
from adjoint.passes.functions import find_function
from adjoint.passes.inline_reverse import inline_reverse, inline_reverse_of_influences


def differentiate(
    module: ModuleOp,
    name: str | None = None,
    wrt: Sequence[int] | None = None,
    *,
    assume_equal: bool = False,
    first_order: bool = False,
    rematerialize: bool = False,
) -> GradientAttr:
    """Splits the function `name` of the module, or its only one, into itself and its reverse; gives the descriptor.

    `wrt` are the arguments that want a gradient: without it the marked ones, else all of floating point. With
    `first_order` the reverse does not take the cotangents of captured outputs; with `rematerialize` it computes again
    what is cheap instead of capturing it. Raises PassFailedException where there is no such function or argument, or an
    op on the way has no adjoint rule.
    """
    function = find_function(module, name)
    return differentiate_function(
        module, function, wrt, assume_equal=assume_equal, first_order=first_order, rematerialize=rematerialize
    )


def value_and_grad_function(module: ModuleOp, name: str | None = None, wrt: Sequence[int] | None = None) -> str:
    """Adds the function of the outputs of `name`, then the gradients of its first output by the arguments `wrt`.

    Gives its name. Sizes of which nothing is known are taken to be equal where they meet in a broadcast. Raises
    PassFailedException as `differentiate` does, and where the first output has not one element.
    """
    return inline_reverse(module, find_function(module, name), wrt, assume_equal=True).sym_name.data


def loss_gradient_function(module: ModuleOp, name: str, wrt: Sequence[int]) -> tuple[str, tuple[int, ...]]:
    """As `value_and_grad_function`, with the gradients of those arguments alone that have an influence on the output.

    Gives the function's name and these arguments.
    """
    function, given = inline_reverse_of_influences(module, find_function(module, name), wrt, assume_equal=True)
    return function.sym_name.data, tuple(given)


def vjp_function(module: ModuleOp, name: str | None = None, wrt: Sequence[int] | None = None) -> str:
    """Adds the function of the arguments of `name` and the cotangents of its floating point outputs.

    It gives the outputs of `name`, then the cotangents of the arguments `wrt`. Gives its name. Sizes and errors are as
    in `value_and_grad_function`.
    """
    return inline_reverse(
        module, find_function(module, name), wrt, cotangents="arguments", assume_equal=True
    ).sym_name.data
