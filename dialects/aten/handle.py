"""What the program being built knows of one of its values."""

from dataclasses import dataclass

from xdsl.ir import Attribute, SSAValue

from adjoint.dialects.aten.base import AnyTensorType, tensor_type


@dataclass(frozen=True, eq=False)
class Handle:
    """A tensor of the program being built: its value, and its type as far as it is known when compiling."""

    value: SSAValue

    @property
    def type(self) -> AnyTensorType:
        """The ranked tensor type of the value."""
        return tensor_type(self.value)

    @property
    def shape(self) -> tuple[int, ...]:
        """The sizes as far as they are known when compiling, `DYNAMIC_INDEX` where only at run time."""
        return self.type.get_shape()

    @property
    def ndim(self) -> int:
        """The rank."""
        return self.type.get_num_dims()

    @property
    def dtype(self) -> Attribute:
        """The element type."""
        return self.type.element_type


def value_of(tensor: Handle) -> SSAValue:
    """The value of a tensor. Raises TypeError for what is not one: an array is an argument, or `aten.constant`."""
    if not isinstance(tensor, Handle):  # pyright: ignore[reportUnnecessaryIsInstance]  # callers are not all checked
        raise TypeError(
            f"expected a tensor of the program being built, got {type(tensor).__name__}: "
            "arrays are arguments of the program, or constants by aten.constant"
        )
    return tensor.value


def optional_value_of(tensor: Handle | None) -> SSAValue | None:
    """The value of a tensor that may be absent."""
    return None if tensor is None else value_of(tensor)
