"""The xDSL context of the compiler: xDSL's dialects and `adjoint`'s, each imported when first met."""

from functools import cache

from xdsl.context import Context
from xdsl.dialects import get_all_dialects

from adjoint.dialects import ALL_DIALECTS


@cache
def compiler_context() -> Context:
    """The context that the embedding API parses and compiles in; dialects of others can be registered in it."""
    ctx = Context()
    for name, factory in {**get_all_dialects(), **ALL_DIALECTS}.items():
        ctx.register_dialect(name, factory)
    return ctx
