"""What all tests share: hypothesis without a deadline, as the first call of a program compiles it; what is compiled."""

import pytest
from hypothesis import settings

from adjoint.dialects import registrations
from adjoint.runtime import program_cache

settings.register_profile("adjoint", deadline=None, print_blob=True)
settings.load_profile("adjoint")


@pytest.fixture
def compiled_programs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the programs that are compiled, and kept, from here on."""
    names: list[str] = []
    store = program_cache.store

    def recording(name: str, program: program_cache.CompiledProgram) -> None:
        names.append(name)
        store(name, program)

    monkeypatch.setattr(program_cache, "store", recording)
    # Other tests of this process may have registered something.
    monkeypatch.setattr(registrations, "_REGISTERING_MODULES", set[str]())
    return names
