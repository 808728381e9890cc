"""The binary formats that the functions are written for, and the constants that follow from a format alone."""

from dataclasses import dataclass

from xdsl.dialects.builtin import Float32Type, Float64Type, IntegerType, f32, f64, i32, i64
from xdsl.ir import Attribute


@dataclass(frozen=True, eq=False)
class FloatFormat:
    """An IEEE 754 binary format: from the highest bit down, a sign, an exponent and a fraction."""

    type: Float32Type | Float64Type
    bits_type: IntegerType
    """The integers of the same width."""
    fraction_bits: int
    bias: int
    """What is added to an exponent in the bits of a number."""

    @property
    def sign_mask(self) -> int:
        """The bits of -0."""
        return 1 << (self.bits_type.width.data - 1)

    @property
    def fraction_mask(self) -> int:
        """The bits of the fraction."""
        return (1 << self.fraction_bits) - 1

    @property
    def one_bits(self) -> int:
        """The bits of 1."""
        return self.bias << self.fraction_bits

    @property
    def smallest_normal(self) -> float:
        """What is smaller is subnormal, or 0."""
        return 2.0 ** (1 - self.bias)

    @property
    def overflow_exponent(self) -> int:
        """2 to this integer is infinite."""
        return self.bias + 1

    @property
    def underflow_exponent(self) -> int:
        """2 to this integer rounds to 0."""
        return -(self.bias + self.fraction_bits)

    @property
    def rounding_shift(self) -> float:
        """1.5·2^fraction_bits: a sum with it is rounded to an integer, which is then the low bits of the sum.

        It holds for integers of magnitude 2^(fraction_bits - 1) at most; a tie goes to the even one.
        """
        return 1.5 * 2.0**self.fraction_bits

    @property
    def rounding_shift_bits(self) -> int:
        """The bits of `rounding_shift`."""
        return ((self.fraction_bits + self.bias) << self.fraction_bits) | (1 << (self.fraction_bits - 1))


F32 = FloatFormat(f32, i32, fraction_bits=23, bias=127)
F64 = FloatFormat(f64, i64, fraction_bits=52, bias=1023)

FORMATS: dict[Attribute, FloatFormat] = {f32: F32, f64: F64}
"""The formats by their type in the IR."""
