"""f16 and bf16, the formats that numbers are only stored in, from and to f32 by integer arithmetic on their bits.

Every conversion is exact or rounds to nearest even; infinities stay, and NaN stays NaN. There are no branches, so that
a loop of them vectorises. bf16 is the upper half of an f32. For f16 the scales and magic numbers are those of Fabian
Giesen's "float->half variants" (https://gist.github.com/rygorous/2156668); processors with F16C have it as one
instruction, and need these functions for bf16 only. (AVX512-BF16 rounds subnormal numbers to 0: it is not used.)
"""

from collections.abc import Callable, Mapping

from xdsl.dialects import func
from xdsl.dialects.builtin import BFloat16Type, Float16Type, UnitAttr, bf16, f16, f32, i16
from xdsl.ir import Attribute, Block, Region

from adjoint.lowering.math import ALWAYS_INLINE
from adjoint.lowering.math.float_format import F32
from adjoint.lowering.math.scalar import Boolean, Float, FunctionBody, Integer, select_bits

StorageFloat = Float16Type | BFloat16Type

_SIGN = 0x8000_0000
_INFINITY = 0x7F80_0000
_QUIET_NAN = {"f16": 0x7E00, "bf16": 0x7FC0}


def extend_bf16(bits: Integer) -> Float:
    """The f32 whose upper half these bits are."""
    return (bits.to_i32() << 16).as_float(F32)


def round_to_bf16(x: Float) -> Integer:
    """The upper half of the f32, rounded by what the lower half is: half a unit and more carry into it."""
    bits = x.bits()
    is_odd = (bits >> 16) & 1
    rounded = (bits + 0x7FFF + is_odd) >> 16
    return select_bits(_is_nan(x), _QUIET_NAN["bf16"], rounded).to_i16()


def extend_f16(bits: Integer) -> Float:
    """The fraction and exponent in their places, scaled by the difference of the biases: also right for subnormals."""
    wide = bits.to_i32()
    magnitude = (wide & 0x7FFF) << 13
    scaled = (magnitude.as_float(F32) * 2.0**112).bits()
    is_not_finite = magnitude.is_at_least(0x7C00 << 13)
    return (select_bits(is_not_finite, magnitude | _INFINITY, scaled) | (wide & 0x8000) << 16).as_float(F32)


def round_to_f16(x: Float) -> Integer:
    """Three ranges: what overflows, what is subnormal (a sum with 0.5 leaves its bits at the end), and between."""
    bits = x.bits()
    sign = bits & _SIGN
    magnitude = bits ^ sign
    is_odd = (magnitude >> 13) & 1
    normal = (magnitude + (0xFFF - (112 << 23)) + is_odd) >> 13
    subnormal = (magnitude.as_float(F32) + 0.5).bits() - 0x3F00_0000
    finite = select_bits(magnitude.is_at_least(0x3880_0000), normal, subnormal)
    rounded = select_bits(magnitude.is_at_least(0x4780_0000), 0x7C00, finite)
    return (select_bits(_is_nan(x), _QUIET_NAN["f16"], rounded) | (sign >> 16)).to_i16()


def _is_nan(x: Float) -> Boolean:
    return (x.bits() & ~_SIGN).is_at_least(_INFINITY + 1)


_EXTENSIONS: Mapping[Attribute, Callable[[Integer], Float]] = {bf16: extend_bf16, f16: extend_f16}
_ROUNDINGS: Mapping[Attribute, Callable[[Float], Integer]] = {bf16: round_to_bf16, f16: round_to_f16}


def extension_function(type_: StorageFloat) -> func.FuncOp:
    """The private function `@adjoint.extf.<type>`: from the bits of a number of the type, as i16, to the f32."""
    block = Block(arg_types=[i16])
    result = _EXTENSIONS[type_](Integer(block.args[0], FunctionBody(block), i16))
    return _function(f"adjoint.extf.{type_}", block, result)


def rounding_function(type_: StorageFloat) -> func.FuncOp:
    """The private function `@adjoint.truncf.<type>`: from an f32 to the bits of the nearest number of the type."""
    block = Block(arg_types=[f32])
    result = _ROUNDINGS[type_](Float(block.args[0], FunctionBody(block), F32))
    return _function(f"adjoint.truncf.{type_}", block, result)


def _function(name: str, block: Block, result: Float | Integer) -> func.FuncOp:
    block.args[0].name_hint = "x"
    block.add_op(func.ReturnOp(result.value))
    types = ([argument.type for argument in block.args], [result.value.type])
    function = func.FuncOp(name, types, Region(block), visibility="private")
    function.attributes[ALWAYS_INLINE] = UnitAttr()
    return function
