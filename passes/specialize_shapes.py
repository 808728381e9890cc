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

in which it is known that %b broadcasts.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import DYNAMIC_INDEX, ModuleOp, TensorType
from xdsl.ir import SSAValue
from xdsl.passes import ModulePass
from xdsl.utils.exceptions import PassFailedException, VerifyException

from adjoint.dialects import aten
from adjoint.dialects.aten.base import AnyTensorType, AtenOp, set_type, tensor_type, types_agree
from adjoint.dialects.aten.properties import int_list_property
from adjoint.dialects.location import located
from adjoint.passes.functions import body_block, find_function, update_function_type

logger = logging.getLogger("adjoint.passes.specialize-shapes")


def specialize_shapes(function: func.FuncOp, sizes: Mapping[tuple[int, int], int]) -> None:
    """Makes dimension d of argument a the static size `sizes[a, d]`, and infers the types of all results.

    Raises PassFailedException for an argument or dimension that does not exist or has another static size,
    VerifyException, with the op and its place, where these sizes do not fit an op.
    """
    for op in body_block(function).walk():
        if isinstance(op, aten.SqueezeOp):
            _keep_squeezed_dims(op)
    for (argument, dim), size in sizes.items():
        _specialize_argument(function, argument, dim, size)
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
    """Specialises `function`, or the only function: `sizes` are triples of argument, dimension and size."""

    name = "specialize-shapes"

    sizes: tuple[int, ...]
    function: str | None = None

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        if len(self.sizes) % 3:
            raise PassFailedException(
                f"error: sizes are triples of argument, dimension and size, got {len(self.sizes)} numbers"
            )
        triples = zip(self.sizes[::3], self.sizes[1::3], self.sizes[2::3], strict=True)
        specialize_shapes(find_function(op, self.function), {(argument, dim): size for argument, dim, size in triples})
