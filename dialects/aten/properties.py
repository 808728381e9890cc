"""Numbers, lists and flags that are known when compiling, as the properties of an op: i64, f64 and unit attributes."""

from collections.abc import Sequence
from typing import TypeAlias

from xdsl.dialects.builtin import I64, DenseArrayBase, Float64Type, FloatAttr, IntegerAttr, UnitAttr, f64, i64

IntProperty: TypeAlias = IntegerAttr[I64]
"""An int of ATen's signature."""

FloatProperty: TypeAlias = FloatAttr[Float64Type]
"""A float, or a number, of ATen's signature; f64 holds what Python holds."""

IntListProperty: TypeAlias = DenseArrayBase[I64]
"""An int[] of ATen's signature."""

INT_LIST = DenseArrayBase.constr(i64)
"""The constraint of an `IntListProperty`."""

FloatListProperty: TypeAlias = DenseArrayBase[Float64Type]
"""A float[] of ATen's signature."""

FLOAT_LIST = DenseArrayBase.constr(f64)
"""The constraint of a `FloatListProperty`."""


def int_property(value: int) -> IntProperty:
    """The property that holds an int."""
    return IntegerAttr(value, i64)


def float_property(value: float) -> FloatProperty:
    """The property that holds a float."""
    return FloatAttr(value, f64)


def int_list_property(values: int | Sequence[int]) -> IntListProperty:
    """The property that holds a list of ints, a single int standing for a list of one."""
    return DenseArrayBase.from_list(i64, (values,) if isinstance(values, int) else values)


def optional_int_list_property(values: int | Sequence[int] | None) -> IntListProperty | None:
    """The property that holds a list of ints, or is absent."""
    return None if values is None else int_list_property(values)


def optional_float_list_property(values: Sequence[float] | None) -> FloatListProperty | None:
    """The property that holds a list of floats, or is absent."""
    return None if values is None else DenseArrayBase.from_list(f64, values)


def flag_property(value: bool) -> UnitAttr | None:
    """The property that holds a flag: present or not."""
    return UnitAttr() if value else None
