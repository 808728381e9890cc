"""IR to IR: differentiation and its optimisation, one pass a file. `ALL_PASSES` names them, imported when asked for."""

from collections.abc import Callable

from xdsl.passes import ModulePass

ALL_PASSES: dict[str, Callable[[], type[ModulePass]]] = {}
