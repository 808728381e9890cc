"""The xDSL plug-in: what `xdsl-opt` finds through the entry point `xdsl.universe` once `adjoint` is installed."""

from xdsl.ir import Dialect
from xdsl.universe import Universe

from adjoint.lowering import LOWERING_PASSES
from adjoint.passes import ALL_PASSES


def _aten() -> Dialect:
    from adjoint.dialects.aten import Aten

    return Aten


def _autodiff() -> Dialect:
    from adjoint.dialects.autodiff import Autodiff

    return Autodiff


ADJOINT_UNIVERSE = Universe(
    all_dialects={"aten": _aten, "autodiff": _autodiff},
    all_passes={**ALL_PASSES, **LOWERING_PASSES},
)
