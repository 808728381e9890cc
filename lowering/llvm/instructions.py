"""Each op of the llvm dialect as one instruction of LLVM IR."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar, cast

from xdsl.dialects import llvm
from xdsl.dialects.builtin import IntegerAttr, UnitAttr
from xdsl.ir import Block, Operation, SSAValue
from xdsl.utils.exceptions import LLVMTranslationException

from adjoint.lowering.llvm.function_text import FunctionText, symbol_literal
from adjoint.lowering.llvm.interleaving import INTERLEAVE_COUNT
from adjoint.lowering.llvm.literals import natural_alignment, overload_suffix, type_literal

OperationT = TypeVar("OperationT", bound=Operation)

Translation = Callable[[FunctionText, OperationT], None]

TRANSLATIONS: dict[type[Operation], Translation[Operation]] = {}
"""How to append each op to a function."""


def translates(*op_types: type[OperationT]) -> Callable[[Translation[OperationT]], Translation[OperationT]]:
    """Registers a function as the translation of these ops."""

    def register(translate: Translation[OperationT]) -> Translation[OperationT]:
        for op_type in op_types:
            TRANSLATIONS[op_type] = cast(Translation[Operation], translate)
        return translate

    return register


_BINARY: Mapping[type[Operation], str] = {
    llvm.AddOp: "add",
    llvm.SubOp: "sub",
    llvm.MulOp: "mul",
    llvm.UDivOp: "udiv",
    llvm.SDivOp: "sdiv",
    llvm.URemOp: "urem",
    llvm.SRemOp: "srem",
    llvm.AndOp: "and",
    llvm.OrOp: "or",
    llvm.XOrOp: "xor",
    llvm.ShlOp: "shl",
    llvm.LShrOp: "lshr",
    llvm.AShrOp: "ashr",
    llvm.FAddOp: "fadd",
    llvm.FSubOp: "fsub",
    llvm.FMulOp: "fmul",
    llvm.FDivOp: "fdiv",
    llvm.FRemOp: "frem",
}

_CASTS: Mapping[type[Operation], str] = {
    llvm.TruncOp: "trunc",
    llvm.ZExtOp: "zext",
    llvm.SExtOp: "sext",
    llvm.PtrToIntOp: "ptrtoint",
    llvm.IntToPtrOp: "inttoptr",
    llvm.BitcastOp: "bitcast",
    llvm.FPExtOp: "fpext",
    llvm.FPTruncOp: "fptrunc",
    llvm.SIToFPOp: "sitofp",
}

_INTRINSICS: Mapping[type[Operation], str] = {
    llvm.FAbsOp: "fabs",
    llvm.FCeilOp: "ceil",
    llvm.FFloorOp: "floor",
    llvm.FSqrtOp: "sqrt",
    llvm.FExpOp: "exp",
    llvm.FExp2Op: "exp2",
    llvm.FLogOp: "log",
    llvm.FLog2Op: "log2",
    llvm.FSinOp: "sin",
    llvm.FCosOp: "cos",
    llvm.FPowOp: "pow",
    llvm.FCopySignOp: "copysign",
    llvm.FMAOp: "fma",
    llvm.VectorFMaxOp: "maxnum",
    llvm.VectorFMinOp: "minnum",
}
"""Overloaded on the type of their first operand, which is that of the result."""


def _flags(op: Operation) -> str:
    """The flags of an op, in the order of LLVM IR, with a space behind each."""
    flags: list[str] = []
    match op.properties.get("overflowFlags"):
        case IntegerAttr() as bits:
            flags += [flag.value for flag in llvm.OverflowAttr.from_int(bits.value.data).data]
        case llvm.OverflowAttr() as overflow:
            flags += [flag.value for flag in overflow.data]
        case _:
            pass
    flags += [keyword for name, keyword in _FLAG_PROPERTIES.items() if name in op.properties]
    fastmath = op.properties.get("fastmathFlags")
    if isinstance(fastmath, llvm.FastMathAttr):
        flags += [flag.value for flag in fastmath.data]
    return "".join(f"{flag} " for flag in sorted(flags))


_FLAG_PROPERTIES: Mapping[str, str] = {"isExact": "exact", "isDisjoint": "disjoint", "nonNeg": "nneg"}


@translates(llvm.ConstantOp, llvm.ZeroOp, llvm.UndefOp, llvm.AddressOfOp)
def _constant(text: FunctionText, op: Operation) -> None:
    """Nothing: the uses read it."""


@translates(*_BINARY)
def _binary(text: FunctionText, op: Operation) -> None:
    lhs, rhs = op.operands
    text.assign(op, f"{_BINARY[type(op)]} {_flags(op)}{text.typed(lhs)}, {text.name(rhs)}")


@translates(llvm.FNegOp)
def _fneg(text: FunctionText, op: llvm.FNegOp) -> None:
    text.assign(op, f"fneg {_flags(op)}{text.typed(op.arg)}")


@translates(*_CASTS)
def _cast(text: FunctionText, op: Operation) -> None:
    text.assign(
        op, f"{_CASTS[type(op)]} {_flags(op)}{text.typed(op.operands[0])} to {type_literal(op.results[0].type)}"
    )


@translates(llvm.ICmpOp)
def _icmp(text: FunctionText, op: llvm.ICmpOp) -> None:
    predicate = llvm.ICmpPredicateFlag.from_int(op.predicate.value.data).value
    text.assign(op, f"icmp {predicate} {text.typed(op.lhs)}, {text.name(op.rhs)}")


@translates(llvm.FCmpOp)
def _fcmp(text: FunctionText, op: llvm.FCmpOp) -> None:
    predicate = llvm.FCmpPredicateFlag.from_int(op.predicate.value.data).value.removeprefix("_")
    text.assign(op, f"fcmp {_flags(op)}{predicate} {text.typed(op.lhs)}, {text.name(op.rhs)}")


@translates(llvm.SelectOp)
def _select(text: FunctionText, op: llvm.SelectOp) -> None:
    # Fast-math flags stand on a select of floats only.
    flags = _flags(op) if "float" in (name := type_literal(op.res.type)) or "double" in name else ""
    text.assign(op, f"select {flags}{text.typed_list((op.cond, op.lhs, op.rhs))}")


@translates(*_INTRINSICS)
def _intrinsic(text: FunctionText, op: Operation) -> None:
    name = f"llvm.{_INTRINSICS[type(op)]}.{overload_suffix(op.operands[0].type)}"
    text.call_intrinsic(op, name, op.operands, _flags(op))


@translates(llvm.VectorReduceFAddOp, llvm.VectorReduceFMulOp)
def _vector_reduce(text: FunctionText, op: Operation) -> None:
    name = f"{op.name.replace('.intr.', '.')}.{overload_suffix(op.operands[1].type)}"
    text.call_intrinsic(op, name, op.operands, _flags(op))


@translates(llvm.CallIntrinsicOp)
def _call_intrinsic(text: FunctionText, op: llvm.CallIntrinsicOp) -> None:
    if op.op_bundle_operands:
        raise LLVMTranslationException("operand bundles are not supported")
    text.call_intrinsic(op, op.intrin.data, op.args, _flags(op))


@translates(llvm.CallOp)
def _call(text: FunctionText, op: llvm.CallOp) -> None:
    if op.op_bundle_operands:
        raise LLVMTranslationException("operand bundles are not supported")
    if op.callee is None:
        callee, arguments = text.name(op.args[0]), op.args[1:]
    else:
        callee, arguments = symbol_literal(op.callee.string_value()), op.args
    type_ = op.var_callee_type or (op.returned.type if op.returned else llvm.LLVMVoidType())
    tail = "" if op.TailCallKind.data is llvm.TailCallKind.NONE else f"{op.TailCallKind.data.value} "
    convention = "" if op.CConv.cconv_name == "ccc" else f"{op.CConv.cconv_name} "
    text.assign(op, f"{tail}call {_flags(op)}{convention}{type_literal(type_)} {callee}({text.typed_list(arguments)})")


@translates(llvm.AllocaOp)
def _alloca(text: FunctionText, op: llvm.AllocaOp) -> None:
    alignment = f", align {op.alignment.value.data}" if op.alignment else ""
    text.assign(op, f"alloca {type_literal(op.elem_type)}, {text.typed(op.size)}{alignment}")


@translates(llvm.LoadOp)
def _load(text: FunctionText, op: llvm.LoadOp) -> None:
    type_ = op.dereferenced_value.type
    text.assign(op, f"load {type_literal(type_)}, {text.typed(op.ptr)}, align {_alignment(op.alignment, op)}")


@translates(llvm.StoreOp)
def _store(text: FunctionText, op: llvm.StoreOp) -> None:
    text.line(f"store {text.typed(op.value)}, {text.typed(op.ptr)}, align {_alignment(op.alignment, op)}")


def _alignment(stated: IntegerAttr | None, op: llvm.LoadOp | llvm.StoreOp) -> int:
    """Written out, because what is left to LLVM depends on the data layout: i64 has 4 bytes in the default one."""
    if op.properties.get("ordering") not in (None, IntegerAttr(0, 64)):
        raise LLVMTranslationException("atomic loads and stores are not supported")
    if stated is not None:
        return stated.value.data
    return natural_alignment((op.value if isinstance(op, llvm.StoreOp) else op.dereferenced_value).type)


@translates(llvm.GEPOp)
def _getelementptr(text: FunctionText, op: llvm.GEPOp) -> None:
    dynamic = iter(op.ssa_indices)
    indices = [
        text.typed(next(dynamic)) if index == llvm.GEP_USE_SSA_VAL else f"i32 {index}"
        for index in op.rawConstantIndices.iter_values()
    ]
    inbounds = "inbounds " if isinstance(op.inbounds, UnitAttr) else ""
    text.assign(op, f"getelementptr {inbounds}{type_literal(op.elem_type)}, {text.typed(op.ptr)}, {', '.join(indices)}")


@translates(llvm.ExtractValueOp)
def _extract_value(text: FunctionText, op: llvm.ExtractValueOp) -> None:
    position = ", ".join(map(str, op.position.iter_values()))
    text.assign(op, f"extractvalue {text.typed(op.container)}, {position}")


@translates(llvm.InsertValueOp)
def _insert_value(text: FunctionText, op: llvm.InsertValueOp) -> None:
    position = ", ".join(map(str, op.position.iter_values()))
    text.assign(op, f"insertvalue {text.typed(op.container)}, {text.typed(op.value)}, {position}")


@translates(llvm.InsertElementOp)
def _insert_element(text: FunctionText, op: llvm.InsertElementOp) -> None:
    text.assign(op, f"insertelement {text.typed_list((op.vector, op.value, op.index))}")


@translates(llvm.ShuffleVectorOp)
def _shuffle_vector(text: FunctionText, op: llvm.ShuffleVectorOp) -> None:
    mask = op.mask.get_values()
    elements = ", ".join(f"i32 {element}" if element >= 0 else "i32 poison" for element in mask)
    text.assign(op, f"shufflevector {text.typed_list((op.v1, op.v2))}, <{len(mask)} x i32> <{elements}>")


@translates(llvm.ReturnOp)
def _return(text: FunctionText, op: llvm.ReturnOp) -> None:
    text.line(f"ret {text.typed(op.arg)}" if op.arg else "ret void")


@translates(llvm.UnreachableOp)
def _unreachable(text: FunctionText, op: llvm.UnreachableOp) -> None:
    text.line("unreachable")


@translates(llvm.BrOp)
def _branch(text: FunctionText, op: llvm.BrOp) -> None:
    count = op.attributes.get(INTERLEAVE_COUNT)
    metadata = f", !llvm.loop {text.loop_metadata(count.value.data)}" if isinstance(count, IntegerAttr) else ""
    text.line(f"br label %{text.label(op.successor)}{metadata}")


@translates(llvm.CondBrOp)
def _conditional_branch(text: FunctionText, op: llvm.CondBrOp) -> None:
    if op.then_block is op.else_block and op.then_arguments:
        raise LLVMTranslationException("both edges of a branch lead to one block with arguments: use llvm.select")
    text.line(f"br {text.typed(op.cond)}, label %{text.label(op.then_block)}, label %{text.label(op.else_block)}")


def edges_to_blocks(
    text: FunctionText, blocks: Sequence[Block]
) -> Mapping[Block, Sequence[tuple[str, Sequence[SSAValue]]]]:
    """For each block with arguments: the labels of its predecessors, each with the values it passes."""
    edges: dict[Block, list[tuple[str, Sequence[SSAValue]]]] = {block: [] for block in blocks if block.args}
    for block in blocks:
        match block.last_op:
            case llvm.BrOp() as branch:
                targets = [(branch.successor, branch.arguments)]
            case llvm.CondBrOp() as branch:
                targets = [(branch.then_block, branch.then_arguments), (branch.else_block, branch.else_arguments)]
            case _:
                continue
        for target, arguments in targets:
            if target in edges:
                edges[target].append((text.label(block), arguments))
    return edges
