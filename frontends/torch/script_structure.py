"""The operations of TorchScript that hold a program together: constants, tuples and lists, attributes and calls."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, cast

import torch

from adjoint.frontends.torch.operators import UnsupportedOperatorError
from adjoint.frontends.torch.script_ir import ScriptGraph, ScriptNode, called_graph, method_of
from adjoint.frontends.torch.script_operators import OperatorCalls
from adjoint.frontends.torch.script_values import ModuleReference, TensorReference, Value

_GRADIENT_MODES = {
    "__torch__.torch.autograd.grad_mode.no_grad": True,
    "__torch__.torch.autograd.grad_mode.inference_mode": True,
    "__torch__.torch.autograd.grad_mode.enable_grad": False,
}


class Walk(Protocol):
    """What the operations need of the walk over the graph."""

    @property
    def calls(self) -> OperatorCalls: ...
    def graph(self, graph: ScriptGraph, arguments: Sequence[Value]) -> list[Value]: ...
    def attribute(self, module: ModuleReference, name: str) -> Value: ...


class GradientMode:
    """An object of `torch.no_grad` and its neighbours."""

    def __init__(self, is_detached: bool):
        self.is_detached = is_detached
        self.outer = False


Operation = Callable[[Walk, ScriptNode, Sequence[Value]], Sequence[Value]]
"""From the inputs of a node to its outputs."""


def _constant(walk: Walk, node: ScriptNode, inputs: Sequence[Value]) -> Sequence[Value]:
    value = node.output().toIValue()
    return [TensorReference(value.detach()) if isinstance(value, torch.Tensor) else value]


def _tuple(walk: Walk, node: ScriptNode, inputs: Sequence[Value]) -> Sequence[Value]:
    return [tuple(inputs)]


def _list(walk: Walk, node: ScriptNode, inputs: Sequence[Value]) -> Sequence[Value]:
    return [list(inputs)]


def _dict(walk: Walk, node: ScriptNode, inputs: Sequence[Value]) -> Sequence[Value]:
    return [dict(zip(inputs[::2], inputs[1::2], strict=True))]


def _unpack(walk: Walk, node: ScriptNode, inputs: Sequence[Value]) -> Sequence[Value]:
    items = list(cast(Sequence[Value], inputs[0]))
    if len(items) != node.outputsSize():
        raise UnsupportedOperatorError(f"it takes a list of {len(items)} apart into {node.outputsSize()}")
    return items


def _tuple_index(walk: Walk, node: ScriptNode, inputs: Sequence[Value]) -> Sequence[Value]:
    return [cast(Sequence[Value], inputs[0])[cast(int, inputs[1])]]


def _tuple_slice(walk: Walk, node: ScriptNode, inputs: Sequence[Value]) -> Sequence[Value]:
    return [cast(Sequence[Value], inputs[0])[node.i("beg") : node.i("end")]]


def _same(walk: Walk, node: ScriptNode, inputs: Sequence[Value]) -> Sequence[Value]:
    return inputs


def _uninitialized(walk: Walk, node: ScriptNode, inputs: Sequence[Value]) -> Sequence[Value]:
    return [None] * node.outputsSize()


def _constant_chunk(walk: Walk, node: ScriptNode, inputs: Sequence[Value]) -> Sequence[Value]:
    chunks = walk.calls.call(torch.ops.aten.chunk.default, [inputs[0], node.i("chunks"), node.i("dim")])
    return _unpack(walk, node, [chunks])


def _raise(walk: Walk, node: ScriptNode, inputs: Sequence[Value]) -> Sequence[Value]:
    raise UnsupportedOperatorError(f"the program raises this for arguments like the examples: {inputs[0]}")


def _get_attribute(walk: Walk, node: ScriptNode, inputs: Sequence[Value]) -> Sequence[Value]:
    return [walk.attribute(cast(ModuleReference, inputs[0]), node.s("name"))]


def _set_attribute(walk: Walk, node: ScriptNode, inputs: Sequence[Value]) -> Sequence[Value]:
    raise UnsupportedOperatorError(f"it gives the attribute '{node.s('name')}' of a module another value")


def _create_object(walk: Walk, node: ScriptNode, inputs: Sequence[Value]) -> Sequence[Value]:
    name = str(node.output().type())
    if name not in _GRADIENT_MODES:
        raise UnsupportedOperatorError(f"objects of classes such as {name} are not supported")
    return [GradientMode(_GRADIENT_MODES[name])]


def _enter(walk: Walk, node: ScriptNode, inputs: Sequence[Value]) -> Sequence[Value]:
    mode = inputs[0]
    if not isinstance(mode, GradientMode):
        raise UnsupportedOperatorError("this context manager is not supported")
    mode.outer, walk.calls.is_detached = walk.calls.is_detached, mode.is_detached
    return [None] * node.outputsSize()


def _exit(walk: Walk, node: ScriptNode, inputs: Sequence[Value]) -> Sequence[Value]:
    if isinstance(inputs[0], GradientMode):
        walk.calls.is_detached = inputs[0].outer
    return [None] * node.outputsSize()


def _is_grad_enabled(walk: Walk, node: ScriptNode, inputs: Sequence[Value]) -> Sequence[Value]:
    return [not walk.calls.is_detached]


def _call_method(walk: Walk, node: ScriptNode, inputs: Sequence[Value]) -> Sequence[Value]:
    if isinstance(inputs[0], GradientMode):
        return [None] * node.outputsSize()
    return walk.graph(method_of(cast(ModuleReference, inputs[0]).script, node.s("name")).graph, inputs)


def _call_function(walk: Walk, node: ScriptNode, inputs: Sequence[Value]) -> Sequence[Value]:
    return walk.graph(called_graph(node), inputs[1:])


STRUCTURE: Mapping[str, Operation] = {
    "prim::Constant": _constant,
    "prim::TupleConstruct": _tuple,
    "prim::ListConstruct": _list,
    "prim::DictConstruct": _dict,
    "prim::TupleUnpack": _unpack,
    "prim::ListUnpack": _unpack,
    "prim::TupleIndex": _tuple_index,
    "prim::TupleSlice": _tuple_slice,
    "prim::unchecked_cast": _same,
    "prim::profile": _same,
    "prim::Uninitialized": _uninitialized,
    "prim::ConstantChunk": _constant_chunk,
    "prim::RaiseException": _raise,
    "prim::GetAttr": _get_attribute,
    "prim::SetAttr": _set_attribute,
    "prim::CreateObject": _create_object,
    "prim::Enter": _enter,
    "prim::Exit": _exit,
    "aten::is_grad_enabled": _is_grad_enabled,
    "prim::CallMethod": _call_method,
    "prim::CallFunction": _call_function,
}
