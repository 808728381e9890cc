"""The xDSL plug-in: what `xdsl-opt` finds through the entry point `xdsl.universe` once `adjoint` is installed."""

from xdsl.universe import Universe

from adjoint.dialects.aten import Aten
from adjoint.passes import ALL_PASSES

ADJOINT_UNIVERSE = Universe(
    all_dialects={"aten": lambda: Aten},
    all_passes=ALL_PASSES,
)
