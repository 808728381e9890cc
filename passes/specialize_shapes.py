"""Takes some sizes of a function's arguments as known, and infers what follows for every type in it.

    func.func @f(%x: tensor<?x4xf32>, %b: tensor<?x4xf32>) -> tensor<?x4xf32> {
      %0 = aten.add %x, %b : tensor<?x4xf32>, tensor<?x4xf32> -> tensor<?x4xf32>
      func.return %0 : tensor<?x4xf32>
    }

becomes, with `specialize-shapes{sizes=1,0,1}`: argument 1, dimension 0, size 1,

    func.func @f(%x: tensor<?x4xf32>, %b: tensor<1x4xf32>) -> tensor<?x4xf32> {
      %0 = aten.add %x, %b : tensor<?x4xf32>, tensor<1x4xf32> -> tensor<?x4xf32>
      func.return %0 : tensor<?x4xf32>
    }

in which it is known that %b broadcasts. With `elements=0,1,3` the element 1 of argument 0, a list of sizes, is 3:

    func.func @f(%size: tensor<2xindex>) -> tensor<2xindex> {
      func.return %size : tensor<2xindex>
    }

becomes

    func.func @f(%size: tensor<2xindex>) -> tensor<2xindex> {
      %0 = aten.slice %size end = 1 : tensor<2xindex> -> tensor<1xindex>
      %1 = aten.constant dense<3> : tensor<1xindex>
      %2 = aten.cat %0, %1 : tensor<1xindex>, tensor<1xindex> -> tensor<2xindex>
      func.return %2 : tensor<2xindex>
    }
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import prod

import numpy as np
from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import DYNAMIC_INDEX, IndexType, ModuleOp, TensorType
from xdsl.ir import SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint
from xdsl.utils.exceptions import PassFailedException, VerifyException

from adjoint.dialects import aten
from adjoint.dialects.aten.base import AnyTensorType, AtenOp, set_type, tensor_type, types_agree
from adjoint.dialects.aten.properties import int_list_property
from adjoint.dialects.aten.tensor import Tensor, building
from adjoint.dialects.location import located
from adjoint.passes.functions import body_block, find_function, update_function_type

logger = logging.getLogger("adjoint.passes.specialize-shapes")


Known = Mapping[tuple[int, int], int]
"""(argument, dimension or position) to what is known of it."""


def specialize_shapes(function: func.FuncOp, sizes: Known, elements: Known | None = None) -> None:
    """Makes dimension d of argument a the static size `sizes[a, d]`, and infers the types of all results.

    Element i of argument a, a list of sizes or one size, is `elements[a, i]`.

    Raises PassFailedException for an argument, dimension or element that does not exist or has another static size,
    VerifyException, with the op and its place, where these sizes do not fit an op.
    """
    for op in body_block(function).walk():
        if isinstance(op, aten.SqueezeOp):
            _keep_squeezed_dims(op)
    for (argument, dim), size in sizes.items():
        _specialize_argument(function, argument, dim, size)
    for argument in sorted({argument for argument, _ in elements or {}}):
        known = {position: size for (each, position), size in (elements or {}).items() if each == argument}
        _specialize_elements(function, argument, known)
    for op in body_block(function).walk():
        if isinstance(op, AtenOp):
            _update_result_types(op)
    update_function_type(function)


def _keep_squeezed_dims(op: aten.SqueezeOp) -> None:
    """Lists the dimensions that are left out: a size that turns out to be 1 does not change the rank of the result."""
    op.dim = int_list_property(op.dims)


def _specialize_argument(function: func.FuncOp, argument: int, dim: int, size: int) -> None:
    name = function.sym_name.data
    if not 0 <= argument < len(function.args):
        raise PassFailedException(located(function, f"@{name} has no argument {argument}: it has {len(function.args)}"))
    value = function.args[argument]
    type_ = tensor_type(value)
    shape = list(type_.get_shape())
    if not 0 <= dim < len(shape):
        raise PassFailedException(
            located(function, f"argument {argument} of @{name}, a {type_}, has no dimension {dim}")
        )
    if size < 0 or shape[dim] not in (DYNAMIC_INDEX, size):
        raise PassFailedException(
            located(function, f"dimension {dim} of argument {argument} of @{name}, a {type_}, cannot have size {size}")
        )
    shape[dim] = size
    set_type(value, TensorType(type_.element_type, shape))
    logger.debug("dimension %d of argument %d of @%s has size %d", dim, argument, name, size)


def _specialize_elements(function: func.FuncOp, argument: int, known: Mapping[int, int]) -> None:
    """Uses a list of sizes, of which some are known, in place of an argument."""
    name = function.sym_name.data
    if not 0 <= argument < len(function.args):
        raise PassFailedException(located(function, f"@{name} has no argument {argument}: it has {len(function.args)}"))
    value = function.args[argument]
    type_ = tensor_type(value)
    count = prod(type_.get_shape())
    if type_.element_type != IndexType() or type_.get_num_dims() > 1 or not all(0 <= each < count for each in known):
        raise PassFailedException(
            located(function, f"argument {argument} of @{name}, a {type_}, has no sizes at {sorted(known)}")
        )
    uses = list(value.uses)
    with building(InsertPoint.at_start(body_block(function))):
        if type_.get_num_dims() == 0:
            specialized = aten.constant(np.array(known[0]), IndexType())
        else:
            parts = [
                _known_part(known, positions)
                if is_known
                else aten.slice(Tensor(value), 0, positions[0], positions[-1] + 1)
                for is_known, group in groupby(range(count), key=known.__contains__)
                for positions in [list(group)]
            ]
            specialized = parts[0] if len(parts) == 1 else aten.cat(parts, 0)
    for use in uses:
        use.operation.operands[use.index] = specialized.value
    logger.debug("elements of argument %d of @%s are known: %s", argument, name, dict(known))


def _known_part(known: Mapping[int, int], positions: Sequence[int]) -> Tensor:
    return aten.constant(np.array([known[position] for position in positions]), IndexType())


def _update_result_types(op: AtenOp) -> None:
    """Gives the results the types that follow from the operands; a size that only the result's type told stays."""
    try:
        for result, inferred in zip(op.results, op.infer_types(), strict=True):
            _update_type(result, inferred)
    except VerifyException as error:
        raise VerifyException(located(op, str(error))) from error


def _update_type(result: SSAValue, inferred: AnyTensorType) -> None:
    declared = tensor_type(result)
    if declared == inferred:
        return
    if not types_agree(declared, inferred):
        raise VerifyException(f"its result is declared as {declared}, with these sizes it is {inferred}")
    shape = tuple(
        known if size == DYNAMIC_INDEX else size
        for size, known in zip(inferred.get_shape(), declared.get_shape(), strict=True)
    )
    set_type(result, TensorType(inferred.element_type, shape))


@dataclass(frozen=True)
class SpecializeShapesPass(ModulePass):
    """Specialises `function`, or the only function.

    `sizes` are triples of argument, dimension and size, `elements` of argument, position and size.
    """

    name = "specialize-shapes"

    sizes: tuple[int, ...] = ()
    elements: tuple[int, ...] = ()
    function: str | None = None

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        specialize_shapes(
            find_function(op, self.function), _triples("sizes", self.sizes), _triples("elements", self.elements)
        )


def _triples(what: str, numbers: Sequence[int]) -> Known:
    if len(numbers) % 3:
        raise PassFailedException(
            f"error: {what} are triples of argument, dimension or position, and size, got {len(numbers)} numbers"
        )
    triples = zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True)
    return {(argument, place): size for argument, place, size in triples}
