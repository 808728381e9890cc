"""What a program computes within `torch.no_grad()` as constants of differentiation.

`torch.export` keeps such a region as a graph of its own, and its decompositions put the graph back without the region.
So its results are detached before.
"""

import copy
from typing import cast

import torch
from torch.export import ExportedProgram
from torch.fx import Node

_DETACH = torch.ops.aten.detach.default


def with_detached_regions(program: ExportedProgram) -> ExportedProgram:
    """The program with `aten.detach` after every result of a region without gradients."""
    if not _regions(program):
        return program
    program = copy.copy(program)
    program._graph_module = copy.deepcopy(program.graph_module)  # pyright: ignore[reportPrivateUsage]  # a copy's own
    for region in _regions(program):
        for result in list(region.users):
            if isinstance(result.meta.get("val"), torch.Tensor):
                with program.graph.inserting_after(result):
                    detached = program.graph.call_function(_DETACH, (result,))
                detached.meta = dict(result.meta)
                result.replace_all_uses_with(detached, delete_user_cb=lambda user, kept=detached: user is not kept)
    program.graph_module.recompile()
    return program


def _regions(program: ExportedProgram) -> list[Node]:
    return [node for node in program.graph.nodes if _is_without_gradients(node)]


def _is_without_gradients(node: Node) -> bool:
    name = getattr(cast(object, node.target), "__name__", "")
    return node.op == "call_function" and name == "wrap_with_set_grad_enabled" and node.args[0] is False
