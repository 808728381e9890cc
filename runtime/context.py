"""The xDSL context of the compiler: xDSL's dialects, `adjoint`'s and those of plug-ins, each imported when first met.

A plug-in is a package with an entry point in the group `xdsl.universe`, which `xdsl-opt` and `adjoint-opt` find too.
"""

from functools import cache

from xdsl.context import Context
from xdsl.dialects import get_all_dialects
from xdsl.universe import Universe

from adjoint.dialects import ALL_DIALECTS


@cache
def compiler_context() -> Context:
    """The context that the embedding API parses and compiles in.

    `compiler_context().load_dialect(dialect)` adds a dialect that no installed package registers.
    """
    ctx = Context()
    installed = Universe.get_multiverse().all_dialects
    for name, factory in {**get_all_dialects(), **installed, **ALL_DIALECTS}.items():
        ctx.register_dialect(name, factory)
    return ctx
