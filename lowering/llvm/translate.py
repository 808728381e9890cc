"""The llvm dialect as LLVM IR, in text.

xDSL's own translation (`xdsl.backend.llvm`, the target `llvm` of xdsl-opt) goes through llvmlite's builder. Native code
needs what it leaves out: linkage and attributes of functions, fast-math flags of intrinsics and comparisons, alignment
of loads and globals. A line of text per op is also the shortest way there, keeps the names of values, and takes half
the time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import IO, cast

from xdsl.context import Context
from xdsl.dialects import llvm
from xdsl.dialects.builtin import ArrayAttr, DenseIntOrFPElementsAttr, IntegerAttr, ModuleOp, StringAttr
from xdsl.ir import Attribute, Block
from xdsl.utils.exceptions import LLVMTranslationException, PassFailedException
from xdsl.utils.target import Target

from adjoint.dialects.location import located
from adjoint.lowering.llvm.function_text import FunctionText, symbol_literal
from adjoint.lowering.llvm.instructions import TRANSLATIONS, edges_to_blocks
from adjoint.lowering.llvm.literals import bytes_literal, constant_literal, type_literal

_ARGUMENT_FLAGS: Mapping[str, str] = {
    "llvm.noalias": "noalias",
    "llvm.nocapture": "captures(none)",
    "llvm.nofree": "nofree",
    "llvm.nonnull": "nonnull",
    "llvm.noundef": "noundef",
    "llvm.readonly": "readonly",
    "llvm.signext": "signext",
    "llvm.writeonly": "writeonly",
    "llvm.zeroext": "zeroext",
}

_ARGUMENT_NUMBERS: Mapping[str, str] = {
    "llvm.align": "align {}",
    "llvm.dereferenceable": "dereferenceable({})",
    "llvm.dereferenceable_or_null": "dereferenceable_or_null({})",
}


def translate_to_llvm_ir(module: ModuleOp) -> str:
    """The module as text of LLVM IR. Raises PassFailedException at an op that is not of the llvm dialect."""
    parts: list[str] = []
    declarations: dict[str, str] = {}
    for op in module.ops:
        try:
            match op:
                case llvm.GlobalOp():
                    parts.append(_global(op))
                case llvm.FuncOp():
                    parts.append(_function(op, declarations))
                case _:
                    raise LLVMTranslationException("LLVM IR has functions and globals: run convert-to-llvm before")
        except LLVMTranslationException as error:
            raise PassFailedException(located(op, str(error))) from None
    return "\n\n".join([*parts, *declarations.values()]) + "\n"


def _global(op: llvm.GlobalOp) -> str:
    type_ = type_literal(op.global_type)
    linkage = op.linkage.linkage.data
    match op.value:
        case None:
            value = "" if linkage.startswith("extern") else " zeroinitializer"
        case DenseIntOrFPElementsAttr() as elements:
            # The bytes as they are in memory: nothing to format, however many there are. Users see a pointer only.
            # A splat stores one element.
            data = elements.data.data * (prod(elements.get_shape()) // max(len(elements), 1))
            type_, value = f"[{len(data)} x i8]", f" {bytes_literal(data)}"
        case constant:
            value = f" {constant_literal(constant, op.global_type)}"
    kind = "constant" if op.constant else "global"
    alignment = f", align {op.alignment.value.data}" if op.alignment else ""
    return f"{symbol_literal(op.sym_name.data)} = {linkage} {kind} {type_}{value}{alignment}"


def _function(op: llvm.FuncOp, declarations: dict[str, str]) -> str:
    is_declaration = not op.body.blocks
    linkage = op.linkage.linkage.data
    head = [
        "declare" if is_declaration else "define",
        *([] if linkage == "external" else [linkage]),
        type_literal(op.function_type.output),
    ]
    text = FunctionText(declarations)
    arguments = [type_literal(type_) for type_ in op.function_type.inputs]
    for position, attributes in enumerate(op.arg_attrs or ()):
        arguments[position] += _argument_attributes(attributes.data)
    if op.body.blocks:
        arguments = [
            f"{argument} {text.name(value)}" for argument, value in zip(arguments, op.body.blocks[0].args, strict=True)
        ]
    if op.function_type.is_variadic:
        arguments.append("...")
    signature = f"{' '.join(head)} {symbol_literal(op.sym_name.data)}({', '.join(arguments)}) nounwind"
    signature += _function_attributes(op)
    if is_declaration:
        return signature
    _body(text, op.body.blocks)
    return "\n".join([f"{signature} {{", *text.lines, "}"])


def _argument_attributes(attributes: Mapping[str, Attribute]) -> str:
    words: list[str] = []
    for name, value in attributes.items():
        if name in _ARGUMENT_FLAGS:
            words.append(_ARGUMENT_FLAGS[name])
        elif name in _ARGUMENT_NUMBERS and isinstance(value, IntegerAttr):
            words.append(_ARGUMENT_NUMBERS[name].format(value.value.data))
        elif name.startswith("llvm."):
            raise LLVMTranslationException(f"argument attribute {name} is not supported")
    return "".join(f" {word}" for word in words)


def _function_attributes(op: llvm.FuncOp) -> str:
    """The attribute `passthrough`: keywords, and pairs of strings. The parser leaves it among the attributes."""
    passthrough = op.passthrough or op.attributes.get("passthrough")
    words: list[str] = []
    for word in cast(ArrayAttr[Attribute], passthrough) if isinstance(passthrough, ArrayAttr) else ():
        match word:
            case StringAttr():
                words.append(word.data)
            case ArrayAttr(data=(StringAttr() as key, StringAttr() as value)):
                words.append(f'"{key.data}"="{value.data}"')
            case _:
                raise LLVMTranslationException(f"function attribute {word} is neither a name nor a pair of strings")
    return "".join(f" {word}" for word in words)


def _body(text: FunctionText, blocks: Sequence[Block]) -> None:
    for block in blocks:
        text.label(block)
    edges = edges_to_blocks(text, blocks)
    for block in blocks:
        text.lines.append(f"{text.label(block)}:")
        if block is not blocks[0]:
            for position, argument in enumerate(block.args):
                incoming = ", ".join(f"[ {text.name(values[position])}, %{label} ]" for label, values in edges[block])
                text.line(f"{text.name(argument)} = phi {type_literal(argument.type)} {incoming}")
        for op in block.ops:
            translate = TRANSLATIONS.get(type(op))
            if translate is None:
                raise PassFailedException(located(op, "this op has no translation to LLVM IR"))
            try:
                translate(text, op)
            except LLVMTranslationException as error:
                raise PassFailedException(located(op, str(error))) from None


@dataclass(frozen=True)
class LLVMIRTarget(Target):
    """Prints LLVM IR. Its name leaves `llvm` to xDSL's own translation, in `xdsl-opt`."""

    name = "llvm-ir"

    def emit(self, ctx: Context, module: ModuleOp, output: IO[str]) -> None:
        output.write(translate_to_llvm_ir(module))


@dataclass(frozen=True)
class LLVMTarget(LLVMIRTarget):
    """The same under the name `llvm`, which is this one in `adjoint-opt`."""

    name = "llvm"
