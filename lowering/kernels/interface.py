"""Where a kernel and the function that launches it meet: a kernel's attributes, names and signatures.

`outline-kernels` writes a kernel as a private function on tensors, its inputs first and then the sizes it needs:

    func.func private @kernel_0(%x: tensor<?x64xf32>, %rows: index) -> (tensor<?x64xf32>, tensor<64xf32>)
      attributes {kernel.rows = [0 : index], kernel.accumulated = array<i64: 1>, kernel.scratch = [[f32, [64 : i64]]]}

Its rows are a product of factors: an `i64` is a constant, an `index` the position of an index argument among the index
arguments. Accumulated results are those summed across rows: each thread needs a slot of its own for them. Scratch is
memory that one thread needs while it runs. As loops, the same kernel is

    func.func private @kernel_0(%begin: index, %end: index, %rows: index,
                                %x: memref<?xf32>, %y: memref<?xf32>, %slot: memref<?xf32>, %scratch: memref<?xf32>)
    func.func private @kernel_0.combine(%count: index, %rows: index, %slots: memref<?xf32>, %sum: memref<?xf32>)

with flat buffers. The kernel initialises the slot it is given. The slots of one result follow each other at a distance
of its number of elements rounded up to a multiple of `slot_alignment`: two threads never write to one cache line.
"""

from dataclasses import dataclass
from functools import cache

from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    ArrayAttr,
    DenseArrayBase,
    FixedBitwidthType,
    IndexType,
    IntegerAttr,
    IntegerType,
    MemRefType,
    StridedLayoutAttr,
    TensorType,
    i64,
)
from xdsl.dialects.func import FuncOp
from xdsl.ir import Attribute
from xdsl.utils.exceptions import PassFailedException
from xdsl.utils.hints import isa

from adjoint.dialects.location import located

ROWS = "kernel.rows"
ACCUMULATED = "kernel.accumulated"
SCRATCH = "kernel.scratch"
WORK = "kernel.work"
"""The work of one row in additions, a product of factors, for a kernel whose body is loops: a row function."""
ROW_RANK = "kernel.row_rank"
"""How many of the outermost dimensions are rows: of no interest to a launch."""
INPUT_SIZES = "kernel.input_sizes"
"""The factors of every dimension of every input, in the form of `kernel.rows`."""

BATCHES = "kernel.batches"
"""Marks a kernel whose rows are batches: a loop over them, in which contractions and calls of other kernels stand."""
PARTS = "kernel.parts"
"""Marks a kernel that is given parts of buffers, which may start anywhere."""

CACHE_LINE_BYTES = 64

TENSORS_SUFFIX = ".tensors"
"""What follows the name of a kernel's tensor body while the buffer signature of that name is declared beside it."""


@dataclass(frozen=True)
class SizeArgument:
    """A size that a kernel is given when it is called: its position among the index arguments."""

    position: int


Factor = int | SizeArgument


@dataclass(frozen=True)
class ScratchBuffer:
    """Memory for one thread: as many elements as the product of the factors."""

    element_type: Attribute
    factors: tuple[Factor, ...]


@dataclass(frozen=True)
class KernelInterface:
    """What a launch needs to know of a kernel."""

    name: str
    inputs: tuple[TensorType[Attribute], ...]
    size_count: int
    results: tuple[TensorType[Attribute], ...]
    rows: tuple[Factor, ...]
    accumulated: tuple[int, ...]
    """Positions among the results, ascending."""
    scratch: tuple[ScratchBuffer, ...]
    row_work: tuple[Factor, ...] | None
    """The additions of a row, where no structured ops tell them."""
    takes_parts: bool = False
    """Whether its buffers are parts of others, which may start anywhere."""
    integers: tuple[tuple[Factor, ...], ...] = ()
    """Products that it gives to CBLAS as 32-bit integers."""

    @property
    def combine_name(self) -> str:
        """The function that folds the threads' slots into the accumulated results."""
        return f"{self.name}.combine"

    def buffer_types(self) -> list[Attribute]:
        """The argument types of the kernel on buffers."""
        return [
            *(IndexType(),) * (2 + self.size_count),
            *(self.buffer_type(tensor.element_type) for tensor in (*self.inputs, *self.results)),
            *(flat_type(scratch.element_type) for scratch in self.scratch),
        ]

    def buffer_type(self, element_type: Attribute) -> MemRefType[Attribute]:
        """The type of the buffer of an input or a result."""
        return part_type(element_type) if self.takes_parts else flat_type(element_type)

    def combine_types(self) -> list[Attribute]:
        """The argument types of the combining function."""
        types = [self.results[position].element_type for position in self.accumulated]
        return [
            *(IndexType(),) * (1 + self.size_count),
            *map(flat_type, types),
            *map(self.buffer_type, types),
        ]


def is_row_function(function: FuncOp) -> bool:
    """Whether a kernel on tensors is loops over its rows already."""
    return WORK in function.attributes and BATCHES not in function.attributes


def is_batch_function(function: FuncOp) -> bool:
    """Whether a kernel is a loop over batches."""
    return BATCHES in function.attributes


def is_kernel(function: FuncOp) -> bool:
    """Whether a function is a kernel on tensors."""
    return ROWS in function.attributes


@cache
def flat_type(element_type: Attribute) -> MemRefType[Attribute]:
    """The type of every buffer of a kernel: a vector of a size known at run time."""
    return MemRefType(element_type, [DYNAMIC_INDEX])


@cache
def part_type(element_type: Attribute) -> MemRefType[Attribute]:
    """The type of consecutive elements that start anywhere in a buffer."""
    return MemRefType(element_type, [DYNAMIC_INDEX], StridedLayoutAttr([1], None))


def element_bytes(element_type: Attribute) -> int:
    """Bytes of an element in memory: an i1 takes a whole byte, an index eight."""
    match element_type:
        case IndexType():
            return 8
        case FixedBitwidthType():
            return element_type.size
        case _:
            raise PassFailedException(f"{element_type} has no size in memory")


def slot_alignment(element_type: Attribute) -> int:
    """A slot's stride is the number of elements of the result, rounded up to a multiple of this."""
    return CACHE_LINE_BYTES // element_bytes(element_type)


def kernel_interface(function: FuncOp) -> KernelInterface:
    """Reads what a launch needs to know off a kernel on tensors.

    Raises PassFailedException where a type or an attribute is not one of a kernel.
    """
    arguments = function.function_type.inputs.data
    returned = function.function_type.outputs.data
    inputs = tuple(type_ for type_ in arguments if isa(type_, TensorType[Attribute]))
    results = tuple(type_ for type_ in returned if isa(type_, TensorType[Attribute]))
    size_count = len(arguments) - len(inputs)
    if arguments != (*inputs, *(IndexType(),) * size_count) or results != returned:
        raise _malformed(function, "takes tensors, then sizes, and returns tensors")
    rows = _factors(function, function.attributes[ROWS], size_count)
    accumulated = function.attributes.get(ACCUMULATED, DenseArrayBase.from_list(i64, []))
    if not isa(accumulated, DenseArrayBase[IntegerType]):
        raise _malformed(function, f"has an array of positions as {ACCUMULATED}")
    scratch = function.attributes.get(SCRATCH, ArrayAttr[Attribute]([]))
    if not isa(scratch, ArrayAttr[Attribute]):
        raise _malformed(function, f"has an array of buffers as {SCRATCH}")
    return KernelInterface(
        name=function.sym_name.data.removesuffix(TENSORS_SUFFIX),
        inputs=inputs,
        size_count=size_count,
        results=results,
        rows=rows,
        accumulated=tuple(sorted(accumulated.get_values())),
        scratch=tuple(_scratch_buffer(function, buffer, size_count) for buffer in scratch),
        row_work=_factors(function, function.attributes[WORK], size_count) if WORK in function.attributes else None,
        takes_parts=PARTS in function.attributes,
    )


def input_sizes(function: FuncOp) -> tuple[tuple[Factor, ...], ...]:
    """The size of every dimension of every input of a kernel on tensors."""
    sizes = function.attributes.get(INPUT_SIZES)
    if not isa(sizes, ArrayAttr[Attribute]):
        raise _malformed(function, f"has the sizes of its inputs as {INPUT_SIZES}")
    size_count = sum(isinstance(type_, IndexType) for type_ in function.function_type.inputs)
    return tuple(_factors(function, factors, size_count) for factors in sizes)


def _scratch_buffer(function: FuncOp, buffer: Attribute, size_count: int) -> ScratchBuffer:
    match buffer:
        case ArrayAttr(data=(element_type, factors)):
            return ScratchBuffer(element_type, _factors(function, factors, size_count))
        case _:
            raise _malformed(function, f"has [element type, factors] in {SCRATCH}, not {buffer}")


def _factors(function: FuncOp, factors: Attribute, size_count: int) -> tuple[Factor, ...]:
    if not isa(factors, ArrayAttr[IntegerAttr]):
        raise _malformed(function, f"has products of integers as sizes, not {factors}")
    return tuple(_factor(function, factor, size_count) for factor in factors)


def _factor(function: FuncOp, factor: IntegerAttr, size_count: int) -> Factor:
    value = factor.value.data
    if factor.type != IndexType():
        return value
    if not 0 <= value < size_count:
        raise _malformed(function, f"has {size_count} sizes, there is no size {value}")
    return SizeArgument(value)


def _malformed(function: FuncOp, rule: str) -> PassFailedException:
    return PassFailedException(located(function, f"@{function.sym_name.data}: a kernel {rule}"))
