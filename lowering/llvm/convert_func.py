"""Private functions and their calls."""

from collections.abc import Mapping, Sequence

from xdsl.dialects import func, llvm
from xdsl.dialects.builtin import UnitAttr
from xdsl.ir import Attribute
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects.location import located
from adjoint.lowering.llvm.function_conversion import FunctionConversion, converts
from adjoint.lowering.llvm.module_output import ModuleOutput
from adjoint.lowering.llvm.optimization import ALWAYS_INLINED, NOT_INLINED
from adjoint.lowering.llvm.types import POINTER, value_type
from adjoint.lowering.math import ALWAYS_INLINE

_POINTER_ATTRIBUTES: Mapping[str, Attribute] = {"llvm.noalias": UnitAttr(), "llvm.nocapture": UnitAttr()}
_NO_ATTRIBUTES: Mapping[str, Attribute] = {}


def convert_private_function(module: ModuleOutput, source: func.FuncOp) -> None:
    """Adds what a private function becomes: a declaration, or an internal function with pointers that do not alias.

    The attribute `adjoint.always_inline` becomes LLVM's `alwaysinline`. A function on buffers is not inlined: it is a
    kernel, which is launched once for many rows. Its name stays visible to profilers, and LLVM has less to do.
    """
    inputs = [value_type(type_) for type_ in source.function_type.inputs.data]
    outputs = [value_type(type_) for type_ in source.function_type.outputs.data]
    if len(outputs) > 1:
        raise PassFailedException(located(source, f"a function has at most one result here, got {len(outputs)}"))
    output = outputs[0] if outputs else None
    if source.is_declaration:
        module.add(
            llvm.FuncOp(source.sym_name, llvm.LLVMFunctionType(inputs, output), linkage=llvm.LinkageAttr("external"))
        )
        return
    function = FunctionConversion(module, source.sym_name.data, inputs, output)
    for argument, value in zip(source.body.block.args, function.arguments, strict=True):
        function.set_value(argument, value)
    terminator = function.convert_block(source.body.block)
    if not isinstance(terminator, func.ReturnOp):
        raise PassFailedException(located(source, "a function is one block here, and ends in func.return"))
    function.append(llvm.ReturnOp, function.values(terminator.arguments))
    argument_attributes = [_POINTER_ATTRIBUTES if type_ == POINTER else _NO_ATTRIBUTES for type_ in inputs]
    module.add(function.finish("internal", argument_attributes, _inlining(source, inputs)))


def _inlining(source: func.FuncOp, inputs: Sequence[Attribute]) -> Mapping[str, Attribute]:
    if ALWAYS_INLINE in source.attributes:
        return ALWAYS_INLINED
    return NOT_INLINED if POINTER in inputs else _NO_ATTRIBUTES


@converts(func.CallOp)
def _convert_call(function: FunctionConversion, op: func.CallOp) -> None:
    result_types = [value_type(result.type) for result in op.results]
    call = function.call(op.callee.string_value(), function.values(op.arguments), result_types)
    for source, result in zip(op.results, call.results, strict=True):
        function.set_value(source, result)
