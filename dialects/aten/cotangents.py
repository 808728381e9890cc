"""The base of the operators that are the reverse of another: what they give has the shape of an operand of that one."""

from abc import ABC

from xdsl.dialects.builtin import TensorType
from xdsl.interfaces import HasCanonicalizationPatternsInterface
from xdsl.irdl import operand_def, opt_operand_def, opt_prop_def, result_def
from xdsl.pattern_rewriter import RewritePattern
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, AtenOp, tensor_type
from adjoint.dialects.aten.properties import INT_LIST
from adjoint.dialects.aten.shapes import Shape, describe_shape, sizes_agree
from adjoint.dialects.aten.sizes import target_shape


class CotangentOp(AtenOp, HasCanonicalizationPatternsInterface, ABC):
    """The cotangent, of shape `size`, of the input of an op whose result has the cotangent `grad_output`."""

    grad_output = operand_def(TENSOR)
    size = opt_operand_def(TENSOR)
    static_size = opt_prop_def(INT_LIST)
    result = result_def(TENSOR)

    @property
    def target(self) -> Shape:
        """The shape of the cotangent, as far as it is known when compiling."""
        return target_shape(self.size, self.static_size)

    def cotangent_type(self, expected: Shape) -> AnyTensorType:
        """The type of the result. Raises VerifyException where grad_output does not have the expected shape."""
        grad_output, target = tensor_type(self.grad_output), self.target
        shape = grad_output.get_shape()
        if len(shape) != len(expected) or not all(map(sizes_agree, shape, expected)):
            forward = self.name.removesuffix("_backward").removeprefix("aten.").removeprefix("_")
            raise VerifyException(
                f"grad_output has shape {describe_shape(shape)}, "
                f"{forward} of {describe_shape(target)} has {describe_shape(expected)}"
            )
        return TensorType(grad_output.element_type, target)

    @classmethod
    def get_canonicalization_patterns(cls) -> tuple[RewritePattern, ...]:
        from adjoint.dialects.aten.canonicalization import StaticTargetShape

        return (StaticTargetShape(),)
