"""Groups the ops that can be differentiated into subgraphs. TorchScript's CreateAutodiffSubgraphs.

An op can be differentiated where it has an adjoint rule, becomes an op or consists of ops that have one, or is known to
have no gradient. It joins the subgraph of one of its operands unless a path between the two leads through an op outside
of it: as one op, the subgraph would depend on itself. Subgraphs of fewer than `threshold` ops are left as they were.
Constants are copied into the subgraphs.

    func.func @f(%x: tensor<2xf32>) -> tensor<2xf32> {
      %0 = aten.exp %x : tensor<2xf32> -> tensor<2xf32>
      %1 = aten.neg %0 : tensor<2xf32> -> tensor<2xf32>
      %2 = "test.black_box"(%1) : (tensor<2xf32>) -> tensor<2xf32>
      func.return %2 : tensor<2xf32>
    }

becomes, with a threshold of 2,

    func.func @f(%x: tensor<2xf32>) -> tensor<2xf32> {
      %0 = autodiff.differentiable_graph(%x) : (tensor<2xf32>) -> tensor<2xf32> {
      ^bb0(%x_1: tensor<2xf32>):
        %1 = aten.exp %x_1 : tensor<2xf32> -> tensor<2xf32>
        %2 = aten.neg %1 : tensor<2xf32> -> tensor<2xf32>
        autodiff.yield %2 : tensor<2xf32>
      }
      %3 = "test.black_box"(%0) : (tensor<2xf32>) -> tensor<2xf32>
      func.return %3 : tensor<2xf32>
    }
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Block, Operation, Region, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import Rewriter
from xdsl.traits import ConstantLike, is_side_effect_free

from adjoint.dialects.autodiff import DifferentiableGraphOp, YieldOp
from adjoint.passes.decompositions.registry import decomposition_of
from adjoint.passes.differentiate import rules as rules  # registers the rules of the aten dialect
from adjoint.passes.differentiate.registry import forward_rewrite_of, is_without_gradient, rule_of
from adjoint.passes.functions import body_block, selected_functions

logger = logging.getLogger("adjoint.passes.create-autodiff-subgraphs")


def is_differentiable(op: Operation) -> bool:
    """Whether the op can be part of a subgraph: pure, and differentiable itself or by parts, or without a gradient."""
    known = (
        rule_of(type(op)) is not None
        or is_without_gradient(type(op))
        or forward_rewrite_of(type(op)) is not None
        or decomposition_of(type(op)) is not None
    )
    return known and not _is_constant(op) and is_side_effect_free(op)


def _is_constant(op: Operation) -> bool:
    return op.has_trait(ConstantLike, value_if_unregistered=False)


@dataclass(eq=False)
class _Node:
    """What will be one op: a subgraph, or an op outside of all subgraphs."""

    ops: list[Operation]
    is_subgraph: bool
    used: "set[_Node]" = field(default_factory=lambda: set[_Node]())
    merged_into: "_Node | None" = None

    def current(self) -> "_Node":
        """The node that this one has become part of."""
        node = self
        while node.merged_into is not None:
            node = node.merged_into
        return node

    def dependencies(self) -> "set[_Node]":
        """The nodes that have to come before this one because it uses their values itself."""
        self.used = {node.current() for node in self.used} - {self}
        return self.used


def _reaches(start: _Node, goal: _Node) -> bool:
    """Whether `start` has to come after `goal`, directly or not."""
    seen, pending = {start}, [start]
    while pending:
        node = pending.pop()
        if node is goal:
            return True
        new = node.dependencies() - seen
        seen |= new
        pending.extend(new)
    return False


def _try_to_merge(node: _Node, operand: _Node) -> _Node:
    """Merges a subgraph into one whose values it uses, unless it uses values that depend on that one as well."""
    if any(_reaches(other, operand) for other in node.dependencies() - {operand}):
        return node
    operand.ops += node.ops
    operand.used |= node.used
    node.merged_into = operand
    return operand


def _group(block: Block) -> list[_Node]:
    """The nodes that the ops of a block, constants apart, are grouped into."""
    node_of: dict[Operation, _Node] = {}
    last_with_effects: _Node | None = None
    for op in block.ops:
        if _is_constant(op):
            continue
        node = _Node([op], is_differentiable(op))
        owners = [operand.owner for inner in op.walk() for operand in inner.operands]
        node.used = {node_of[owner] for owner in owners if isinstance(owner, Operation) and owner in node_of}
        if not is_side_effect_free(op):
            # Ops with effects stay in their order.
            node.used |= {last_with_effects} if last_with_effects is not None else set()
            last_with_effects = node
        node_of[op] = node
        if node.is_subgraph:
            for operand in sorted(node.dependencies(), key=lambda each: -len(each.ops)):
                if operand.is_subgraph:
                    node = _try_to_merge(node, operand)
    return list(dict.fromkeys(node.current() for node in node_of.values()))


def _in_order(nodes: Sequence[_Node]) -> list[_Node]:
    """The nodes, each after those it depends on, otherwise in their order."""
    ordered: dict[_Node, None] = {}
    for node in nodes:
        pending = [node]
        while pending:
            missing = [each for each in pending[-1].dependencies() if each not in ordered]
            if missing:
                pending.extend(missing)
            else:
                ordered[pending.pop()] = None
    return list(ordered)


def create_autodiff_subgraphs(function: func.FuncOp, threshold: int) -> list[DifferentiableGraphOp]:
    """Groups the ops of the function; gives the subgraphs."""
    block = body_block(function)
    position = {op: index for index, op in enumerate(block.ops)}
    graphs: list[DifferentiableGraphOp] = []
    for node in _in_order(_group(block)):
        ops = sorted(node.ops, key=position.__getitem__)
        for op in ops:
            op.detach()
            block.add_op(op)
        if node.is_subgraph and len(ops) >= threshold:
            graphs.append(_build_graph(ops))
            logger.info("a subgraph of %d ops: %s", len(ops), ", ".join(op.name for op in ops))
    return graphs


def _build_graph(ops: Sequence[Operation]) -> DifferentiableGraphOp:
    """Moves the ops, which stand together, into a subgraph at their place."""
    inside, parent, last = set(ops), ops[-1].parent, ops[-1]
    assert parent is not None
    block, inputs = Block(), list[SSAValue]()
    local: dict[SSAValue, SSAValue] = {}
    following = last.next_op
    for op in ops:
        for operand in op.operands:
            if operand in local or operand.owner in inside:
                continue
            owner = operand.owner
            if isinstance(owner, Operation) and _is_constant(owner):
                block.add_op(owner.clone(local))
            else:
                inputs.append(operand)
                local[operand] = block.insert_arg(operand.type, len(block.args))
                local[operand].name_hint = operand.name_hint
        op.detach()
        op.operands = [local.get(operand, operand) for operand in op.operands]
        block.add_op(op)
    outputs = [result for op in ops for result in op.results if any(use.operation not in inside for use in result.uses)]
    graph = DifferentiableGraphOp(inputs, [output.type for output in outputs], Region(block))
    graph.location = ops[0].location
    if following is None:
        parent.add_op(graph)
    else:
        parent.insert_op_before(graph, following)
    for output, result in zip(outputs, graph.results, strict=True):
        output.replace_uses_with_if(result, lambda use: use.operation not in inside)
    block.add_op(YieldOp(*outputs))
    return graph


@dataclass(frozen=True)
class CreateAutodiffSubgraphsPass(ModulePass):
    """Groups the ops of `function`, or of every function, into subgraphs of at least `threshold` ops."""

    name = "create-autodiff-subgraphs"

    function: str | None = None
    threshold: int = 2

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for function in selected_functions(op, self.function):
            create_autodiff_subgraphs(function, self.threshold)
            _remove_unused_constants(function)


def _remove_unused_constants(function: func.FuncOp) -> None:
    for op in reversed(list(body_block(function).ops)):
        if _is_constant(op) and all(result.first_use is None for result in op.results):
            Rewriter.erase_op(op)
