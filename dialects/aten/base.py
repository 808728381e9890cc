"""What every `aten` operator is: pure, on ranked tensors, with result types that follow from its operands.

A family (elementwise, reduction, view, …) is a subclass of `AtenOp` in a file of its own; an operator of a family
is its name, its docstring and what sets it apart.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import TypeGuard

from xdsl.dialects.builtin import DYNAMIC_INDEX, TensorType, f32
from xdsl.interfaces import HasFolderInterface
from xdsl.ir import Attribute, Operation, SSAValue
from xdsl.irdl import IRDLOperation, base, traits_def
from xdsl.traits import Pure
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.assembly import Number
from adjoint.dialects.aten.promotion import category

AnyTensorType = TensorType[Attribute]
"""A ranked tensor of any shape and element type; a dynamic size is `DYNAMIC_INDEX`."""

TENSOR = base(TensorType[Attribute])
"""The constraint of every tensor operand and result."""

Operand = SSAValue | Operation
"""What a builder takes as a tensor: a value, or an op with one result."""

_NOT_INFERRED_YET: AnyTensorType = TensorType(f32, [])


def tensor_type(value: Operand) -> AnyTensorType:
    """The type of a value that is known to be a ranked tensor."""
    type_ = SSAValue.get(value).type
    if not isinstance(type_, TensorType):
        raise VerifyException(f"expected a ranked tensor, got {type_}")
    return type_  # pyright: ignore[reportUnknownVariableType]  # isinstance forgets the type parameter


def is_tensor_type(type_: Attribute | None) -> TypeGuard[AnyTensorType]:
    """Whether the type is that of a ranked tensor: what `isa` tells as well, in a hundredth of the time."""
    return isinstance(type_, TensorType)


def set_type(value: SSAValue, type_: Attribute) -> None:
    """Changes the type of a value in place: its uses keep it, nothing is rebuilt."""
    value._type = type_  # pyright: ignore[reportPrivateUsage]  # xDSL only offers to replace the value


def types_agree(declared: AnyTensorType, inferred: AnyTensorType) -> bool:
    """Whether two types can be the type of one tensor: same element type and rank, no two sizes that differ.

    A dynamic size agrees with every size.
    """
    if declared.element_type != inferred.element_type or declared.get_num_dims() != inferred.get_num_dims():
        return False
    return all(
        DYNAMIC_INDEX in (size, other) or size == other
        for size, other in zip(declared.get_shape(), inferred.get_shape(), strict=True)
    )


class AtenOp(IRDLOperation, HasFolderInterface, ABC):
    """An operator of ATen. A subclass declares operands and properties, and infers its result types from them."""

    traits = traits_def(Pure())

    custom_directives = (Number,)

    def __init__(
        self,
        operands: Sequence[Operand | Sequence[Operand] | None],
        properties: Mapping[str, Attribute | None] | None = None,
        *,
        result_count: int = 1,
        results_are_a_list: bool = False,
    ):
        """Builds the op and gives its results the types it infers.

        With `results_are_a_list` they are those of the one variadic result of the op. Raises VerifyException, in the
        words of the op, where the operands do not fit.
        """
        types = [_NOT_INFERRED_YET] * result_count
        super().__init__(
            operands=operands,
            result_types=[types] if results_are_a_list else types,
            properties=properties,
        )
        try:
            self.update_result_types()
        except VerifyException:
            self.drop_all_references()  # an op that could not be built is no use of its operands
            raise

    @abstractmethod
    def infer_types(self) -> Sequence[AnyTensorType]:
        """The type of each result, as far as operands and properties determine it.

        Raises VerifyException, in the words of the op, where the operands do not fit.
        """

    def known_elements(self) -> Sequence[int | None] | None:
        """The elements of a result that is a list of sizes, None in place of one known only at run time.

        None for an op whose result is something else.
        """
        return None

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        """For each result, the value or the constant elements that it always equals, None where there is none.

        Only what is exact for every element, NaN and -0 included.
        """
        return None

    def folds_to(self, value: SSAValue) -> Sequence[SSAValue] | None:
        """The fold of an op of one result that has the elements of `value`: that value, if the type is the same."""
        return [value] if value.type == self.results[0].type else None

    def update_result_types(self) -> bool:
        """Gives every result its inferred type, also after operand types were refined; True if one changed."""
        changed = False
        for result, inferred in zip(self.results, self.infer_types(), strict=True):
            if result.type != inferred:
                set_type(result, inferred)
                changed = True
        return changed

    def verify_(self) -> None:
        for value in (*self.operands, *self.results):
            category(tensor_type(value).element_type)
        inferred_types = self.infer_types()
        if len(inferred_types) != len(self.results):
            raise VerifyException(f"expected {len(inferred_types)} results, got {len(self.results)}")
        for result, inferred in zip(self.results, inferred_types, strict=True):
            if not types_agree(tensor_type(result), inferred):
                raise VerifyException(f"result type {result.type} does not agree with the inferred type {inferred}")
