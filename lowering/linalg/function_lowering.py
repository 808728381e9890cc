"""Lowers the ops of one function to linalg, one after the other, in place."""

from xdsl.dialects import cf, tensor
from xdsl.dialects.builtin import DYNAMIC_INDEX, IndexType, TensorType
from xdsl.dialects.func import FuncOp
from xdsl.ir import Operation, SSAValue
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects.aten.base import AtenOp, tensor_type
from adjoint.dialects.autodiff import Autodiff
from adjoint.dialects.location import located
from adjoint.lowering.linalg.messages import describe
from adjoint.lowering.linalg.registry import lowering_of
from adjoint.lowering.linalg.size_emission import SizeEmitter
from adjoint.lowering.linalg.sizes import analyze_sizes, is_tensor
from adjoint.lowering.linalg.structured import StructuredEmitter
from adjoint.lowering.linalg.symbolic import Shape
from adjoint.lowering.linalg.views import LoweredTensor, Splat, View, static_shape


class FunctionLowering(StructuredEmitter):
    """What lowering rules work with: the operands as lowered tensors, the sizes, and the structured forms to emit."""

    def __init__(self, function: FuncOp):
        self._ops = list(function.body.block.ops)
        self._size_emitter = SizeEmitter(function)
        super().__init__(analyze_sizes(function), self._size_emitter)
        self.function = function
        self._tensors: dict[SSAValue, LoweredTensor] = {}

    def shape(self, value: SSAValue) -> Shape:
        """The sizes of a tensor of the program."""
        return self.sizes.shape(value)

    def tensor(self, value: SSAValue) -> LoweredTensor:
        """What a tensor of the program has become."""
        found = self._tensors.get(value)
        if found is None:
            found = self._tensors[value] = self._list_of_sizes(value)
        return found

    def check(self, op: Operation, condition: LoweredTensor, message: str) -> None:
        """Asserts that a 0-d i1 tensor, computed from data, is true; it fails with the place and name of the op."""
        extracted = self.emit(tensor.ExtractOp(self.materialize(condition), [], condition.element_type))
        self.insert(cf.AssertOp(extracted, describe(op, message)))

    def lower(self) -> None:
        """Lowers every op of the function."""
        block = self.function.body.block
        for requirement in self.sizes.requirements:
            self._size_emitter.require(requirement)
        if self.sizes.is_contradictory:
            self._return_nothing()
            return
        for argument in block.args:
            if is_tensor(argument):
                self._define_argument(argument)
        lowered = [op for op in self._ops if self._lower(op)]
        for op in reversed(lowered):
            op.detach()
            op.erase()

    def _return_nothing(self) -> None:
        """Replaces the body of a function whose requirements cannot hold: the assertions end every call of it."""
        returned = self.function.body.block.last_op
        assert returned is not None
        self.insert_before(returned)
        for index, operand in enumerate(returned.operands):
            dynamic = [self.index(0) for size in tensor_type(operand).get_shape() if size == DYNAMIC_INDEX]
            returned.operands[index] = self.emit(tensor.EmptyOp(dynamic, operand.type))
        for op in reversed(self._ops):
            if op is not returned:
                op.detach()
                op.erase()

    def _define_argument(self, argument: SSAValue) -> None:
        """An argument with every size that is known in its type."""
        shape = self.shape(argument)
        type_ = TensorType(tensor_type(argument).element_type, static_shape(shape))
        source = argument if argument.type == type_ else self._size_emitter.emit(tensor.CastOp(argument, type_))
        self._tensors[argument] = View.of(source, shape)

    def _lower(self, op: Operation) -> bool:
        """Lowers one op; false where it stays as it is."""
        self.insert_before(op)
        if op.results and all(self.sizes.known_elements(result) is not None for result in op.results):
            return True
        rule = lowering_of(op)
        if rule is None:
            _refuse_unlowered(op)
            self._keep(op)
            return False
        results = rule(op, self)
        if isinstance(results, View | Splat):
            results = [results]
        for result, lowered in zip(op.results, results, strict=True):
            self._tensors[result] = lowered
            if isinstance(lowered, View) and lowered.source.name_hint is None:
                lowered.source.name_hint = result.name_hint
        return True

    def _keep(self, op: Operation) -> None:
        """Gives an op that is not lowered its operands as tensors of the types that it had."""
        for index, operand in enumerate(op.operands):
            if is_tensor(operand):
                op.operands[index] = self.cast(self.materialize(self.tensor(operand)), tensor_type(operand).get_shape())
        for result in op.results:
            if is_tensor(result):
                self._tensors[result] = View.of(result, self.shape(result))

    def _list_of_sizes(self, value: SSAValue) -> LoweredTensor:
        """The tensor of sizes that the analysis knows, as a value."""
        elements, shape = self.sizes.elements(value), self.shape(value)
        if not shape:
            return Splat(elements[0], shape)
        values = [self.index(element) for element in elements]
        type_ = TensorType(IndexType(), static_shape(shape))
        if not values:
            return View.of(self.emit(tensor.EmptyOp([], type_)), shape)
        return View.of(self.emit(tensor.FromElementsOp(*values, result_type=type_)), shape)


def _refuse_unlowered(op: Operation) -> None:
    """Raises PassFailedException for an op that has no place in the linalg stage."""
    if op.dialect_name() == Autodiff.name:
        message = "the structure of differentiation is not lowered: inline-reverse or lambda-lift-reverse comes first"
        raise PassFailedException(located(op, message))
    if isinstance(op, AtenOp):
        raise PassFailedException(located(op, "no lowering is registered: see @linalg_lowering"))
