"""The sizes of every tensor of a function, as expressions of its arguments, and what had to be assumed for that.

One walk over the ops, nothing is emitted. Where two sizes meet that must be equal, or that broadcast and of which none
is known to be 1, they are assumed to be equal; the assumption becomes a requirement, checked at run time on entry.
What is assumed after an op holds before it as well: all sizes are final once the walk is over.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from xdsl.dialects.builtin import DYNAMIC_INDEX, IndexType, TensorType
from xdsl.dialects.func import FuncOp
from xdsl.ir import Operation, SSAValue
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects.aten.base import tensor_type
from adjoint.dialects.location import located
from adjoint.dialects.registrations import note_registration
from adjoint.lowering.linalg.equalities import Equalities
from adjoint.lowering.linalg.symbolic import (
    ONE,
    ArgumentElement,
    ArgumentSize,
    Shape,
    Size,
    as_size,
    at_least,
)


@dataclass(frozen=True)
class Requirement:
    """What must hold at run time for the sizes to be what the analysis says: `first == second` or `first >= second`."""

    op: Operation
    first: Size
    second: Size
    equal: bool
    message: str


SizeRule = Callable[..., Sequence[Shape]]
"""Called with an op and the analysis; gives the shape of each result that is a tensor."""

ElementRule = Callable[..., Shape | None]
"""Called with an op and the analysis; gives the elements of its result, if they are known."""

SizeRuleT = TypeVar("SizeRuleT", bound=SizeRule)
ElementRuleT = TypeVar("ElementRuleT", bound=ElementRule)

_SIZE_RULES: dict[type[Operation], SizeRule] = {}
_ELEMENT_RULES: dict[type[Operation], ElementRule] = {}


def size_rule(*op_types: type[Operation]) -> Callable[[SizeRuleT], SizeRuleT]:
    """Registers the decorated function as the size rule of ops of each type and its subclasses."""

    def register(rule: SizeRuleT) -> SizeRuleT:
        note_registration(rule)
        for op_type in op_types:
            _SIZE_RULES[op_type] = rule
        return rule

    return register


def element_rule(*op_types: type[Operation]) -> Callable[[ElementRuleT], ElementRuleT]:
    """Registers the decorated function as what tells the elements of `index` tensors that ops of each type make."""

    def register(rule: ElementRuleT) -> ElementRuleT:
        note_registration(rule)
        for op_type in op_types:
            _ELEMENT_RULES[op_type] = rule
        return rule

    return register


class _ContradictionError(Exception):
    """The requirements cannot hold together."""


class Sizes:
    """The sizes of the tensors of one function."""

    is_contradictory = False
    """Whether the requirements cannot hold together: then they are all that is known."""

    def __init__(self):
        self.equalities = Equalities()
        self.requirements: list[Requirement] = []
        self._required: set[tuple[Size, Size, bool]] = set()
        self._shapes: dict[SSAValue, Shape] = {}
        self._elements: dict[SSAValue, Shape] = {}

    # What is known

    def shape(self, value: SSAValue) -> Shape:
        """The sizes of a tensor, each the one that stands for all that are equal to it."""
        return tuple(self.equalities.find(size) for size in self._shapes[value])

    def elements(self, value: SSAValue) -> Shape:
        """The elements of a `tensor<nxindex>` or `tensor<index>`.

        Raises PassFailedException where they are no expressions of the function's arguments.
        """
        elements = self.known_elements(value)
        if elements is None:
            message = "sizes that are computed from the elements of tensors are not known before the program runs"
            raise PassFailedException(located(_owner(value), message))
        return elements

    def known_elements(self, value: SSAValue) -> Shape | None:
        """The elements of a tensor of sizes, None where they are no expressions of the function's arguments."""
        elements = self._elements.get(value)
        return None if elements is None else tuple(self.equalities.find(size) for size in elements)

    # What rules say

    def define_argument(self, value: SSAValue, shape: Sequence[Size]) -> None:
        """Gives an argument its sizes, some of which its type may know."""
        declared = tensor_type(value).get_shape()
        self._shapes[value] = tuple(
            size if static == DYNAMIC_INDEX else as_size(static) for size, static in zip(shape, declared, strict=True)
        )

    def define_result(self, op: Operation, value: SSAValue, shape: Shape) -> None:
        """Gives a result of an op its sizes; what its type says beyond them is required."""
        for dim, (size, static) in enumerate(zip(shape, tensor_type(value).get_shape(), strict=True)):
            if static != DYNAMIC_INDEX and size.constant != static:
                message = f"the result has size {static} at dimension {dim} by its type, another one by its operands"
                self.require_equal(op, size, as_size(static), message)
        self._shapes[value] = shape

    def define_elements(self, value: SSAValue, elements: Sequence[Size]) -> None:
        """Gives a `tensor<nxindex>` its elements."""
        self._elements[value] = tuple(elements)

    def require_equal(self, op: Operation, first: Size, second: Size, message: str) -> Size:
        """Assumes that two sizes are equal, and gives the one that stands for both."""
        first, second = self.equalities.find(first), self.equalities.find(second)
        if first == second:
            return first
        self._require(Requirement(op, first, second, True, message))
        united = self.equalities.unite(first, second)
        if self.equalities.are_contradictory:
            raise _ContradictionError
        return united

    def require_at_least(self, op: Operation, first: Size, second: Size | int, message: str) -> None:
        """Requires that `first >= second`."""
        first, second = self.equalities.find(first), self.equalities.find(as_size(second))
        if not at_least(first, second):
            self._require(Requirement(op, first, second, False, message))
        if at_least(second - 1, first):
            raise _ContradictionError

    def require_same_shape(self, op: Operation, shape: Shape, expected: Shape, what: str, expected_what: str) -> None:
        """Assumes that two shapes of one rank are equal, dimension by dimension."""
        for dim, (size, other) in enumerate(zip(shape, expected, strict=True)):
            self.require_equal(op, size, other, f"{what} and {expected_what} have different sizes at dimension {dim}")

    def broadcast(self, op: Operation, *shapes: Shape) -> Shape:
        """The shape that all the shapes broadcast to, aligned at the last dimension; a size of 1 is repeated."""
        rank = max(map(len, shapes))
        return tuple(
            self._broadcast_size(op, dim, [shape[dim - rank] for shape in shapes if len(shape) >= rank - dim])
            for dim in range(rank)
        )

    def broadcast_to(self, op: Operation, shape: Shape, target: Shape) -> None:
        """Assumes that the shape broadcasts to the target, which it leaves as it is."""
        for dim, size in enumerate(reversed(shape), 1):
            if self.equalities.find(size) != ONE:
                place = f"size at dimension {len(target) - dim}"
                message = f"{place} is not that of the result, and is not known to be 1"
                self.require_equal(op, size, target[-dim], message)

    def _broadcast_size(self, op: Operation, dim: int, sizes: Sequence[Size]) -> Size:
        result = ONE
        for size in map(self.equalities.find, sizes):
            if result == ONE:
                result = size
            elif size != ONE:
                message = f"the shapes cannot broadcast: sizes at dimension {dim} differ and neither is 1"
                result = self.require_equal(op, result, size, message)
        return result

    def _require(self, requirement: Requirement) -> None:
        key = (requirement.first, requirement.second, requirement.equal)
        if key not in self._required:
            self._required.add(key)
            self.requirements.append(requirement)


def analyze_sizes(function: FuncOp) -> Sizes:
    """The sizes of every tensor of a function with one block.

    An argument that is used with a size of 2 and with one of 3 is right where it has size 1 and broadcasts: a program
    that is specialised to that has no contradiction.

    Raises PassFailedException, located, at an op whose result sizes nobody can tell.
    """
    sizes = Sizes()
    for argument in function.body.block.args:
        _analyze_argument(sizes, argument, argument.index)
    try:
        for op in function.body.block.ops:
            _analyze_op(sizes, op)
    except _ContradictionError:
        sizes.is_contradictory = True
    return sizes


def _analyze_argument(sizes: Sizes, argument: SSAValue, position: int) -> None:
    if is_tensor(argument):
        rank = tensor_type(argument).get_num_dims()
        sizes.define_argument(argument, [as_size(ArgumentSize(position, dim)) for dim in range(rank)])
    if holds_sizes(argument):
        places = [range(count) for count in tensor_type(argument).get_shape()]
        elements = places[0] if places else [None]
        sizes.define_elements(argument, [as_size(ArgumentElement(position, element)) for element in elements])


def is_tensor(value: SSAValue) -> bool:
    """Whether a value is a ranked tensor."""
    return isinstance(value.type, TensorType)


def holds_sizes(value: SSAValue) -> bool:
    """Whether a value is a `tensor<nxindex>` of static n or a `tensor<index>`."""
    if not is_tensor(value):
        return False
    type_ = tensor_type(value)
    return isinstance(type_.element_type, IndexType) and type_.get_num_dims() <= 1 and type_.has_static_shape()


def _analyze_op(sizes: Sizes, op: Operation) -> None:
    results = [result for result in op.results if is_tensor(result)]
    if results:
        for result, shape in zip(results, _shapes_of(sizes, op, results), strict=True):
            sizes.define_result(op, result, shape)
    element_rule = _rule_of(_ELEMENT_RULES, op)
    if element_rule is not None and (not results or holds_sizes(results[0])):
        elements = element_rule(op, sizes)
        if elements is not None:
            sizes.define_elements(op.results[0], elements)


def _shapes_of(sizes: Sizes, op: Operation, results: Sequence[SSAValue]) -> Sequence[Shape]:
    rule = _rule_of(_SIZE_RULES, op)
    if rule is not None:
        return rule(op, sizes)
    if all(tensor_type(result).has_static_shape() for result in results):
        return [tuple(map(as_size, tensor_type(result).get_shape())) for result in results]
    raise PassFailedException(
        located(op, "no size rule tells the sizes of its results: register one with @size_rule, or make them static")
    )


RuleT = TypeVar("RuleT")


def _rule_of(rules: dict[type[Operation], RuleT], op: Operation) -> RuleT | None:
    return next((rules[type_] for type_ in type(op).__mro__ if type_ in rules), None)


def _owner(value: SSAValue) -> Operation:
    owner = value.owner
    if isinstance(owner, Operation):
        return owner
    parent = owner.parent_op()
    assert parent is not None
    return parent
