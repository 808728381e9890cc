"""Convolutions and their gradients: functions of the engine's own, as LLVM IR, that native code calls.

They are generated for the processor at hand; sizes are arguments, so that they are compiled once. What a convolution
is, `forward`, `backward_weight` and `backward_input` say: a matrix product (`matrix_product`, `tiles`) that reads one
operand through tables of offsets (`preparation`) and packs the other (`packing`), so that nothing like im2col is ever
in memory; with few channels a group, it is loops (`direct`).
"""

from adjoint.runtime.convolution.backward_input import backward_input
from adjoint.runtime.convolution.backward_weight import backward_weight
from adjoint.runtime.convolution.direct import DIRECT
from adjoint.runtime.convolution.element import ROWS, Element, element_of
from adjoint.runtime.convolution.forward import convolution
from adjoint.runtime.convolution.job import team_function
from adjoint.runtime.convolution.matrix_product import multiply
from adjoint.runtime.convolution.packing import pack
from adjoint.runtime.convolution.preparation import offset_table, pad, tap_masks
from adjoint.runtime.convolution.scratch import scratch
from adjoint.runtime.convolution.sizes import SIZES as SIZES
from adjoint.runtime.convolution.tiles import multiply_tile, tile_table, write_tile

CALLED = ("aligned_alloc", "free", "madvise", "memcpy", "memset")
"""What they take from the C library."""

STAGES = (
    *("multiply", "pad"),
    *(f"direct_convolution{what}" for what in ("", "_backward_weight", "_backward_input")),
)
"""What a team of threads runs."""

DRIVERS = (convolution, backward_weight, backward_input)
"""What writes the functions that native code calls."""

_DECLARATIONS = """
@adjoint_thread_count = external global i64

declare void @GOMP_parallel(ptr, ptr, i32, i32)
declare i32 @omp_get_thread_num()
declare i32 @omp_get_num_threads()
declare i32 @omp_in_parallel()
declare noalias ptr @aligned_alloc(i64, i64)
declare void @free(ptr)
declare i32 @madvise(ptr, i64, i32)
declare i64 @llvm.smin.i64(i64, i64)
declare i64 @llvm.smax.i64(i64, i64)
declare i64 @llvm.cttz.i64(i64, i1)
declare void @llvm.prefetch.p0(ptr, i32, i32, i32)
"""


def llvm_ir(letter: str) -> str:
    """The module that defines the functions for f32 (`s`) or f64 (`d`)."""
    element = element_of(letter)
    functions = [offset_table(), tap_masks()]
    functions += [
        multiply_tile(element, vectors, rows)
        for vectors in range(1, element.most_vectors + 1)
        for rows in range(1, ROWS + 1)
    ]
    functions += [function(element) for function in (write_tile, multiply, pack, pad, *DRIVERS)]
    functions += [function for direct in DIRECT for function in direct(element)]
    definitions = [function.text() for function in functions]
    teams = [team_function(f"{stage}_{letter}") for stage in STAGES]
    return "".join([_DECLARATIONS, _vector_declarations(element), scratch(), tile_table(element), *definitions, *teams])


def _vector_declarations(element: Element) -> str:
    """LLVM's own functions of vectors."""
    vector, scalar, mask = element.vector, element.type_, f"<{element.lanes} x i1>"
    suffix = f"v{element.lanes}f{element.bytes * 8}"
    return f"""
declare {vector} @llvm.fma.{suffix}({vector}, {vector}, {vector})
declare {vector} @llvm.masked.load.{suffix}.p0(ptr, i32, {mask}, {vector})
declare void @llvm.masked.store.{suffix}.p0({vector}, ptr, i32, {mask})
declare {scalar} @llvm.vector.reduce.fadd.{suffix}({scalar}, {vector})
"""
