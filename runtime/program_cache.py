"""Compiled programs on disk: a program that any process compiled before goes from its IR to native code at once.

An entry holds the object code and what a caller of it must know, as JSON. Its name is the hash of all that it depends
on: the program, what was asked of it, the sources of the compiler, the versions below it, the processor. A program for
which somebody taught the compiler something (`adjoint.dialects.registrations`) is not kept.
"""

import json
import os
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import metadata
from logging import getLogger
from pathlib import Path

from xdsl.parser import Parser

from adjoint.dialects.autodiff import GradientAttr
from adjoint.dialects.registrations import registering_modules
from adjoint.runtime.arguments import Parameter
from adjoint.runtime.cache_folder import read_entry, write_entry
from adjoint.runtime.code_generation import OPTIMIZATION_LEVEL, host
from adjoint.runtime.context import compiler_context
from adjoint.runtime.dtypes import dtype_of_name
from adjoint.runtime.engine import NativeCode
from adjoint.runtime.fingerprint import fingerprint
from adjoint.runtime.program import Program

logger = getLogger("adjoint.runtime.program-cache")

_PACKAGES = ("dialects", "frontends", "lowering", "passes", "runtime")
"""Of `adjoint`: those that decide what a program is compiled to."""

_HEADER = struct.Struct("<Q")
"""Before the JSON: how long it is. The object code follows."""


@dataclass(frozen=True)
class Signature:
    """How a native function is called."""

    parameters: tuple[Parameter, ...]
    results: tuple[Parameter, ...]
    sized_by: str | None = None
    """The function that computes its last arguments, sizes that depend on data."""
    gradient: GradientAttr | None = None
    """How a function that was split is put together with its reverse."""


@dataclass(frozen=True)
class CompiledProgram:
    """Native code, with the functions in it that were asked for, in order, and those that they need."""

    code: NativeCode
    names: tuple[str, ...]
    signatures: Mapping[str, Signature]


def entry_name(program: Program, request: str) -> str | None:
    """The name of the entry for what was asked of a program; None where it must not be kept.

    `request` says what is made of the program: which function of it, for which sizes.
    """
    if registering_modules():
        return None
    hashed = fingerprint(program)
    if hashed is None:
        return None
    return sha256("\0".join((hashed, request, *compiler_identity())).encode()).hexdigest() + ".program"


def library(request: str, generate: Callable[[], NativeCode]) -> NativeCode:
    """Code that the compiler's sources alone decide, and the processor: from the cache, or generated."""
    name = sha256("\0".join((request, *compiler_identity())).encode()).hexdigest() + ".program"
    kept = load(name)
    if kept is not None:
        return kept.code
    code = generate()
    store(name, CompiledProgram(code, (), {}))
    return code


def load(name: str) -> CompiledProgram | None:
    """The entry of that name, where there is one that is whole."""
    content = read_entry(name)
    if content is None:
        return None
    (length,) = _HEADER.unpack_from(content)
    described = json.loads(content[_HEADER.size : _HEADER.size + length])
    code = NativeCode(
        content[_HEADER.size + length :],
        tuple(described["externals"]),
        tuple(described["messages"]),
        frozenset(described["plans_reading_elements"]),
    )
    signatures = {
        function: Signature(
            _parameters(each["parameters"]), _parameters(each["results"]), each["sized_by"], _gradient(each["gradient"])
        )
        for function, each in described["signatures"].items()
    }
    logger.debug("%d bytes of object code from %s", len(code.object_code), name)
    return CompiledProgram(code, tuple(described["names"]), signatures)


def store(name: str, program: CompiledProgram) -> None:
    """Keeps a program, if that is possible."""
    described = {
        "names": program.names,
        "externals": program.code.externals,
        "messages": program.code.messages,
        "plans_reading_elements": sorted(program.code.plans_reading_elements),
        "signatures": {
            function: {
                "parameters": [_described(each) for each in signature.parameters],
                "results": [_described(each) for each in signature.results],
                "sized_by": signature.sized_by,
                "gradient": None if signature.gradient is None else str(signature.gradient),
            }
            for function, signature in program.signatures.items()
        },
    }
    text = json.dumps(described).encode()
    write_entry(name, _HEADER.pack(len(text)) + text + program.code.object_code)


def _gradient(text: str | None) -> GradientAttr | None:
    if text is None:
        return None
    attribute = Parser(compiler_context(), text).parse_attribute()
    assert isinstance(attribute, GradientAttr)
    return attribute


def _described(parameter: Parameter) -> tuple[str, str, tuple[int, ...], bool]:
    return parameter.name, parameter.dtype.name, parameter.shape, parameter.holds_sizes


def _parameters(described: Sequence[tuple[str, str, list[int], bool]]) -> tuple[Parameter, ...]:
    return tuple(
        Parameter(name, dtype_of_name(dtype), tuple(shape), holds_sizes)
        for name, dtype, shape, holds_sizes in described
    )


@cache
def compiler_identity() -> tuple[str, ...]:
    """What the same program may be compiled to something else by."""
    versions = [f"{package} {metadata.version(package)}" for package in ("xdsl", "llvmlite")]
    return (*versions, *host(), str(OPTIMIZATION_LEVEL), *_sources())


def _sources() -> list[str]:
    """Every source file of the compiler, with its size and the time of its last change."""
    found: list[str] = []
    waiting = [str(Path(__file__).parent.parent / package) for package in _PACKAGES]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    status = entry.stat()
                    found.append(f"{entry.path} {status.st_size} {status.st_mtime_ns}")
                elif not entry.name.startswith("__") and entry.is_dir():
                    waiting.append(entry.path)
    return sorted(found)
