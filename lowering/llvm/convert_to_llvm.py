"""`convert-to-llvm`: from the loops stage to the llvm dialect.

It is the counterpart of upstream's `convert-func-to-llvm`, `convert-scf-to-cf`, `expand-strided-metadata`,
`finalize-memref-to-llvm`, `convert-arith-to-llvm` and `convert-math-to-llvm` together, in one walk that builds new
functions: no patterns, no intermediate casts. Memrefs are bare pointers, without the descriptors of upstream, and
private functions promise that their pointers do not alias, which is what lets the loops vectorise.

    func.func private @kernel_0(                     llvm.func internal @kernel_0(
        %begin: index, %end: index,                      %begin: i64, %end: i64,
        %x: memref<?xf32>, %y: memref<?xf32>) {          %x: !llvm.ptr {llvm.noalias, llvm.nocapture}, %y: …) {
      scf.for %i = %begin to %end step %c1 {             llvm.br ^header(%begin : i64)
        %a = memref.load %x[%i]                        ^header(%i: i64):
        %b = arith.addf %a, %a                           %in_range = llvm.icmp "slt" %i, %end
        memref.store %b, %y[%i]                          llvm.cond_br %in_range, ^body, ^after
      }                                                ^body: // getelementptr, load, fadd, getelementptr, store, add
      func.return                                        llvm.br ^header(%next : i64)
    }                                                  ^after: llvm.return
                                                     }
"""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import func, llvm, memref
from xdsl.dialects.builtin import ModuleOp, StringAttr
from xdsl.ir import Operation
from xdsl.passes import ModulePass
from xdsl.utils.exceptions import PassFailedException, VerifyException

from adjoint.dialects.location import located
from adjoint.lowering.llvm import convert_arith, convert_math, convert_scf, convert_storage_floats, parallel
from adjoint.lowering.llvm.convert_func import convert_private_function
from adjoint.lowering.llvm.convert_math import math_definition
from adjoint.lowering.llvm.convert_memref import convert_global
from adjoint.lowering.llvm.entry_point import convert_entry_point
from adjoint.lowering.llvm.interleaving import interleave_loops
from adjoint.lowering.llvm.module_output import ModuleOutput
from adjoint.lowering.math import special_function_of

# Imported for the conversions that they register.
_ = (convert_arith, convert_math, convert_scf, convert_storage_floats, parallel)


@dataclass(frozen=True)
class ConvertToLLVMPass(ModulePass):
    """Converts every function and global of the module; `llvm` ops stay as they are."""

    name = "convert-to-llvm"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        symbols = [
            symbol.data for child in op.ops if isinstance(symbol := child.properties.get("sym_name"), StringAttr)
        ]
        output = ModuleOutput(symbols)
        for child in list(op.ops):
            try:
                _convert(output, child)
            except VerifyException as error:
                raise PassFailedException(located(child, str(error))) from None
        for child in list(op.ops):
            child.detach()
            child.erase()
        interleave_loops(output.ops)
        op.body.block.add_ops(output.ops)


def _convert(output: ModuleOutput, op: Operation) -> None:
    match op:
        case func.FuncOp() if op.is_declaration and (name := special_function_of(op)):
            inputs = op.function_type.inputs.data
            output.add(math_definition(name, len(inputs), inputs[0]).clone())
        case func.FuncOp() if op.is_declaration or _is_private(op):
            convert_private_function(output, op)
        case func.FuncOp():
            convert_entry_point(output, op)
        case memref.GlobalOp():
            convert_global(output, op)
        case llvm.FuncOp() | llvm.GlobalOp():
            op.detach()
            output.add(op)
        case _:
            raise PassFailedException(located(op, "only functions and globals stand in a module of the loops stage"))


def _is_private(function: func.FuncOp) -> bool:
    return function.sym_visibility is not None and function.sym_visibility.data == "private"
