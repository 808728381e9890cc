"""The element types of the engine, and how many of each the processor's vectors hold."""

from dataclasses import dataclass

from adjoint.runtime.code_generation import host

ROWS = 8
"""The rows of a tile."""

MOST_VECTORS = 3
"""The vectors of a row of a tile: with 8 rows they make 24 accumulators, of 32 registers that AVX-512 and NEON have."""


@dataclass(frozen=True)
class Element:
    """f32 or f64."""

    letter: str
    """BLAS's name of it."""
    type_: str
    bytes: int
    lanes: int
    """How many a vector holds."""
    most_vectors: int
    """The vectors of a row of a tile, at most."""

    @property
    def vector(self) -> str:
        return self.vector_of(self.lanes)

    def vector_of(self, lanes: int) -> str:
        """The type of so many of them."""
        return f"<{lanes} x {self.type_}>"


def element_of(letter: str) -> Element:
    """f32 (`s`) or f64 (`d`) on the processor at hand."""
    features = host()[1].split(",")
    bytes_ = 64 if "+avx512f" in features else 32 if "+avx" in features else 16
    # With 16 registers, 8 rows of one vector leave room for what they are multiplied by.
    most = MOST_VECTORS if bytes_ == 64 else 1
    type_, size = ("float", 4) if letter == "s" else ("double", 8)
    return Element(letter, type_, size, bytes_ // size, most)
