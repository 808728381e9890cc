"""Target shapes of operators: a static list, in which -1 is open, or an operand that holds sizes."""

from collections.abc import Sequence

from xdsl.ir import SSAValue

from adjoint.dialects.aten.properties import IntListProperty
from adjoint.lowering.linalg.sizes import Sizes
from adjoint.lowering.linalg.symbolic import Shape, Size, as_size


def target_sizes(size: SSAValue | None, static_size: IntListProperty | None, sizes: Sizes) -> Sequence[Size | None]:
    """The sizes that an op is given, None in place of a -1 of the static list, which the op gives a meaning."""
    if static_size is not None:
        return [None if each == -1 else as_size(each) for each in static_size.get_values()]
    assert size is not None
    return sizes.elements(size)


def target_shape(size: SSAValue | None, static_size: IntListProperty | None, sizes: Sizes) -> Shape:
    """The target shape of an op that gives -1 no meaning."""
    return tuple(each for each in target_sizes(size, static_size, sizes) if each is not None)
