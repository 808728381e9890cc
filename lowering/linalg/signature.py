"""What a function of the `aten` stage has in its signature that upstream does not know."""

from collections.abc import Mapping

from xdsl.dialects.builtin import ArrayAttr, DictionaryAttr, FunctionType, IndexType, TensorType
from xdsl.dialects.func import FuncOp
from xdsl.ir import Attribute

from adjoint.dialects.aten.base import set_type
from adjoint.dialects.autodiff import OptionalSizeType


def convert_signature(function: FuncOp) -> None:
    """Gives optional sizes the type of sizes, and takes away what `autodiff` has noted.

    A size that is none is handed over as what it was made from: summing to it changes nothing either.
    """
    for argument in function.body.block.args:
        set_type(argument, _converted(argument.type))
    types = function.function_type
    function.function_type = FunctionType.from_lists(
        [_converted(type_) for type_ in types.inputs], [_converted(type_) for type_ in types.outputs]
    )
    for name in [name for name in function.attributes if _is_ours(name)]:
        del function.attributes[name]
    function.arg_attrs = _without_ours(function.arg_attrs)
    function.res_attrs = _without_ours(function.res_attrs)


def _converted(type_: Attribute) -> Attribute:
    return TensorType(IndexType(), [type_.rank.data]) if isinstance(type_, OptionalSizeType) else type_


def _is_ours(name: str) -> bool:
    return name.startswith("autodiff.")


def _without_ours(attributes: ArrayAttr[DictionaryAttr] | None) -> ArrayAttr[DictionaryAttr] | None:
    """The attributes of arguments or results without those of `autodiff`, None where nothing is left."""
    if attributes is None:
        return None
    kept: list[Mapping[str, Attribute]] = [
        {name: value for name, value in each.data.items() if not _is_ours(name)} for each in attributes
    ]
    return ArrayAttr(DictionaryAttr(each) for each in kept) if any(kept) else None
