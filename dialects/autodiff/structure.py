"""Ops with a region: the reverse of a function, the gradient of one op, a subgraph that is differentiated as one."""

from collections.abc import Sequence

from xdsl.dialects import func
from xdsl.dialects.builtin import DenseArrayBase, StringAttr, i32
from xdsl.dialects.utils import AbstractYieldOperation
from xdsl.ir import Attribute, Region, SSAValue
from xdsl.irdl import (
    AttrSizedOperandSegments,
    IRDLOperation,
    irdl_op_definition,
    lazy_traits_def,
    prop_def,
    region_def,
    traits_def,
    var_operand_def,
    var_result_def,
)
from xdsl.traits import HasParent, IsolatedFromAbove, IsTerminator, Pure, RecursiveMemoryEffect
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, is_tensor_type, types_agree
from adjoint.dialects.aten.properties import INT_LIST, int_list_property


@irdl_op_definition
class YieldOp(AbstractYieldOperation[Attribute]):
    """Ends a region of this dialect with the values that the region gives."""

    name = "autodiff.yield"

    traits = lazy_traits_def(lambda: (IsTerminator(), Pure(), HasParent(ReverseOp, GradOfOp, DifferentiableGraphOp)))


def yielded_values(region: Region) -> Sequence[SSAValue]:
    """The operands of the `autodiff.yield` that ends the region.

    Raises VerifyException where the region ends in another op.
    """
    terminator = region.block.last_op
    if not isinstance(terminator, YieldOp):
        raise VerifyException("the region must end in 'autodiff.yield'")
    return terminator.arguments


def _agree(type_: Attribute, other: Attribute) -> bool:
    return type_ == other or (is_tensor_type(type_) and is_tensor_type(other) and types_agree(type_, other))


def _verify_yield(region: Region, expected: Sequence[Attribute], what: str) -> None:
    values = yielded_values(region)
    if len(values) != len(expected):
        raise VerifyException(
            f"the number of values that the region yields, {len(values)}, is not that of its {what}s, {len(expected)}"
        )
    for index, (value, type_) in enumerate(zip(values, expected, strict=True)):
        if not _agree(value.type, type_):
            raise VerifyException(f"value {index} of the region is a {value.type}, its {what} a {type_}")


@irdl_op_definition
class ReverseOp(IRDLOperation):
    """How the cotangents of a function's inputs follow from those of its outputs: the last op before the return.

    The region takes one cotangent for each output listed in `input_vjps`, sees every value of the function, and yields
    one cotangent for each argument listed in `output_vjps`. TorchScript's prim::Reverse.

        autodiff.reverse outputs [0] inputs [0, 1] {
        ^bb0(%dy: tensor<2xf32>):
          …
          autodiff.yield %da, %db : tensor<2xf32>, tensor<2xf32>
        }
        func.return %y : tensor<2xf32>
    """

    name = "autodiff.reverse"

    input_vjps = prop_def(INT_LIST)
    output_vjps = prop_def(INT_LIST)
    body = region_def("single_block")

    traits = traits_def(HasParent(func.FuncOp))

    assembly_format = "`outputs` $input_vjps `inputs` $output_vjps attr-dict-with-keyword $body"

    def __init__(self, input_vjps: Sequence[int], output_vjps: Sequence[int], body: Region):
        super().__init__(
            properties={
                "input_vjps": int_list_property(input_vjps),
                "output_vjps": int_list_property(output_vjps),
            },
            regions=[body],
        )

    def verify_(self) -> None:
        function = self.parent_op()
        assert isinstance(function, func.FuncOp)
        if not isinstance(self.next_op, func.ReturnOp):
            raise VerifyException("must be the last op before the return")
        outputs = _select(function.function_type.outputs.data, self.input_vjps.get_values(), "output")
        inputs = _select(function.function_type.inputs.data, self.output_vjps.get_values(), "argument")
        cotangents = self.body.block.args
        if len(cotangents) != len(outputs):
            raise VerifyException(
                f"the number of cotangents, {len(cotangents)}, is not that of the listed outputs, {len(outputs)}"
            )
        for cotangent, output in zip(cotangents, outputs, strict=True):
            if cotangent.type != output:
                raise VerifyException(f"the cotangent of an output of type {output} is a {cotangent.type}")
        _verify_yield(self.body, inputs, "argument")


def _select(types: Sequence[Attribute], indices: Sequence[int], what: str) -> Sequence[Attribute]:
    for index in indices:
        if not 0 <= index < len(types):
            raise VerifyException(f"{what} {index} does not exist, the function has {len(types)}")
    return [types[index] for index in indices]


@irdl_op_definition
class GradOfOp(IRDLOperation):
    """The gradient of one forward op, named after it: a region known to be linear in the `cotangents`.

    The cotangents are those of `primals`, results of the forward op; of the forward op's results those are listed whose
    cotangents are not known to be zero. The region gives one cotangent for each operand of the forward op that wants
    one. If all cotangents are zero, so are all results, whatever else the region computes with: TorchScript's
    prim::GradOf. Mentioning a primal does not need its value; where the forward op is not in sight there are none.

        %da, %db = autodiff.grad_of "aten.mul"(%dy) of (%y : tensor<2xf32>)
                       : tensor<2xf32> -> tensor<2xf32>, tensor<2xf32> {
          …
          autodiff.yield %0, %1 : tensor<2xf32>, tensor<2xf32>
        }
    """

    name = "autodiff.grad_of"

    forward_op = prop_def(StringAttr)
    cotangents = var_operand_def(TENSOR)
    primals = var_operand_def(TENSOR)
    gradients = var_result_def(TENSOR)
    body = region_def("single_block")

    irdl_options = (AttrSizedOperandSegments(as_property=True),)

    traits = traits_def(RecursiveMemoryEffect())

    assembly_format = (
        "$forward_op `(` $cotangents `)` (`of` ` ` `(` $primals^ `:` type($primals) `)`)? "
        "`:` type($cotangents) `->` type($gradients) attr-dict-with-keyword $body"
    )

    def __init__(
        self,
        forward_op: str,
        cotangents: Sequence[SSAValue],
        primals: Sequence[SSAValue],
        result_types: Sequence[Attribute],
        body: Region,
    ):
        super().__init__(
            operands=[cotangents, primals],
            result_types=[result_types],
            properties={"forward_op": StringAttr(forward_op)},
            regions=[body],
        )

    def forget_primals(self) -> None:
        """Leaves out the primals: the op moves to where they do not exist."""
        self.operands = self.cotangents
        self.properties[AttrSizedOperandSegments.attribute_name] = DenseArrayBase.from_list(
            i32, [len(self.operands), 0]
        )

    def verify_(self) -> None:
        if not self.cotangents:
            raise VerifyException("expected at least one cotangent")
        if self.primals and self.primals.types != self.cotangents.types:
            raise VerifyException("expected one primal for each cotangent, of the same type")
        _verify_yield(self.body, [result.type for result in self.results], "result")


@irdl_op_definition
class DifferentiableGraphOp(IRDLOperation):
    """A subgraph that will be differentiated as one. TorchScript's prim::DifferentiableGraph.

    The region's arguments stand for the operands, and it gives the results; it sees no other value.

        %z = autodiff.differentiable_graph(%x) : (tensor<2xf32>) -> tensor<2xf32> {
        ^bb0(%a: tensor<2xf32>):
          …
          autodiff.yield %b : tensor<2xf32>
        }
    """

    name = "autodiff.differentiable_graph"

    inputs = var_operand_def()
    outputs = var_result_def()
    body = region_def("single_block")

    traits = traits_def(IsolatedFromAbove(), RecursiveMemoryEffect())

    assembly_format = "`(` $inputs `)` `:` `(` type($inputs) `)` `->` type($outputs) attr-dict-with-keyword $body"

    def __init__(self, inputs: Sequence[SSAValue], result_types: Sequence[Attribute], body: Region):
        super().__init__(operands=[inputs], result_types=[result_types], regions=[body])

    def verify_(self) -> None:
        types = [argument.type for argument in self.body.block.args]
        if types != [value.type for value in self.inputs]:
            raise VerifyException("the arguments of the region must have the types of the operands")
        _verify_yield(self.body, [result.type for result in self.results], "result")
