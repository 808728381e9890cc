"""The sizes of every tensor value, as products of `index` values and constants, read off the ops that define them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xdsl.dialects import arith, scf, tensor
from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    DenseIntOrFPElementsAttr,
    IndexType,
    IntegerAttr,
    TensorType,
)
from xdsl.dialects.func import CallOp, FuncOp, ReturnOp
from xdsl.dialects.linalg.ops import FillOp, GenericOp
from xdsl.ir import Attribute, Block, BlockArgument, Operation, OpResult, SSAValue
from xdsl.ir.affine import AffineDimExpr
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects.location import located
from adjoint.lowering.bufferization.product import Product

Sizes = tuple[Product, ...]


class SizeAnalysis:
    """Answers what the sizes of a tensor are, in terms of the `index` values of the function.

    The sizes of a kernel's results follow from its body, in which `bindings` says what its arguments are.
    """

    def __init__(
        self,
        function: FuncOp,
        kernels: Mapping[str, FuncOp],
        bindings: Mapping[SSAValue, Sizes | Product] | None = None,
    ):
        self._function = function
        self._kernels = kernels
        self._sizes: dict[SSAValue, Sizes] = {}
        self._products: dict[SSAValue, Product] = {}
        self._calls: dict[CallOp, tuple[FuncOp, SizeAnalysis]] = {}
        for value, bound in (bindings or {}).items():
            if isinstance(bound, Product):
                self._products[value] = bound
            else:
                self._sizes[value] = bound

    def sizes(self, value: SSAValue) -> Sizes:
        """The sizes of a tensor; the same SSA value always stands for the same size of an argument."""
        known = self._sizes.get(value)
        if known is None:
            known = self._static_sizes(value)
            if known is None:
                known = self._dynamic_sizes(value)
            self._sizes[value] = known
        return known

    def count(self, value: SSAValue) -> Product:
        """The number of elements of a tensor."""
        return Product.of(self.sizes(value))

    def product(self, value: SSAValue) -> Product:
        """An integer as a product: constants and multiplications are taken apart, sizes are the canonical ones."""
        known = self._products.get(value)
        if known is None:
            known = self._take_apart(value)
            self._products[value] = known
        return known

    def assume_equal(self, one: SSAValue, other: SSAValue) -> None:
        """Lets one of two sizes stand for the other, if that is not made up of other sizes itself.

        To be called before anything is asked.
        """
        for kept, replaced in ((one, other), (other, one)):
            stand_in, size = self.product(kept), self.product(replaced)
            if _is_one_value(size) and not self._is_computed_from(stand_in, size.factors[0]):
                self._products[size.factors[0]] = stand_in
                return

    def _is_computed_from(self, product: Product, size: SSAValue) -> bool:
        """Whether the value of a product depends on a size, as that of `40 * (n / 40)` does on `n`."""
        pending = list(product.factors)
        seen: set[SSAValue] = set()
        while pending:
            value = pending.pop()
            if value is size:
                return True
            if value not in seen and isinstance(value, OpResult) and not isinstance(value.op, tensor.DimOp):
                pending.extend(factor for operand in value.op.operands for factor in self._factors(operand))
            seen.add(value)
        return False

    def _factors(self, operand: SSAValue) -> tuple[SSAValue, ...]:
        return self.product(operand).factors if operand.type == IndexType() else (operand,)

    def mixed(self, static: Sequence[int], dynamic: Sequence[SSAValue]) -> Sizes:
        """A list of numbers in which a dynamic one is the next of the values."""
        remaining = iter(dynamic)
        return tuple(self.product(next(remaining)) if number == DYNAMIC_INDEX else Product(number) for number in static)

    def _static_sizes(self, value: SSAValue) -> Sizes | None:
        shape = shape_of(value)
        return None if DYNAMIC_INDEX in shape else tuple(Product(size) for size in shape)

    def _dynamic_sizes(self, value: SSAValue) -> Sizes:
        if isinstance(value, BlockArgument):
            return self._argument_sizes(value)
        if not isinstance(value, OpResult):
            raise PassFailedException(f"a {value.type} that nothing defines has no sizes")
        inferred = self._result_sizes(value.op, value.index)
        return tuple(
            size if declared == DYNAMIC_INDEX else Product(declared)
            for declared, size in zip(shape_of(value), inferred, strict=True)
        )

    def _argument_sizes(self, argument: BlockArgument) -> Sizes:
        owner = argument.block.parent_op()
        if isinstance(owner, scf.ForOp):
            return self.sizes(owner.iter_args[argument.index - 1])
        return tuple(
            self._dimension(argument, axis) if size == DYNAMIC_INDEX else Product(size)
            for axis, size in enumerate(shape_of(argument))
        )

    def _dimension(self, argument: BlockArgument, axis: int) -> Product:
        """The size of an argument of the function: one `tensor.dim` stands for it, made where there is none."""
        for use in argument.uses:
            if isinstance(use.operation, tensor.DimOp) and constant_index(use.operation.index) == axis:
                size = use.operation.result
                return self._products.get(size, Product(1, (size,)))
        index = arith.ConstantOp.from_int_and_width(axis, IndexType())
        dimension = tensor.DimOp(argument, index)
        Rewriter.insert_op([index, dimension], InsertPoint.at_start(argument.block))
        return Product(1, (dimension.result,))

    def _result_sizes(self, op: Operation, index: int) -> Sizes:
        match op:
            case tensor.EmptyOp():
                return self.mixed(shape_of(op.tensor), op.dynamic_sizes)
            case GenericOp() | FillOp():
                return self.sizes(op.outputs[index])
            case tensor.CastOp():
                return self.sizes(op.source)
            case tensor.ExpandShapeOp():
                return self.mixed(op.static_output_shape.get_values(), op.dynamic_output_shape)
            case tensor.CollapseShapeOp():
                source = self.sizes(op.src)
                return tuple(Product.of(source[axis] for axis in group) for group in reassociation_groups(op))
            case tensor.ReshapeOp():
                return self._elements(op)
            case tensor.ExtractSliceOp():
                sizes = self.mixed(op.static_sizes.get_values(), op.sizes)
                return tuple(sizes[axis] for axis in kept_axes(op))
            case tensor.InsertSliceOp() | tensor.InsertOp():
                return self.sizes(op.dest)
            case scf.ForOp():
                return self.sizes(op.iter_args[index])
            case CallOp():
                return self._kernel_result_sizes(op, index)
            case _:
                raise PassFailedException(located(op, "bufferize does not know the sizes of its result"))

    def _elements(self, op: tensor.ReshapeOp) -> Sizes:
        """The sizes that a reshape asks for: the elements of its shape operand."""
        shape = op.shape.owner
        match shape:
            case tensor.FromElementsOp():
                return tuple(self._as_index(element) for element in shape.elements)
            case arith.ConstantOp(value=DenseIntOrFPElementsAttr() as elements):
                return tuple(Product(element) for element in elements.get_values() if isinstance(element, int))
            case _:
                return tuple(self._element(op, axis) for axis in range(len(shape_of(op.result))))

    def _element(self, op: tensor.ReshapeOp, axis: int) -> Product:
        """A size that is an element of a tensor, read where the reshape stands."""
        index = arith.ConstantOp.from_int_and_width(axis, IndexType())
        element = tensor.ExtractOp(op.shape, index.result, tensor_type(op.shape).element_type)
        Rewriter.insert_op([index, element], InsertPoint.before(op))
        return self._as_index(element.result)

    def _as_index(self, value: SSAValue) -> Product:
        """The product of an integer value, whatever its type; a cast is made where it needs one."""
        if value.type == IndexType() or constant_index(value) is not None:
            return self.product(value)
        cast = value.owner
        if isinstance(cast, arith.IndexCastOp):
            return self._as_index(cast.input)
        to_index = arith.IndexCastOp(value, IndexType())
        point = InsertPoint.at_start(cast) if isinstance(cast, Block) else InsertPoint.after(cast)
        Rewriter.insert_op(to_index, point)
        return self.product(to_index.result)

    def inside(self, call: CallOp) -> tuple[FuncOp, SizeAnalysis]:
        """The kernel that is called, and its sizes in terms of those of the caller."""
        known = self._calls.get(call)
        if known is None:
            kernel = self._kernels.get(call.callee.string_value())
            if kernel is None:
                raise PassFailedException(
                    located(
                        call, f"@{call.callee.string_value()} is no kernel: inline-functions comes before bufferize"
                    )
                )
            bindings: dict[SSAValue, Sizes | Product] = {
                inner: self.sizes(outer) if isinstance(outer.type, TensorType) else self.product(outer)
                for inner, outer in zip(kernel.body.block.args, call.arguments, strict=True)
            }
            known = self._calls[call] = (kernel, SizeAnalysis(kernel, self._kernels, bindings))
        return known

    def _kernel_result_sizes(self, call: CallOp, index: int) -> Sizes:
        kernel, inner = self.inside(call)
        returned = kernel.body.block.last_op
        if not isinstance(returned, ReturnOp):
            raise PassFailedException(located(kernel, "a kernel ends in func.return"))
        return inner.sizes(returned.arguments[index])

    def _take_apart(self, value: SSAValue) -> Product:
        op = value.owner
        match op:
            case Block():
                return Product(1, (value,))
            case arith.ConstantOp(value=IntegerAttr() as number):
                return Product(number.value.data)
            case arith.MuliOp() if value.type == IndexType():
                return self.product(op.lhs) * self.product(op.rhs)
            case tensor.DimOp():
                axis = constant_index(op.index)
                return Product(1, (value,)) if axis is None else self.sizes(op.source)[axis]
            case tensor.ExtractOp() if (scalar := extracted_scalar(op)) is not None:
                return self.product(scalar)
            case _:
                return Product(1, (value,))


def _is_one_value(product: Product) -> bool:
    return product.coefficient == 1 and len(product.factors) == 1


def tensor_type(value: SSAValue) -> TensorType[Attribute]:
    """The type of a value that is a ranked tensor; raises PassFailedException for another."""
    type_ = value.type
    if not isinstance(type_, TensorType):
        raise PassFailedException(f"expected a ranked tensor, got {type_}")
    return type_  # pyright: ignore[reportUnknownVariableType]  # isinstance forgets the type parameter


def shape_of(value: SSAValue) -> tuple[int, ...]:
    """The shape of a tensor as its type tells it."""
    return tensor_type(value).get_shape()


def loop_extents(op: GenericOp, operand_sizes: Sequence[Sizes]) -> list[Product]:
    """The extent of every loop of a structured op, read off the operand that the loop walks along.

    Raises PassFailedException where a loop walks along none.
    """
    extents: dict[int, Product] = {}
    for sizes, map_ in zip(operand_sizes, op.indexing_maps, strict=True):
        for size, expression in zip(sizes, map_.data.results, strict=True):
            if isinstance(expression, AffineDimExpr):
                extents.setdefault(expression.position, size)
    if len(extents) != len(op.iterator_types):
        raise PassFailedException(located(op, "a loop of it walks along no operand, so its extent is unknown"))
    return [extents[loop] for loop in range(len(extents))]


def constant_index(value: SSAValue) -> int | None:
    """The number that an integer value is known to be, None for another."""
    op = value.owner
    if isinstance(op, arith.ConstantOp) and isinstance(op.value, IntegerAttr):
        return op.value.value.data
    return None


def extracted_scalar(op: tensor.ExtractOp) -> SSAValue | None:
    """The scalar that an element is known to be: one of the operands of a `tensor.from_elements`."""
    elements = op.tensor.owner
    if not isinstance(elements, tensor.FromElementsOp) or len(op.indices) > 1:
        return None
    position = constant_index(op.indices[0]) if op.indices else 0
    return None if position is None else elements.elements[position]


def reassociation_groups(op: tensor.CollapseShapeOp | tensor.ExpandShapeOp) -> list[list[int]]:
    """The axes of the tensor with more of them that make up each axis of the other."""
    return [[axis.value.data for axis in group] for group in op.reassociation]


def kept_axes(op: tensor.ExtractSliceOp | tensor.InsertSliceOp) -> tuple[int, ...]:
    """The axes of the whole that are axes of the slice too: a slice may leave out axes of size 1.

    Which of several ones is left out makes no difference: the axes left out are the first that can be.
    """
    sliced = shape_of(op.result) if isinstance(op, tensor.ExtractSliceOp) else shape_of(op.source)
    sizes = op.static_sizes.get_values()
    surplus = len(sizes) - len(sliced)
    kept: list[int] = []
    for axis, size in enumerate(sizes):
        if surplus and size == 1 and (len(kept) == len(sliced) or sliced[len(kept)] != 1):
            surplus -= 1
        else:
            kept.append(axis)
    while surplus and len(kept) > len(sliced):
        kept.remove(next(axis for axis in kept if sizes[axis] == 1))
        surplus -= 1
    return tuple(kept)
