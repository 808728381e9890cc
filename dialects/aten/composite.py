"""Operators that are compositions of others: their types, gradients and lowering follow from what they consist of."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from xdsl.ir import Block
from xdsl.rewriter import InsertPoint

from adjoint.dialects.aten.base import AnyTensorType, AtenOp
from adjoint.dialects.aten.builder import building
from adjoint.dialects.aten.tensor import Tensor


class CompositeOp(AtenOp, ABC):
    """An operator that is nothing but a composition of others.

        class SquareOp(CompositeOp):
            name = "aten.square"
            input = operand_def(TENSOR)
            result = result_def(TENSOR)

            def decompose(self) -> Tensor:
                return Tensor(self.input) * Tensor(self.input)

    It has no adjoint rule and no lowering: it is decomposed before it is differentiated, and when it is lowered. One
    that has a better gradient, or a better lowering, than its parts registers that in addition.
    """

    @abstractmethod
    def decompose(self) -> Tensor | Sequence[Tensor]:
        """Emits what the op consists of at the current insertion point, and gives what each result is.

        Raises VerifyException, in the words of the op, where the operands do not fit.
        """

    def infer_types(self) -> Sequence[AnyTensorType]:
        """The types of what the op consists of, which is built for this and forgotten."""
        block = Block()
        try:
            with building(InsertPoint.at_end(block), is_trial=True):
                results = self.decompose()
            return [each.type for each in ([results] if isinstance(results, Tensor) else results)]
        finally:
            block.erase()
