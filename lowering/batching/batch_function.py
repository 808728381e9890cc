"""A batch group as a function whose last loop is over the batches: each step runs the group on one of them.

Where a group has rows (`row_tiles`), a loop inside of it is over tiles of rows, and carries the results and the sums:

    %y, %sum = scf.for %batch = %c0 to %n step %c1 iter_args(%y_so_far = %whole_y, %sum_so_far = %whole_sum) {
      %zeros = linalg.fill …
      %next_y, %batch_sum = scf.for %row = %c0 to %m step %tile iter_args(%y_here = %y_so_far, %sum_here = %zeros) {
        %left = arith.subi %m, %row
        %rows = arith.minsi %tile, %left
        %item = tensor.extract_slice %x[%batch, %row, 0] [1, %rows, 32] [1, 1, 1] : … to tensor<?x32xf32>
        …
      }
      %next_sum = tensor.insert_slice %batch_sum into %sum_so_far[%batch, 0, 0] [1, 16, 8] [1, 1, 1] : …
      scf.yield %next_y, %next_sum
    }
"""

from collections.abc import Iterable, Mapping, Sequence

from xdsl.dialects import arith, func, scf, tensor
from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    ArrayAttr,
    IndexType,
    IntegerAttr,
    TensorType,
    UnitAttr,
    i64,
)
from xdsl.dialects.linalg.ops import FillOp, GenericOp
from xdsl.ir import Attribute, Block, Operation, Region, SSAValue

from adjoint.lowering.batching.batch_group import BatchGroup
from adjoint.lowering.batching.item_op import combined, item_generic, item_type, loops_of
from adjoint.lowering.batching.row_tiles import RowTiles
from adjoint.lowering.bufferization.contraction import is_contraction
from adjoint.lowering.fusion.sizes import Size, Sizes
from adjoint.lowering.fusion.structured_op import Coordinate, StructuredOp
from adjoint.lowering.fusion.views import seen_through
from adjoint.lowering.kernels.interface import BATCHES, INPUT_SIZES, ROWS, WORK
from adjoint.lowering.linalg.emitter import fill, insert_slice

Places = tuple[int | None, ...]
"""For each batch loop, and last for the loop over rows, the dimension of a tensor that it walks along, if any."""


class BatchFunction:
    """Writes the function of a group, and the call that stands for it.

    func.func private @batch_0(%x: tensor<?x16x32xf32>, …, %n: index) -> tensor<?x16x8xf32>
      attributes {kernel.rows = [0 : index], …} {
      %whole = tensor.empty(%n) : tensor<?x16x8xf32>
      %y = scf.for %batch = %c0 to %n step %c1 iter_args(%so_far = %whole) {
        %item = tensor.extract_slice %x[%batch, 0, 0] [1, 16, 32] [1, 1, 1] : … to tensor<16x32xf32>
        …
        %next = tensor.insert_slice %y_item into %so_far[%batch, 0, 0] [1, 16, 8] [1, 1, 1] : …
        scf.yield %next
      }
      func.return %y
    }
    """

    def __init__(
        self,
        group: BatchGroup,
        results: Sequence[StructuredOp],
        inlined: Mapping[SSAValue, StructuredOp],
        sizes: Sizes,
        tiles: RowTiles | None = None,
        tile: Size = 1,
    ):
        """`tiles`: the rows of the group, if it runs tile by tile; `tile`: how many are one."""
        self._group = group
        self._results = results
        self._inlined = inlined
        self._sizes = sizes
        self._block = Block()
        self._body = Block(arg_types=[IndexType(), *(result.result.type for result in results)])
        """Where ops are written: the body of the loop over batches, or of the loop over tiles in it."""
        self._tiles = tiles
        self._tile = tile
        self._inputs: dict[SSAValue, SSAValue] = {}
        self._size_arguments: dict[SSAValue, SSAValue] = {}
        self._constants: dict[int, SSAValue] = {}
        self._scalars: dict[SSAValue, SSAValue] = {}
        self._items: dict[tuple[SSAValue, Places], SSAValue] = {}
        self._empties: dict[tuple[Attribute, tuple[SSAValue, ...], Block], SSAValue] = {}
        self._steps: list[SSAValue] = []
        """The step of each batch loop, and in the loop over tiles the first row."""
        self._rows: Size = 1
        """How many rows the present tile has."""

    def write(self, name: str) -> tuple[func.FuncOp, func.CallOp]:
        """The function, and the call of it, which is in no block yet."""
        rows, step = self._product(self._group.extents), self._index(1)
        start = self._index(0)
        self._body.args[0].name_hint = "batch"
        self._steps = self._split(self._body.args[0])
        so_far: dict[StructuredOp, SSAValue] = dict(zip(self._results, self._body.args[1:], strict=True))
        if self._tiles is None:
            self._whole_members(self._group.dims)
        else:
            self._whole_members(
                member
                for member in self._group.dims
                if member not in self._tiles.loops and member not in self._tiles.after
            )
            self._loop_over_tiles(self._tiles, so_far)
            self._whole_members(self._tiles.after)
        inserted = [
            so_far[member] if self._is_tiled(member) else self._insert(member, so_far[member], None)
            for member in self._results
        ]
        self._body.add_op(scf.YieldOp(*inserted))
        initial = [self._empty(self._block, member.result, self._nowhere) for member in self._results]
        loop = scf.ForOp(start, rows, step, initial, Region(self._body))
        self._block.add_ops([loop, func.ReturnOp(*loop.res)])
        types = [member.result.type for member in self._results]
        function = func.FuncOp(
            name,
            ([argument.type for argument in self._block.args], types),
            region=Region(self._block),
            visibility="private",
        )
        function.attributes[ROWS] = self._factors(self._group.extents)
        function.attributes[WORK] = self._work()
        function.attributes[INPUT_SIZES] = ArrayAttr(self._factors(self._sizes.of(value)) for value in self._inputs)
        function.attributes[BATCHES] = UnitAttr()
        call = func.CallOp(name, [*self._inputs, *self._size_arguments], types)
        for result, member in zip(call.res, self._results, strict=True):
            result.name_hint = member.result.name_hint
        return function, call

    def _is_tiled(self, member: StructuredOp) -> bool:
        """Whether each tile computes some rows of a member's result."""
        return self._tiles is not None and member in self._tiles.loops and not self._tiles.sums_rows(member)

    def _whole_members(self, members: Iterable[StructuredOp]) -> None:
        for member in members:
            self._member(member, (*self._group.dims[member], None))

    # The loop over tiles.

    def _loop_over_tiles(self, tiles: RowTiles, so_far: dict[StructuredOp, SSAValue]) -> None:
        """Writes it; afterwards `so_far` has its results, and the sums over rows are items."""
        extent, tile = self._as_value(tiles.extent), self._as_value(self._tile)
        tiled = [member for member in self._results if self._is_tiled(member)]
        sums = [member for member in tiles.loops if tiles.sums_rows(member)]
        starts = [self._start(member, (*self._group.positions(member.result), None)) for member in sums]
        initial = [*(so_far[member] for member in tiled), *starts]
        outer, outer_items = self._body, dict(self._items)
        self._body = body = Block(arg_types=[IndexType(), *(value.type for value in initial)])
        first, *carried = body.args
        first.name_hint = "row"
        left = arith.SubiOp(extent, first)
        rows = arith.MinSIOp(tile, left.result)
        body.add_ops([left, rows])
        rows.result.name_hint = "rows"
        self._rows = rows.result
        self._steps.append(first)
        sums_so_far = dict(zip(sums, carried[len(tiled) :], strict=True))
        for member, loop in tiles.loops.items():
            self._member(member, (*self._group.dims[member], loop), sums_so_far.get(member))
        yielded = [
            self._insert(member, argument, member.written.index(tiles.loops[member]))
            for member, argument in zip(tiled, carried, strict=False)
        ]
        places = [(*self._group.positions(member.result), None) for member in sums]
        yielded += [self._items[member.result, place] for member, place in zip(sums, places, strict=True)]
        body.add_op(scf.YieldOp(*yielded))
        loop = scf.ForOp(self._index(0), extent, tile, initial, Region(body))
        outer.add_op(loop)
        self._body, self._items = outer, outer_items
        self._steps.pop()
        so_far.update(zip(tiled, loop.res, strict=False))
        for member, place, result in zip(sums, places, loop.res[len(tiled) :], strict=True):
            result.name_hint = member.result.name_hint
            self._items[member.result, place] = result

    # The function around the loop.

    def _index(self, number: int) -> SSAValue:
        if number not in self._constants:
            constant = arith.ConstantOp(IntegerAttr.from_index_int_value(number))
            first = self._block.first_op
            if first is None:
                self._block.add_op(constant)
            else:
                self._block.insert_op_before(constant, first)
            self._constants[number] = constant.result
        return self._constants[number]

    def _size(self, size: Size) -> SSAValue | int:
        """A size as what an op in the function takes it by."""
        if isinstance(size, int):
            return size
        if size not in self._size_arguments:
            argument = self._block.insert_arg(IndexType(), len(self._block.args))
            argument.name_hint = size.name_hint
            self._size_arguments[size] = argument
        return self._size_arguments[size]

    def _input(self, value: SSAValue) -> SSAValue:
        if value not in self._inputs:
            argument = self._block.insert_arg(value.type, len(self._inputs))
            argument.name_hint = value.name_hint
            self._inputs[value] = argument
            for size in self._sizes.of(value):
                self._size(size)
        return self._inputs[value]

    def _product(self, sizes: Sequence[Size]) -> SSAValue:
        known = 1
        product: SSAValue | None = None
        for size in sizes:
            if isinstance(size, int):
                known *= size
            else:
                product = self._multiplied(self._block, product, self._as_value(size))
        if product is None:
            return self._index(known)
        return product if known == 1 else self._multiplied(self._block, product, self._index(known))

    @staticmethod
    def _multiplied(block: Block, one: SSAValue | None, other: SSAValue) -> SSAValue:
        if one is None:
            return other
        op = arith.MuliOp(one, other)
        block.add_op(op)
        return op.result

    def _rows_or_size(self, size: Size) -> SSAValue:
        """The rows of a tile, which are no argument, or another size."""
        return size if size is self._rows and isinstance(size, SSAValue) else self._as_value(size)

    def _as_value(self, size: Size) -> SSAValue:
        value = self._size(size)
        return self._index(value) if isinstance(value, int) else value

    def _split(self, step: SSAValue) -> list[SSAValue]:
        """The steps of the batch loops, given how many batches came before; the last loop runs fastest."""
        steps: list[SSAValue] = []
        for extent in reversed(self._group.extents[1:]):
            size = self._as_value(extent)
            outer = arith.DivUIOp(step, size)
            before = arith.MuliOp(outer, size)
            inner = arith.SubiOp(step, before)
            self._body.add_ops([outer, before, inner])
            steps.append(inner.result)
            step = outer.result
        return [step, *reversed(steps)]

    def _factors(self, sizes: Sequence[Size]) -> ArrayAttr[Attribute]:
        arguments = list(self._size_arguments)

        def factor(size: Size) -> IntegerAttr:
            if isinstance(size, int):
                return IntegerAttr(size, i64)
            return IntegerAttr.from_index_int_value(arguments.index(size))

        return ArrayAttr(factor(size) for size in sizes)

    def _work(self) -> ArrayAttr[Attribute]:
        """The work of a batch: of as many contractions as there are, each as that with most loops."""
        contractions = [member for member in self._group.dims if member.reduced]
        largest = max(contractions, key=lambda member: len(member.sizes))
        sizes = [size for dim, size in enumerate(largest.sizes) if dim not in self._group.dims[largest]]
        for size in sizes:
            self._size(size)
        return self._factors([len(contractions), *sizes])

    # What is in the loops.

    @property
    def _nowhere(self) -> Places:
        """The places of a tensor that no loop walks along."""
        return (None,) * (len(self._group.extents) + 1)

    def _insert(self, member: StructuredOp, destination: SSAValue, row: int | None) -> SSAValue:
        """The destination with what was computed; `row` is the dimension of the rows, where that is a tile of them."""
        places = (*self._group.positions(member.result), row)
        item = self._items[member.result, places]
        offsets, sizes = self._slice(member.result, places)
        op = insert_slice(item, destination, offsets, sizes, [1] * len(sizes))
        self._body.add_op(op)
        return op.result

    def _slice(self, whole: SSAValue, places: Places) -> tuple[list[SSAValue | int], list[SSAValue | int]]:
        """Where the present batch is in a tensor: offsets and sizes."""
        extents = self._sizes.of(whole)
        offsets: list[SSAValue | int] = [0] * len(extents)
        sizes = [self._size(extent) for extent in extents]
        *batches, row = places
        for step, place in zip(self._steps, batches, strict=False):
            if place is not None:
                offsets[place], sizes[place] = step, 1
        if row is not None:
            offsets[row], sizes[row] = self._steps[-1], self._rows
        return offsets, sizes

    def _item(self, value: SSAValue, places: Places) -> SSAValue:
        """What the present batch, or tile, has of a tensor, without the dimensions of the batches."""
        key = value, places
        if key not in self._items:
            producer = self._inlined.get(value)
            if producer is not None:
                self._member(producer, tuple(None if place is None else producer.written[place] for place in places))
            else:
                self._items[key] = self._part(self._input(value), value, places)
        return self._items[key]

    def _part(self, argument: SSAValue, whole: SSAValue, places: Places) -> SSAValue:
        if all(place is None for place in places):
            return argument
        offsets, sizes = self._slice(whole, places)
        op = tensor.ExtractSliceOp(argument, offsets, sizes, [1] * len(sizes), item_type(whole, places))
        self._body.add_op(op)
        op.result.name_hint = whole.name_hint
        return op.result

    def _start(self, member: StructuredOp, places: Places) -> SSAValue:
        """What an op starts from."""
        start = member.operands[0] if isinstance(member.op, FillOp) else member.initial
        if start is None:
            return self._empty(self._body, member.result, places)
        output = fill(self._scalar(start), self._empty(self._body, member.result, places))
        self._body.add_op(output)
        return output.res[0]

    def _member(self, member: StructuredOp, dims: Sequence[Coordinate], sum_so_far: SSAValue | None = None) -> None:
        """Writes an op for one batch, or tile.

        Args:
            dims: the iteration dimensions that are the batches, and the rows.
            sum_so_far: what earlier tiles gave, where the rows are summed.
        """
        places: Places = tuple(
            member.written.index(dim) if dim is not None and dim in member.written else None for dim in dims
        )
        if (member.result, places) in self._items:
            return
        adds_in_place = sum_so_far is not None and isinstance(member.op, GenericOp) and is_contraction(member.op)
        destination = sum_so_far if sum_so_far is not None and adds_in_place else self._start(member, places)
        if isinstance(member.op, FillOp):
            self._items[member.result, places] = destination
            return
        operands: list[tuple[SSAValue, tuple[Coordinate, ...]]] = []
        for value, map_ in zip(member.op.inputs, member.op.indexing_maps, strict=False):
            source, coordinates = seen_through(value, loops_of(map_.data))
            if isinstance(source.owner, tensor.EmptyOp):
                # It gives the sizes of a window.
                operands.append((self._empty(self._body, source, self._nowhere), coordinates))
                continue
            walked = tuple(coordinates.index(dim) if dim is not None and dim in coordinates else None for dim in dims)
            item = self._item(source, walked)
            operands.append((item, tuple(c for p, c in enumerate(coordinates) if p not in walked[:-1])))
        *batches, row = dims
        op = item_generic(
            member,
            {dim: step for dim, step in zip(batches, self._steps, strict=False) if dim is not None},
            operands,
            destination,
            self._captured(member),
            first_row=None if row is None else (row, self._steps[-1]),
        )
        self._body.add_op(op)
        if sum_so_far is not None and not adds_in_place:
            op = combined(member, op.res[0], sum_so_far)
            self._body.add_op(op)
        op.res[0].name_hint = member.result.name_hint
        self._items[member.result, places] = op.res[0]

    def _captured(self, member: StructuredOp) -> dict[SSAValue, SSAValue]:
        return {
            captured.value: self._input(captured.value)
            if isinstance(captured.value.type, TensorType)
            else self._scalar(captured.value)
            for captured in member.captured
        }

    def _scalar(self, value: SSAValue) -> SSAValue:
        """A scalar of the program: a size is an argument, another one is computed again."""
        if isinstance(value.type, IndexType) and not isinstance(value.owner, arith.ConstantOp):
            return self._as_value(value)
        if value not in self._scalars:
            op = value.owner
            assert isinstance(op, Operation)
            operands = {
                operand: self._input(operand) if isinstance(operand.type, TensorType) else self._scalar(operand)
                for operand in op.operands
            }
            copy = op.clone(operands)
            self._block.add_op(copy)
            self._scalars.update(zip(op.results, copy.results, strict=True))
        return self._scalars[value]

    def _empty(self, block: Block, value: SSAValue, places: Places) -> SSAValue:
        *batches, row = places
        type_ = item_type(value, places)
        extents = [extent for p, extent in enumerate(self._sizes.of(value)) if p not in batches and p != row]
        if row is not None:
            extents.insert(row - sum(place is not None and place < row for place in batches), self._rows)
        dynamic = [
            self._rows_or_size(extent)
            for extent, known in zip(extents, type_.get_shape(), strict=True)
            if known == DYNAMIC_INDEX
        ]
        key = type_, tuple(dynamic), block
        if key not in self._empties:
            empty = tensor.EmptyOp(dynamic, type_)
            block.add_op(empty)
            self._empties[key] = empty.tensor
        return self._empties[key]
