"""What modes of PyTorch mean for a graph, written into the graph: `no_grad` as `detach`, autocast as casts.

A graph that was traced before dispatch calls an operator as the user did; what autocast makes of its arguments is known
by the dtype that its result has. The graph that is left needs no mode, wherever it runs.
"""

import operator
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, cast

import torch
from torch import Tensor, fx
from torch._guards import detect_fake_mode
from torch._ops import OpOverload
from torch.fx.node import map_arg

from adjoint.runtime.errors import AdjointError


@dataclass
class _Modes:
    """The modes in which a node runs."""

    grad: bool
    casts: list[tuple[object, torch.dtype | None]]
    """What entered autocast and has not left it, innermost last, and the dtype that it casts to, None for none."""


def write_modes_into(module: fx.GraphModule) -> bool:
    """Replaces changes of modes by what they mean; gives whether gradients are recorded when the graph has ended.

    The modes at its start are those that are active now. Raises AdjointError for a mode that has no such meaning.
    """
    started = torch.is_grad_enabled()
    modes = _Modes(started, [(None, _active_cast())])
    for node in list(module.graph.nodes):
        if node.op != "call_function":
            continue
        if _change(modes, node):
            continue
        dtype = modes.casts[-1][1]
        if dtype is not None and isinstance(node.target, OpOverload):
            _cast_arguments(node, dtype)
        if (started and not modes.grad) or _is_running_statistic(node):
            _detach(node)
    module.graph.lint()
    module.recompile()
    return modes.grad


def _active_cast() -> torch.dtype | None:
    return torch.get_autocast_dtype("cpu") if torch.is_autocast_enabled("cpu") else None


def _change(modes: _Modes, node: fx.Node) -> bool:
    """Follows a change of a mode, and removes it. Gives whether the node is one."""
    name = getattr(node.target, "__name__", "")
    if name == "_set_grad_enabled":
        modes.grad = bool(node.args[0])
        if modes.grad and not torch.is_grad_enabled():
            raise AdjointError("error: gradients are recorded within a part that started without")
    elif name == "_enter_autocast":
        device, dtype, enabled, *_ = [*node.args, None, None, None]
        if device == "cpu":
            wanted = dtype if isinstance(dtype, torch.dtype) else torch.get_autocast_dtype("cpu")
            modes.casts.append((node, wanted if enabled is not False else None))
        else:
            modes.casts.append((node, modes.casts[-1][1]))
    elif name == "_exit_autocast":
        modes.casts = [each for each in modes.casts if each[0] is not node.args[0]]
    elif name.startswith(("_enter_", "_exit_", "_set_", "set_")) and not isinstance(node.target, OpOverload):
        raise AdjointError(f"error: {name} is not supported")
    else:
        return False
    node.replace_all_uses_with(None)  # pyright: ignore[reportArgumentType]  # what left it goes as well
    node.graph.erase_node(node)
    return True


def _is_running_statistic(node: fx.Node) -> bool:
    """Whether it is a new running mean or variance of a batch norm, through which PyTorch has no gradient."""
    if node.target is not operator.getitem:
        return False
    source, index = node.args
    functional = isinstance(source, fx.Node) and "batch_norm_legit_functional" in str(source.target)
    return functional and isinstance(index, int) and index >= 3


def _detach(node: fx.Node) -> None:
    """Lets no gradient pass through a value."""
    value = node.meta.get("val")
    if not isinstance(value, Tensor) or not value.is_floating_point():
        return
    with node.graph.inserting_after(node):
        detached = node.graph.call_function(torch.ops.aten.detach.default, (node,))
    detached.meta = dict(node.meta)
    node.replace_all_uses_with(detached, delete_user_cb=lambda user: user is not detached)


def _cast_arguments(node: fx.Node, dtype: torch.dtype) -> None:
    """Casts the arguments as autocast does: what the result is of tells how.

    Raises AdjointError where no way of casting gives the result.
    """
    wanted = _dtypes(node.meta.get("val"))
    floats = [each.meta["val"].dtype for each in node.all_input_nodes if _can_be_cast(each)]
    if not wanted or not floats:
        return
    target = cast(Callable[..., object], node.target)
    widest = torch.float32 if torch.float32 in floats else floats[0]
    for candidate in (None, dtype, torch.float32, widest):
        if _dtypes_with(target, node, candidate) == wanted:
            if candidate is not None:
                _cast_to(node, candidate)
            return
    raise AdjointError(f"error: {target}: what autocast makes of its arguments is not known")


def _can_be_cast(node: fx.Node) -> bool:
    value = node.meta.get("val")
    return isinstance(value, Tensor) and value.is_floating_point() and value.dtype is not torch.float64


def _dtypes(value: object) -> list[torch.dtype]:
    values = cast(Sequence[object], value) if isinstance(value, tuple | list) else [value]
    return [each.dtype for each in values if isinstance(each, Tensor)]


def _dtypes_with(target: Callable[..., object], node: fx.Node, dtype: torch.dtype | None) -> list[torch.dtype] | None:
    """The dtypes of the results where arguments are cast, None where they cannot be computed with."""

    def value_of(argument: fx.Node) -> Any:  # Any: fx types what a node can hold, not what stands for it
        value = argument.meta["val"]
        return value.to(dtype) if dtype is not None and _can_be_cast(argument) else value

    args, kwargs = map_arg(node.args, value_of), map_arg(node.kwargs, value_of)
    mode = detect_fake_mode([each.meta["val"] for each in node.all_input_nodes])
    try:
        with torch.autocast("cpu", enabled=False), torch.no_grad(), mode or nullcontext():
            return _dtypes(target(*args, **kwargs))
    except (RuntimeError, NotImplementedError, IndexError, ValueError):
        return None


def _cast_to(node: fx.Node, dtype: torch.dtype) -> None:
    def cast(argument: fx.Node) -> fx.Node:
        if not _can_be_cast(argument) or argument.meta["val"].dtype is dtype:
            return argument
        converted = node.graph.call_function(torch.ops.aten._to_copy.default, (argument,), {"dtype": dtype})
        converted.meta = dict(node.meta)
        converted.meta["val"] = argument.meta["val"].to(dtype)
        return converted

    with node.graph.inserting_before(node):
        node.args, node.kwargs = map_arg(node.args, cast), map_arg(node.kwargs, cast)
