"""Loops in the main function itself, for what no kernel and no BLAS call does: fills, copies, small structured ops."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager

from xdsl.dialects import memref, scf, tensor
from xdsl.dialects.builtin import IndexType
from xdsl.dialects.linalg.ops import GenericOp, IndexOp, YieldOp
from xdsl.ir import Block, Region, SSAValue
from xdsl.ir.affine import AffineBinaryOpExpr, AffineBinaryOpKind, AffineConstantExpr, AffineDimExpr, AffineExpr
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects.location import located
from adjoint.lowering.bufferization.buffers import Buffers
from adjoint.lowering.bufferization.content import Splat
from adjoint.lowering.bufferization.scope import Index, Scope
from adjoint.lowering.bufferization.shares import shared, worthwhile_threads
from adjoint.lowering.bufferization.sizes import loop_extents
from adjoint.lowering.bufferization.storage import View, merge_axes

ELEMENTS_PER_THREAD = 1 << 17
"""The elements that are worth waking a thread for, which copies one in about 0.1 ns."""


@contextmanager
def loop_nest(scope: Scope, extents: Sequence[Index]) -> Generator[tuple[Scope, list[Index]]]:
    """Writes nested loops from 0 to each extent; gives the scope of the innermost body and the indices.

    An extent of 1 makes no loop: its index is the number 0.
    """
    indices: list[Index] = []
    scopes = [scope]
    for extent in extents:
        if extent == 1:
            indices.append(0)
            continue
        body = Block(arg_types=[IndexType()])
        outer = scopes[-1]
        outer.append(scf.ForOp(outer.index(0), outer.index(extent), outer.index(1), [], Region(body)))
        scopes.append(outer.inner(body))
        indices.append(body.args[0])
    yield scopes[-1], indices
    for inner in scopes[1:]:
        inner.append(scf.YieldOp())


class LoopNests:
    """Writes loops over views of buffers."""

    def __init__(self, buffers: Buffers, views: Mapping[SSAValue, View], threads: SSAValue):
        self._buffers = buffers
        self._views = views
        self._threads = threads

    def fill(self, scope: Scope, view: View, splat: Splat) -> None:
        """Sets every element of a view."""
        scalar = splat.scalar
        value = (
            scope.scalar(scalar) if isinstance(scalar, SSAValue) else scope.number(scalar, view.storage.element_type)
        )
        (merged,) = merge_axes([view])
        with self._each_element(scope, merged) as (inner, indices):
            self.store(inner, merged, indices, value)

    def copy(self, scope: Scope, source: View, destination: View) -> None:
        """Copies the elements of one view to another of the same sizes."""
        count = source.count.constant
        if source.is_whole and destination.is_whole and count is not None and count < 2 * ELEMENTS_PER_THREAD:
            whole = self._buffers.whole
            scope.append(memref.CopyOp(whole(scope, source.storage), whole(scope, destination.storage)))
            return
        from_, to = merge_axes([source, destination])
        with self._each_element(scope, to) as (inner, indices):
            self.store(inner, to, indices, self.load(inner, from_, indices))

    @contextmanager
    def _each_element(self, scope: Scope, view: View) -> Generator[tuple[Scope, list[Index]]]:
        """Writes loops over the elements of a view; threads share the outermost one where there are many elements."""
        extents = [scope.evaluate(size) for size in view.sizes]
        threads: Index = 1
        if extents and not scope.is_inner:
            count = scope.evaluate(view.count)
            threads = worthwhile_threads(scope, extents[0], count, ELEMENTS_PER_THREAD, self._threads)
        if isinstance(threads, int):
            with loop_nest(scope, extents) as nest:
                yield nest
            return
        with shared(scope, extents[0], threads) as share:
            body = Block(arg_types=[IndexType()])
            share.scope.append(scf.ForOp(share.begin, share.end, scope.index(1), [], Region(body)))
            with loop_nest(share.scope.inner(body), extents[1:]) as (inner, indices):
                yield inner, [body.args[0], *indices]
            body.add_op(scf.YieldOp())

    def load(self, scope: Scope, view: View, indices: Sequence[Index]) -> SSAValue:
        """Reads an element of a view."""
        return scope.append(memref.LoadOp.get(*self._element(scope, view, indices))).res

    def store(self, scope: Scope, view: View, indices: Sequence[Index], value: SSAValue) -> None:
        """Writes an element of a view."""
        scope.append(memref.StoreOp.get(value, *self._element(scope, view, indices)))

    def _element(self, scope: Scope, view: View, indices: Sequence[Index]) -> tuple[SSAValue, list[SSAValue]]:
        """The flat buffer that an element is in and its index there."""
        offsets = (
            scope.multiply(index, scope.evaluate(stride)) for index, stride in zip(indices, view.strides, strict=True)
        )
        position = scope.sum([self._buffers.offset(scope, view), *offsets])
        return self._buffers.whole(scope, view.storage), [scope.index(position)]

    def generic(self, scope: Scope, op: GenericOp, operands: Sequence[View | SSAValue]) -> None:
        """Writes a structured op as a nest of loops, one for each of its dimensions in order.

        The operands are the views of the op's tensors, inputs first, and scalars as values; an output that the body
        reads holds its initial elements already.
        """
        maps = [map_.data for map_ in op.indexing_maps]
        extents = loop_extents(op, [operand.sizes if isinstance(operand, View) else () for operand in operands])
        with loop_nest(scope, [scope.evaluate(extent) for extent in extents]) as (inner, loops):
            body = op.body.block
            places = [[_position(inner, op, expression, loops) for expression in map_.results] for map_ in maps]
            for argument, operand, place in zip(body.args, operands, places, strict=True):
                if isinstance(operand, SSAValue):
                    inner.bind(argument, operand)
                elif argument.first_use is not None:
                    inner.bind(argument, self.load(inner, operand, place))
            yielded = self._yielded(inner, body, loops)
            first_output = len(op.inputs)
            for value, output, place in zip(yielded, operands[first_output:], places[first_output:], strict=True):
                assert isinstance(output, View)
                self.store(inner, output, place, value)

    def _yielded(self, scope: Scope, body: Block, loops: Sequence[Index]) -> list[SSAValue]:
        """Writes the body of a structured op and gives what it yields."""
        for op in body.ops:
            match op:
                case IndexOp():
                    scope.bind(op.result, scope.index(loops[op.dim.value.data]))
                case tensor.ExtractOp() if op.tensor in self._views:
                    indices = [scope.scalar(index) for index in op.indices]
                    scope.bind(op.result, self.load(scope, self._views[op.tensor], indices))
                case YieldOp():
                    return [scope.scalar(value) for value in op.operands]
                case _:
                    pass
        raise PassFailedException("a linalg.generic ends in linalg.yield")


def _position(scope: Scope, op: GenericOp, expression: AffineExpr, loops: Sequence[Index]) -> Index:
    """The value of an expression of an indexing map."""
    match expression:
        case AffineDimExpr():
            return loops[expression.position]
        case AffineConstantExpr():
            return expression.value
        case AffineBinaryOpExpr(kind=AffineBinaryOpKind.Add):
            return scope.add(*(_position(scope, op, side, loops) for side in (expression.lhs, expression.rhs)))
        case AffineBinaryOpExpr(kind=AffineBinaryOpKind.Mul):
            return scope.multiply(*(_position(scope, op, side, loops) for side in (expression.lhs, expression.rhs)))
        case _:
            raise PassFailedException(located(op, f"{expression} in an indexing map is not linear in the loops"))
