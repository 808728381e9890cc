"""Sums of products whose factors can lie side by side in memory: one product with as many more terms.

The gradient of a weight that every step of a loop uses sums up a product a step. `accumulation` lets them start from
one another; from

    %a = linalg.generic … contraction … ins(%g_0, %x_0) outs(%zeros)
    %b = linalg.generic … contraction … ins(%g_1, %x_1) outs(%a)

this makes

    %g = … %g_0 and %g_1 inserted into a tensor<2x?x?xf32>
    %b = linalg.generic … contraction … ins(%g, %x) outs(%zeros)

so that the result is written once, and not read. Parts of a tensor lie side by side already; what an op of the function
computes is computed in its place, and the rest is copied.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from logging import getLogger

from xdsl.dialects import tensor
from xdsl.dialects.builtin import AffineMapAttr, ArrayAttr, TensorType
from xdsl.dialects.linalg.attrs import IteratorType, IteratorTypeAttr
from xdsl.dialects.linalg.ops import GenericOp
from xdsl.ir import Block, Operation, SSAValue
from xdsl.ir.affine import AffineDimExpr, AffineMap

from adjoint.lowering.bufferization.contraction import is_contraction
from adjoint.lowering.fusion.accumulation import starts_from_tensor
from adjoint.lowering.fusion.cost import element_count, judge_joined_terms
from adjoint.lowering.fusion.parts import Parts, extract_parts
from adjoint.lowering.fusion.sizes import Sizes, reassociation_groups, tensor_type
from adjoint.lowering.fusion.stacks import Stack, insert_stack, is_placed_in_stack
from adjoint.lowering.linalg.reassociation import reassociation_attribute

logger = getLogger("adjoint.lowering.fusion")


def join_sums_of_products(block: Block, sizes: Sizes, parts: Parts) -> list[Stack]:
    """Makes sums of products one product each, and gives the stacks that were made for them."""
    stacking = _Stacking(block, sizes, parts)
    for op in list(block.ops):
        if isinstance(op, GenericOp) and starts_from_tensor(op):
            products = _products(op, sizes)
            if len(products) > 1 and not any(_starts_from(use.operation, op, sizes) for use in op.res[0].uses):
                stacking.join(products)
    return list(stacking.stacks.values())


def _starts_from(user: Operation, op: GenericOp, sizes: Sizes) -> bool:
    if not isinstance(user, GenericOp) or not is_contraction(user):
        return False
    return user.outputs[0] is op.res[0] and _is_alike(user, op, sizes)


def _products(last: GenericOp, sizes: Sizes) -> list[GenericOp]:
    """The products that a sum is made of, the last one first: alike, and needed for nothing else."""
    products = [last]
    while isinstance(op := products[-1].outputs[0].owner, GenericOp):
        if not is_contraction(op) or not op.res[0].has_one_use() or not _is_alike(op, last, sizes):
            break
        products.append(op)
    return products


def _is_alike(one: GenericOp, other: GenericOp, sizes: Sizes) -> bool:
    """Whether two products are the same but for their factors; the number of terms that they sum up counts, too."""
    return (
        one.indexing_maps == other.indexing_maps
        and one.iterator_types == other.iterator_types
        and [each.type for each in one.operands] == [each.type for each in other.operands]
        and [sizes.of(each) for each in one.operands] == [sizes.of(each) for each in other.operands]
    )


@dataclass(frozen=True)
class _Factors:
    """The factors on one side, by term, and how they come to lie side by side."""

    values: tuple[SSAValue, ...]
    source: SSAValue | None = None
    """What they are neighbouring parts of."""
    first: int = 0
    """The place of the first one of those."""
    reshape: tensor.CollapseShapeOp | None = None
    """How each is made of what is put side by side instead."""
    copied: int = 0
    """The elements that have to be copied."""


@dataclass
class _Stacking:
    block: Block
    sizes: Sizes
    parts: Parts
    stacks: dict[tuple[SSAValue, ...], Stack] = field(default_factory=dict[tuple[SSAValue, ...], Stack])
    """By what is in them."""

    def join(self, products: Sequence[GenericOp]) -> None:
        """Makes products that are added up one, if that pays."""
        last = products[0]
        if not _has_outermost_terms(last):
            return
        ordered = self._ordered(products)
        sides = [self._factors([op.inputs[side] for op in ordered]) for side in (0, 1)]
        verdict = judge_joined_terms(
            products=len(products),
            terms=element_count([self.sizes.of(last.inputs[0])[0]]),
            summed=element_count(self.sizes.of(last.res[0])),
            copied=sum(side.copied for side in sides),
        )
        logger.info("a sum of %d products: %s", len(products), verdict.reason)
        if verdict:
            self._write(products, [self._side_by_side(side, last) for side in sides])

    def _ordered(self, products: Sequence[GenericOp]) -> list[GenericOp]:
        """In the order of the parts that they multiply; else in that in which their factors become known."""
        positions = {op: position for position, op in enumerate(self.block.ops)}

        def key(op: GenericOp) -> tuple[int, int]:
            places = [self.parts[value].place for value in op.inputs if value in self.parts]
            known = (positions[value.owner] if isinstance(value.owner, Operation) else -1 for value in op.inputs)
            return (places[0] if places else -1, min(known))

        return sorted(products, key=key)

    def _factors(self, values: Sequence[SSAValue]) -> _Factors:
        found = [self.parts.get(value) for value in values]
        known = [part for part in found if part is not None]
        if len(known) == len(values) and len({part.source for part in known}) == 1:
            places = [part.place for part in known]
            if places == list(range(places[0], places[0] + len(places))):
                return _Factors(tuple(values), known[0].source, places[0])
        collapses = [value.owner for value in values if isinstance(value.owner, tensor.CollapseShapeOp)]
        if len(collapses) == len(values) and len({(op.reassociation, op.src.type) for op in collapses}) == 1:
            return self._with_copies([op.src for op in collapses], collapses[0])
        return self._with_copies(values, None)

    def _with_copies(self, values: Sequence[SSAValue], reshape: tensor.CollapseShapeOp | None) -> _Factors:
        if tuple(values) in self.stacks:
            return _Factors(tuple(values), reshape=reshape)
        copied = [value for value in values if not is_placed_in_stack(value) or list(values).count(value) > 1]
        elements = sum(element_count(self.sizes.of(value)) for value in copied)
        return _Factors(tuple(values), reshape=reshape, copied=elements)

    def _side_by_side(self, side: _Factors, before: GenericOp) -> SSAValue:
        """The tensor of all factors on one side."""
        type_ = tensor_type(side.values[0])
        whole_type = TensorType(type_.element_type, [len(side.values), *type_.get_shape()])
        if side.source is not None:
            op = extract_parts(side.source, side.first, len(side.values), self.sizes.of(side.values[0]), whole_type)
            self.block.insert_op_before(op, before)
            self.sizes.add(op)
            return op.result
        if side.values not in self.stacks:
            self.stacks[side.values] = insert_stack(self.block, side.values, self.sizes, before)
        whole = self.stacks[side.values].result
        if side.reshape is None:
            return whole
        return self._collapsed(whole, side.reshape, before)

    def _collapsed(self, whole: SSAValue, reshape: tensor.CollapseShapeOp, before: GenericOp) -> SSAValue:
        """The stack of what a reshape gives, from the stack of what it takes."""
        groups = ((0,), *(tuple(place + 1 for place in group) for group in reassociation_groups(reshape.reassociation)))
        type_ = tensor_type(reshape.result)
        op = tensor.CollapseShapeOp.build(
            operands=[whole],
            properties={"reassociation": reassociation_attribute(groups)},
            result_types=[TensorType(type_.element_type, [tensor_type(whole).get_shape()[0], *type_.get_shape()])],
        )
        self.block.insert_op_before(op, before)
        self.sizes.add(op)
        return op.result

    def _write(self, products: Sequence[GenericOp], factors: Sequence[SSAValue]) -> None:
        last, first = products[0], products[-1]
        maps = [_with_terms(map_.data, walks=position < 2) for position, map_ in enumerate(last.indexing_maps)]
        joined = GenericOp.create(
            operands=[*factors, first.outputs[0]],
            result_types=[last.res[0].type],
            properties={
                **last.properties,
                "indexing_maps": ArrayAttr(maps),
                "iterator_types": ArrayAttr([*last.iterator_types, IteratorTypeAttr.reduction()]),
            },
            regions=[last.body.clone()],
        )
        joined.location = last.location
        joined.res[0].name_hint = last.res[0].name_hint
        self.block.insert_op_before(joined, last)
        self.sizes.add(joined)
        last.res[0].replace_all_uses_with(joined.res[0])
        for op in products:
            self.block.erase_op(op)


def _has_outermost_terms(op: GenericOp) -> bool:
    """Whether there is one loop over terms, along the outermost dimension of both factors."""
    reduced = [dim for dim, each in enumerate(op.iterator_types) if each.data == IteratorType.REDUCTION]
    return len(reduced) == 1 and all(
        map_.data.results and map_.data.results[0] == AffineDimExpr(reduced[0]) for map_ in list(op.indexing_maps)[:2]
    )


def _with_terms(map_: AffineMap, *, walks: bool) -> AffineMapAttr:
    """The map in a nest with an innermost loop more, along which an operand walks in one more dimension, or not."""
    step = (AffineDimExpr(map_.num_dims),) if walks else ()
    return AffineMapAttr(AffineMap(map_.num_dims + 1, 0, (*step, *map_.results)))
