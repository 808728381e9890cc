"""Adjoint rules, and what else can be said of an op of somebody's own dialect, without touching this package."""

import pytest
from xdsl.dialects.builtin import FunctionType, ModuleOp, TensorType, f32
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.irdl import IRDLOperation, irdl_op_definition, operand_def, result_def, traits_def
from xdsl.traits import Pure
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects import aten
from adjoint.dialects.aten.base import TENSOR
from adjoint.dialects.aten.builder import build
from adjoint.dialects.aten.elementwise import UnaryFloatOp
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.differentiate.api import differentiate
from adjoint.passes.differentiate.registry import adjoint_rule, forward_rewrite, without_gradient


@irdl_op_definition
class SoftsignOp(UnaryFloatOp):
    """`x / (1 + |x|)`, of a dialect of our own."""

    name = "ours.softsign"


@irdl_op_definition
class SoftsignWithSlopeOp(IRDLOperation):
    """The same with its derivative, `1 / (1 + |x|)²`."""

    name = "ours.softsign_with_slope"

    input = operand_def(TENSOR)
    result = result_def(TENSOR)
    slope = result_def(TENSOR)

    traits = traits_def(Pure())


@irdl_op_definition
class QuantizeOp(UnaryFloatOp):
    """Steps: no gradient."""

    name = "ours.quantize"


@irdl_op_definition
class OpaqueOp(UnaryFloatOp):
    """An op that nobody has said anything about."""

    name = "ours.opaque"


@forward_rewrite(SoftsignOp)
def softsign_with_slope(op: SoftsignOp) -> SoftsignWithSlopeOp:
    return build(SoftsignWithSlopeOp, operands=[op.input], result_types=[op.result.type, op.result.type])


@adjoint_rule(SoftsignWithSlopeOp)
def softsign(op: SoftsignWithSlopeOp, g: Tensor | None, g_of_slope: Tensor | None):
    assert g is not None
    assert g_of_slope is None, "the slope is new: nobody has used it"
    return g * Tensor(op.slope)


without_gradient(QuantizeOp)


def module_of(*op_types: type[UnaryFloatOp]) -> ModuleOp:
    """The function @f that applies one op after the other and adds the argument."""
    type_ = TensorType(f32, [2])
    function = FuncOp("f", FunctionType.from_lists([type_], [type_]))
    block = function.body.block
    value = block.args[0]
    for op_type in op_types:
        block.add_op(op := op_type(value))
        value = op.result
    block.add_op(total := aten.AddOp(value, block.args[0]))
    block.add_op(ReturnOp(total.result))
    return ModuleOp([function])


def op_names(module: ModuleOp, function: str) -> list[str]:
    found = next(op for op in module.ops if isinstance(op, FuncOp) and op.sym_name.data == function)
    return [op.name for op in found.body.block.ops]


def test_a_rule_with_a_forward_rewrite():
    module = module_of(SoftsignOp)
    gradient = differentiate(module, "f")
    module.verify()
    assert op_names(module, "f") == ["ours.softsign_with_slope", "aten.add", "func.return"]
    assert op_names(module, "f.reverse") == ["aten.mul", "aten.add", "func.return"]
    assert [index.data for index in gradient.captured_outputs] == [1], "the slope, and not the argument"


def test_an_op_declared_without_gradient_ends_the_dependence():
    module = module_of(OpaqueOp, QuantizeOp)
    differentiate(module, "f")
    assert op_names(module, "f.reverse") == ["func.return"]


def test_an_op_without_a_rule_is_an_error_that_tells_the_way():
    with pytest.raises(PassFailedException) as error:
        differentiate(module_of(SoftsignOp, OpaqueOp), "f")
    message = str(error.value)
    assert "'ours.opaque': it has no adjoint rule" in message
    for step in ("argument 0 of @f", "'ours.softsign'", "'ours.opaque'", "'aten.add'", "output 0 of @f"):
        assert step in message


def test_a_rule_that_gives_a_wrong_shape_is_named():
    @adjoint_rule(OpaqueOp)
    def opaque(op: OpaqueOp, g: Tensor):
        return g.sum()

    try:
        with pytest.raises(
            PassFailedException, match=r"'ours.opaque': its adjoint rule gives operand 0, a tensor<2xf32>"
        ):
            differentiate(module_of(OpaqueOp), "f")
    finally:
        without_gradient(OpaqueOp)
