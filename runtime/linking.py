"""Loads object code into the process and connects it with what it calls: OpenMP, BLAS, the C library."""

import ctypes
from collections.abc import Iterable
from functools import cache

from llvmlite import binding

from adjoint.runtime import openblas, openmp, threaded_gemm
from adjoint.runtime.code_cache import cached_object_code
from adjoint.runtime.code_generation import create_target_machine
from adjoint.runtime.errors import AdjointError
from adjoint.runtime.threads import thread_count_address


class LoadedObject:
    """Object code in memory that can be executed; it is freed with this object."""

    def __init__(self, object_code: bytes, externals: Iterable[str]):
        """Loads it. `externals` are all the symbols that it takes from elsewhere, beyond the C library's.

        Raises AdjointError where one of them has no definition: LLVM would end the process at that.
        """
        addresses = {name: _external_address(name) for name in externals}
        # The engine wants a module: it declares the externals, so that their addresses can be given for this engine
        # alone and not for all that LLVM does in this process.
        declarations = binding.parse_assembly("\n".join(f"declare void @{name}()" for name in addresses))
        self._engine = binding.create_mcjit_compiler(declarations, create_target_machine())
        for name, address in addresses.items():
            self._engine.add_global_mapping(declarations.get_function(name), address)
        self._engine.add_object_file(binding.ObjectFileRef.from_data(object_code))
        self._engine.finalize_object()

    def address(self, name: str) -> int:
        """Where a function of the object is. Raises KeyError where it does not define it."""
        address = self._engine.get_function_address(name)
        if not address:
            raise KeyError(name)
        return address


def _external_address(name: str) -> int:
    if name in openmp.FUNCTIONS:
        addresses = openmp.addresses()
        return addresses[name] if addresses else _serial_openmp().address(name)
    if name == threaded_gemm.THREAD_COUNT:
        return thread_count_address()
    address: int | None
    if name in threaded_gemm.DEFINED:
        address = _threaded_gemm().address(name)
    elif name.startswith("adjoint_"):
        address = _convolution_address(name)
    elif name in threaded_gemm.CALLED:
        address = openblas.address(threaded_gemm.CALLED[name])
    elif name.startswith("cblas_"):
        address = openblas.address(name)
    else:
        address = _process_address(name)
    if address is None:
        raise AdjointError(f"error: the program calls @{name}, which is neither in it nor in a library it runs with")
    return address


def _process_address(name: str) -> int | None:
    """A function of a library that the whole process sees, such as the C library."""
    try:
        return openmp.function_address(ctypes.CDLL(None), name)
    except AttributeError:
        return None


@cache
def _serial_openmp() -> LoadedObject:
    return LoadedObject(cached_object_code(openmp.SERIAL, written_out=True), ())


@cache
def _threaded_gemm() -> LoadedObject:
    externals = (*openmp.FUNCTIONS, *threaded_gemm.CALLED, threaded_gemm.THREAD_COUNT)
    return LoadedObject(cached_object_code(threaded_gemm.llvm_ir(), written_out=True), externals)


def _convolution_address(name: str) -> int | None:
    letter = name.removeprefix("adjoint_")[:1]
    if letter not in ("s", "d") or "convolution" not in name:
        return None
    try:
        return _convolutions(letter).address(name)
    except KeyError:
        return None


@cache
def _convolutions(letter: str) -> LoadedObject:
    # Not at the top: what is kept of programs loads them, by this file.
    from adjoint.runtime import program_cache
    from adjoint.runtime.engine import NativeCode

    def generate() -> NativeCode:
        from adjoint.runtime import convolution

        externals = (*openmp.FUNCTIONS, *convolution.CALLED, threaded_gemm.THREAD_COUNT)
        return NativeCode(cached_object_code(convolution.llvm_ir(letter), written_out=True), externals, (), frozenset())

    code = program_cache.library(f"convolutions {letter}", generate)
    return LoadedObject(code.object_code, code.externals)
