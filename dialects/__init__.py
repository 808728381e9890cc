"""The dialects of `adjoint`: `aten`, the forward operators, and `autodiff`, the structure of differentiation."""

from collections.abc import Callable

from xdsl.ir import Dialect


def _aten() -> Dialect:
    from adjoint.dialects.aten import Aten

    return Aten


def _autodiff() -> Dialect:
    from adjoint.dialects.autodiff import Autodiff

    return Autodiff


ALL_DIALECTS: dict[str, Callable[[], Dialect]] = {"aten": _aten, "autodiff": _autodiff}
