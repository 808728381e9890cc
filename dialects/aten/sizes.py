"""Target shapes: a static list of ints, or a `tensor<nxindex>` operand that holds sizes known only at run time.

An op with a target shape has the optional operand `size` and the optional property `static_size`, one of the two
present. A size operand holds sizes as they are, never ATen's -1.
"""

from collections.abc import Sequence
from math import prod

from xdsl.dialects.builtin import DYNAMIC_INDEX, IndexType
from xdsl.ir import Attribute, Operation, SSAValue
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import AtenOp, Operand, tensor_type
from adjoint.dialects.aten.literals import dense_elements
from adjoint.dialects.aten.properties import IntListProperty, int_list_property
from adjoint.dialects.aten.shapes import Shape, describe_shape

TargetSize = Sequence[int] | Operand
"""What a constructor takes as target shape."""


def split_size(size: TargetSize) -> tuple[Operand | None, IntListProperty | None]:
    """The operand `size` and the property `static_size` of a target shape."""
    if isinstance(size, SSAValue | Operation):
        return size, None
    return None, int_list_property(size)


def known_elements(value: SSAValue) -> Sequence[int | None]:
    """The sizes in a 0-d or 1-d tensor of indices, each None where the op that defines the tensor does not tell it."""
    owner = value.owner
    elements = owner.known_elements() if isinstance(owner, AtenOp) else None
    return [None] * prod(tensor_type(value).get_shape()) if elements is None else elements


def fold_known_elements(op: AtenOp) -> Sequence[SSAValue | Attribute] | None:
    """The fold of an op whose result is a list of sizes that are all known."""
    elements = op.known_elements()
    sizes = [] if elements is None else [element for element in elements if element is not None]
    if elements is None or len(sizes) != len(elements):
        return None
    return [dense_elements(sizes, tensor_type(op.results[0]))]


def target_size(size: SSAValue | None, static_size: IntListProperty | None) -> Shape:
    """The target shape of an op, from its operand `size` or its property `static_size`.

    A static -1 comes as it is, in the op's own meaning; an element of the operand that is not known is `DYNAMIC_INDEX`.
    """
    if static_size is not None and size is None:
        return static_size.get_values()
    if size is None or static_size is not None:
        raise VerifyException("expected a target shape: either a static list of sizes or an operand of indices")
    type_ = tensor_type(size)
    if type_.get_num_dims() != 1 or type_.element_type != IndexType() or type_.get_shape()[0] == DYNAMIC_INDEX:
        raise VerifyException(f"the size operand must be a tensor<nxindex> of static n, got {type_}")
    elements = known_elements(size)
    if any(element is not None and element < 0 for element in elements):
        raise VerifyException(f"the size operand must hold sizes, got {list(elements)}")
    return tuple(DYNAMIC_INDEX if element is None else element for element in elements)


def target_shape(size: SSAValue | None, static_size: IntListProperty | None) -> Shape:
    """The target shape of an op that gives -1 no meaning."""
    shape = target_size(size, static_size)
    check_sizes(shape, smallest=0)
    return shape


def check_sizes(shape: Shape, smallest: int) -> None:
    """Raises VerifyException where a size that is known is below `smallest`, 0 or -1."""
    if any(size < smallest and size != DYNAMIC_INDEX for size in shape):
        raise VerifyException(f"sizes must not be negative, got {describe_shape(shape)}")
