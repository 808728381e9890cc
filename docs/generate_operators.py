"""Writes docs/operators.md from the code: `make docs`. A test compares what is there with what this gives.

The families are the files of `dialects/aten/`. What an operator is comes from its class, how people call it from its
function in `adjoint.aten`, its gradient from its adjoint rule. Which element types it takes is tried out, on a sample
of PyTorch's operator suite; the suite also gives the differences that remain.
"""

import inspect
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from xdsl.dialects.builtin import DenseArrayBase, FloatAttr, IntegerAttr, StringAttr, UnitAttr
from xdsl.ir import Attribute
from xdsl.irdl import OptionalDef, PropertyDef, VariadicDef

from adjoint.dialects import aten
from adjoint.dialects.aten.base import AtenOp
from adjoint.dialects.aten.composite import CompositeOp
from adjoint.passes.add_reverse import rules as rules  # registers the adjoint rules
from adjoint.passes.decompositions.registry import decomposition_of
from adjoint.passes.differentiate.registry import forward_rewrite_of, is_without_gradient, rule_of

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "operators.md"

INTRODUCTION = """\
# Operators

Every operator of the `aten` dialect, by family. This page is generated from the code (`make docs`).

- *Python* is the function of `adjoint.aten`, in PyTorch's signature: adjoint rules and traced programs call it. It is a
  method of the tensor as well: `x.std(1)` is `aten.std(x, 1)`.
- *Operands* are tensors; `?` marks an optional one, `…` a list. *Properties* are known when compiling.
- *Element types* are those that the operands may all have; where one of another type is needed (indices, masks) the
  description says so. f16 and bf16 are computed in f32 and rounded once.
- *Gradient* says where the cotangents of the operands come from: a rule, the rules of the parts that the operator
  consists of, or that there are none. Every rule is written in operators that have rules themselves.
- Values, ties, bounds, NaN and infinities are those of eager PyTorch 2.13.
"""


def page() -> str:
    """The text of docs/operators.md."""
    families: dict[str, list[type[AtenOp]]] = {}
    for op in sorted(aten.Aten.operations, key=lambda each: each.name):
        if issubclass(op, AtenOp):
            families.setdefault(op.__module__, []).append(op)
    parts = [INTRODUCTION, _contents(families)]
    for module, ops in sorted(families.items()):
        parts.append(f"## {_heading(module)}\n\n{_first_paragraph(sys.modules[module].__doc__)}\n")
        parts.extend(_operator(op) for op in ops)
    parts.append(_differences())
    return "\n".join(parts)


def _heading(module: str) -> str:
    return module.rpartition(".")[2].replace("_", " ").capitalize()


def _contents(families: dict[str, list[type[AtenOp]]]) -> str:
    lines = ["| family | operators |", "|---|---|"]
    for module, ops in sorted(families.items()):
        heading = _heading(module)
        names = " ".join(f"[{_short(op)}](#{_anchor(op.name)})" for op in ops)
        lines.append(f"| [{heading}](#{heading.lower().replace(' ', '-')}) | {names} |")
    return "\n".join(lines) + "\n"


def _short(op: type[AtenOp]) -> str:
    return op.name.removeprefix("aten.")


def _anchor(name: str) -> str:
    return re.sub(r"[^a-z0-9_-]", "", name.lower())


def _first_paragraph(text: str | None) -> str:
    return inspect.cleandoc(text or "").split("\n\n")[0]


def _operator(op: type[AtenOp]) -> str:
    lines = [f"### {op.name}", "", inspect.cleandoc(op.__doc__ or ""), ""]
    family = next((base for base in op.__mro__[1:] if _is_family(base)), None)
    if family is not None:
        lines += [_first_paragraph(family.__doc__), ""]
    function = getattr(aten, _short(op), None)
    if callable(function):
        lines.append(f"- Python: `{_short(op)}{_signature(function)}`")
    definition = op.get_irdl_definition()
    if definition.operands:
        lines.append("- Operands: " + ", ".join(f"`{name}{_marker(each)}`" for name, each in definition.operands))
    properties = [each for each in definition.properties.items() if not each[0].endswith("SegmentSizes")]
    if properties:
        lines.append("- Properties: " + ", ".join(_property(*each) for each in properties))
    if len(definition.results) > 1 or any(isinstance(each, VariadicDef) for _, each in definition.results):
        lines.append("- Results: " + ", ".join(f"`{name}{_marker(each)}`" for name, each in definition.results))
    types = element_types().get(_short(op))
    if types:
        lines.append(f"- Element types: {', '.join(types)}")
    lines.append(f"- Gradient: {_gradient(op)}")
    return "\n".join(lines) + "\n"


def _is_family(base: type) -> bool:
    return issubclass(base, AtenOp) and base not in (AtenOp, CompositeOp) and bool(base.__doc__)


def _signature(function: object) -> str:
    text = str(inspect.signature(function))  # pyright: ignore[reportArgumentType]  # it was found to be callable
    text = re.sub(r"\b(?:[a-z_]+\.)+([A-Za-z]\w*)", r"\1", text)
    return text.replace("'", "")


def _marker(definition: object) -> str:
    if isinstance(definition, OptionalDef):
        return "?"
    return "…" if isinstance(definition, VariadicDef) else ""


def _property(name: str, definition: PropertyDef) -> str:
    default = definition.default_value
    if default is None:
        return f"`{name}?`" if isinstance(definition, OptionalDef) else f"`{name}`"
    return f"`{name} = {_written(default)}`"


def _written(attribute: Attribute) -> str:
    match attribute:
        case IntegerAttr() | FloatAttr():
            return str(attribute.value.data)
        case StringAttr():
            return f'"{attribute.data}"'
        case DenseArrayBase():
            return str(list(attribute.get_values()))
        case UnitAttr():
            return "true"
        case _:
            return str(attribute)


def _gradient(op: type[AtenOp]) -> str:
    if is_without_gradient(op):
        return "none: it does not depend on its operands differentiably."
    rewrite = forward_rewrite_of(op)
    if rewrite is not None:
        return f"that of the operator which it is rewritten to first. {_documented(rewrite)}"
    rule = rule_of(op)
    if rule is not None:
        return _documented(rule) or "by its rule."
    if decomposition_of(op) is not None:
        return "that of its parts."
    return "none: its results have no gradient."


def _documented(function: object) -> str:
    return _first_paragraph(function.__doc__).replace("\n", " ")


def element_types() -> dict[str, Sequence[str]]:
    """For each operator, the element types that the sample of the suite may be converted to, as far as there is one."""
    from parity.element_types import accepted_element_types

    return accepted_element_types()


def _differences() -> str:
    from parity.differences import DIFFERENCES

    lines = [
        "## Differences from eager PyTorch",
        "",
        "`make parity` runs every sample of PyTorch's own operator suite (`op_db`) of these operators: value, gradient",
        "and second gradient. These samples give something else, or an error, for the reason given:",
        "",
        "| operator | samples | why |",
        "|---|---|---|",
        *(f"| {each.operator} | {each.samples} | {each.reason} |" for each in DIFFERENCES),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
