"""Whether anybody has taught the compiler something: rules that were registered from outside of `adjoint`.

What a program is compiled to depends on them then, and nothing tells when they change: such code is not kept from one
process to the next (`adjoint.runtime.program_cache`).
"""

_REGISTERING_MODULES: set[str] = set()


def note_registration(rule: object) -> None:
    """Called with every rule that is registered: adjoint rules, decompositions, lowerings."""
    module = getattr(rule, "__module__", None) or ""
    if not module.startswith("adjoint."):
        _REGISTERING_MODULES.add(module)


def registering_modules() -> frozenset[str]:
    """The modules outside of `adjoint` that have registered something in this process."""
    return frozenset(_REGISTERING_MODULES)
