"""Decides where each tensor value lives.

A value lives in a `View` of a `Storage`. Destination passing: an op that starts from a value (the accumulator of a
contraction, the destination of an insertion, what a loop carries) works in place where that value ends there; a
reshape is the same storage seen otherwise; what is returned is computed where the caller wants it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from xdsl.dialects import arith, cf, scf, tensor
from xdsl.dialects.builtin import DenseIntOrFPElementsAttr, IndexType, TensorType
from xdsl.dialects.func import CallOp, FuncOp, ReturnOp
from xdsl.dialects.linalg.attrs import IteratorType
from xdsl.dialects.linalg.ops import FillOp, GenericOp
from xdsl.ir import Attribute, Block, Operation, SSAValue
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects.location import located
from adjoint.lowering.bufferization.content import RESHAPING, Splat, Undefined, content, is_read
from adjoint.lowering.bufferization.contraction import is_contraction
from adjoint.lowering.bufferization.lifetimes import Lifetimes
from adjoint.lowering.bufferization.packing import strides_of_packed_operands
from adjoint.lowering.bufferization.placement import Copy, Placement, Workspace, slice_view
from adjoint.lowering.bufferization.product import Product
from adjoint.lowering.bufferization.sizes import SizeAnalysis, tensor_type
from adjoint.lowering.bufferization.storage import (
    ArenaHome,
    ArgumentHome,
    ConstantHome,
    ResultHome,
    Storage,
    View,
)
from adjoint.lowering.bufferization.window_contraction import (
    WindowContraction,
    cropping,
    find_window_contraction,
    padding_of_input,
)
from adjoint.lowering.bufferization.work import kernel_work
from adjoint.lowering.kernels.interface import KernelInterface, element_bytes

LARGEST_SPLAT_CONSTANT_BYTES = 4096
"""A constant of one repeated element that takes more is filled in at run time instead of being part of the code."""


class Placer:
    """Goes through the ops of a function in order and decides where their results live."""

    def __init__(
        self,
        sizes: SizeAnalysis,
        lifetimes: Lifetimes,
        kernels: Mapping[str, KernelInterface],
        *,
        is_batch: bool = False,
    ):
        """`is_batch`: the function is a loop over batches, whose threads do everything for a batch themselves."""
        self._sizes = sizes
        self._lifetimes = lifetimes
        self._kernels = kernels
        self._step = 0
        self._position = 0
        self._is_batch = is_batch
        self.placement = Placement()

    def place(self, function: FuncOp) -> Placement:
        """Places every value of the function."""
        for argument in function.body.block.args:
            if self._is_batch and isinstance(argument.type, IndexType):
                continue
            if not isinstance(argument.type, TensorType):
                raise PassFailedException(
                    located(function, f"takes {argument.type} as argument {argument.index}: all have to be tensors")
                )
            self._place_in_new_storage(argument, ArgumentHome(argument))
        self._place_block(function.body.block)
        return self.placement

    def _place_block(self, block: Block) -> None:
        for op in block.ops:
            self._step, self._position = self._lifetimes.step(op), self._lifetimes.position(op)
            self._place_op(op)

    def _place_op(self, op: Operation) -> None:
        match op:
            case tensor.EmptyOp() | FillOp():
                self._place_if_read(op.results[0])
            case arith.ConstantOp(value=DenseIntOrFPElementsAttr() as elements):
                self._place_constant(op.result, elements)
            case tensor.FromElementsOp():
                if is_read(op.result):
                    self._place_in_new_storage(op.result)
            case tensor.CastOp() | tensor.ExpandShapeOp() | tensor.CollapseShapeOp() | tensor.ReshapeOp():
                self._place_reshaped(op.operands[0], op.results[0])
            case tensor.ExtractSliceOp():
                self._place_slice(op)
            case tensor.InsertSliceOp() if self._place_padded(op):
                pass
            case tensor.InsertSliceOp() | tensor.InsertOp():
                self._place_started(op, op.dest, op.result, [op.operands[0]])
            case GenericOp():
                self._place_generic(op)
            case scf.ForOp():
                self._place_loop(op)
            case CallOp():
                self._place_call(op)
            case ReturnOp():
                self._place_results(op)
            case tensor.ExtractOp() | tensor.DimOp() | cf.AssertOp() | scf.YieldOp():
                pass
            case _:
                self._refuse_tensors(op)

    def _refuse_tensors(self, op: Operation) -> None:
        if op.regions or any(isinstance(value.type, TensorType) for value in (*op.operands, *op.results)):
            raise PassFailedException(located(op, "bufferize knows no buffers for it: it is not of the kernels stage"))

    # Storages.

    def _new_storage(self, element_type: Attribute, count: Product, *, per_thread: bool = False) -> Storage:
        storage = Storage(element_type, count, ArenaHome(), self._step, per_thread, self._position)
        self.placement.storages.append(storage)
        return storage

    def _place_in_new_storage(self, value: SSAValue, home: ArgumentHome | ConstantHome | None = None) -> None:
        storage = self._new_storage(tensor_type(value).element_type, self._sizes.count(value))
        storage.home = home or storage.home
        self._set_view(value, View.whole(storage, self._sizes.sizes(value)))

    def _set_view(self, value: SSAValue, view: View) -> None:
        view.storage.values.append(value)
        self.placement.views[value] = view

    def _place_if_read(self, value: SSAValue) -> None:
        """Gives a value of known content memory only where something looks at its elements."""
        if is_read(value):
            self._place_in_new_storage(value)
            known = content(value)
            if isinstance(known, Splat):
                self.placement.starts[value] = known

    def _place_constant(self, value: SSAValue, elements: DenseIntOrFPElementsAttr) -> None:
        is_large = len(elements) * element_bytes(tensor_type(value).element_type) > LARGEST_SPLAT_CONSTANT_BYTES
        if content(value) is not None and is_large:
            self._place_if_read(value)
        elif content(value) is None or is_read(value):
            self._place_in_new_storage(value, ConstantHome(elements))

    # Views of what is there.

    def _place_reshaped(self, source: SSAValue, result: SSAValue) -> None:
        view = self.placement.views.get(source)
        if view is None:
            return
        sizes = self._sizes.sizes(result)
        if view.is_contiguous:
            self._set_view(result, view.reshaped(sizes))
        elif isinstance(result.owner, tensor.CastOp):
            self._set_view(result, View(view.storage, view.offset, sizes, view.strides))
        else:
            self._place_copy(result, view)

    def _place_copy(self, result: SSAValue, source: View) -> None:
        self._place_in_new_storage(result)
        self.placement.starts[result] = Copy(source)

    def _place_padded(self, op: tensor.InsertSliceOp) -> bool:
        """Sees the padded input of a convolution as the input itself: the zeros around it are never in memory."""
        padding, view = padding_of_input(op), self.placement.views.get(op.source)
        if padding is None or view is None or not view.is_contiguous:
            return False
        self.placement.padding[op.result] = padding
        self._set_view(op.result, view)
        return True

    def _place_convolution(self, op: GenericOp, form: WindowContraction) -> None:
        """Places what the engine computes: all of it is written, and without zeros around it."""
        self.placement.convolutions[op] = form
        (result,) = op.res
        crop = cropping(form)
        sizes = self._sizes.sizes(result)
        if crop is not None:
            slice_, self.placement.padding[result] = crop
            sizes = self._sizes.sizes(slice_.result)
        storage = self._new_storage(tensor_type(result).element_type, Product.of(sizes))
        self._set_view(result, View.whole(storage, sizes))
        packed: dict[int, View] = {}
        for which in form.operands:
            view = self.placement.views[form.tensors[which]]
            if not view.is_contiguous:
                packed[which] = View.whole(self._new_storage(view.storage.element_type, view.count), view.sizes)
        self.placement.packed[op] = packed

    def _place_slice(self, op: tensor.ExtractSliceOp) -> None:
        if op.source in self.placement.padding:
            self._set_view(op.result, self.placement.views[op.source])
            return
        view = self._slice(self.placement.views[op.source], op)
        if _is_argument_of_kernel(op.result):
            is_misplaced = view.offset and not isinstance(view.storage.home, ArenaHome) and not self._is_batch
            if not view.is_contiguous or is_misplaced:
                self._place_copy(op.result, view)
                return
            view.storage.must_stay_in_arena |= bool(view.offset)
        self._set_view(op.result, view)

    def _slice(self, whole: View, op: tensor.ExtractSliceOp | tensor.InsertSliceOp) -> View:
        return slice_view(self._sizes, whole, op)

    # Ops that start from a value.

    def _place_started(self, op: Operation, initial: SSAValue, result: SSAValue, read: Sequence[SSAValue]) -> None:
        """Places a result that starts as `initial`, in place where it can be; `read` are the op's other operands."""
        known, view = content(initial), self.placement.views.get(initial)
        if known is not None and (isinstance(known, Splat) or view is None):
            self._place_in_new_storage(result)
            if isinstance(known, Splat):
                self.placement.starts[result] = known
            return
        assert view is not None
        overlaps = any(self._overlaps(value, view, op, initial) for value in read)
        written = self._slice(view, op) if isinstance(op, tensor.InsertSliceOp) else view
        if view.is_contiguous and self._ends_here(written, op, initial) and not overlaps:
            self._set_view(result, view.reshaped(self._sizes.sizes(result)))
        else:
            self._place_copy(result, view)

    def _ends_here(self, written: View, op: Operation, initial: SSAValue) -> bool:
        """Whether nothing looks at what an op writes over, or at what it starts from, once the op has run."""
        position = self._lifetimes.position(op)
        return not written.storage.is_read_only and all(
            self._lifetimes.last_use(value) <= position
            or (value is not initial and self.placement.views[value].is_apart_from(written))
            for value in written.storage.values
        )

    def _overlaps(self, value: SSAValue, destination: View, op: Operation, initial: SSAValue | None) -> bool:
        """Whether writing to the destination could destroy what the op has yet to read of the value."""
        view = self.placement.views.get(value)
        if view is None or view.is_apart_from(destination):
            return False
        match op:
            case GenericOp() if initial is not None and (value is initial or value not in op.outputs):
                return not (view.sees_the_same(destination) and _is_elementwise_alike(op, value, initial))
            case tensor.InsertSliceOp():
                return not view.sees_the_same(self._slice(destination, op))
            case _:
                return True

    def _place_generic(self, op: GenericOp) -> None:
        if (form := find_window_contraction(op)) is not None:
            self._place_convolution(op, form)
            return
        for position, (initial, result) in enumerate(zip(op.outputs, op.res, strict=True)):
            others = [operand for at, operand in enumerate(op.operands) if at != len(op.inputs) + position]
            is_started = op.body.block.args[len(op.inputs) + position].first_use is not None
            destination = self._destination(op, result, [*others, initial] if is_started else op.inputs, initial)
            known = content(initial)
            if destination is not None and (not is_started or self._holds(initial, destination)):
                self._set_view(result, destination)
            elif destination is not None and isinstance(known, Splat):
                self._set_view(result, destination)
                self.placement.starts[result] = known
            elif is_started:
                self._place_started(op, initial, result, others)
            else:
                self._place_in_new_storage(result)
        if is_contraction(op):
            self._place_packed(op)

    def _place_packed(self, op: GenericOp) -> None:
        views = [self.placement.views[value] for value in (*op.inputs, op.res[0])]
        packed: dict[int, View] = {}
        for operand, strides in strides_of_packed_operands(op, views).items():
            view = views[operand]
            storage = self._new_storage(view.storage.element_type, view.count)
            packed[operand] = View(storage, (), view.sizes, strides)
        self.placement.packed[op] = packed

    def _holds(self, value: SSAValue, destination: View) -> bool:
        view = self.placement.views.get(value)
        return view is not None and view.sees_the_same(destination)

    def _destination(
        self, op: Operation, result: SSAValue, read: Sequence[SSAValue], initial: SSAValue | None
    ) -> View | None:
        """The part of another tensor into which a result is inserted, if it can be computed there right away."""
        use = result.get_user_of_unique_use()
        if not isinstance(use, tensor.InsertSliceOp) or use.parent is not op.parent or use.source is not result:
            return None
        if not self._is_known_before(use, op):
            return None
        self._place_undefined(use.dest, op)
        whole = self.placement.views.get(use.dest)
        if whole is None:
            return None
        destination = self._slice(whole, use)
        if not self._ends_here(destination, use, use.dest):
            return None
        here, there = self._lifetimes.position(op), self._lifetimes.position(use)
        if any(here < at < there for value in whole.storage.values for at in self._lifetimes.uses(value)):
            return None
        return None if any(self._overlaps(value, destination, op, initial) for value in read) else destination

    def _place_undefined(self, dest: SSAValue, op: Operation) -> None:
        """Gives memory to a tensor of undefined elements, known before the op, which is the first to write to it."""
        owner = dest.owner
        if not isinstance(owner, Operation) or owner.parent is not op.parent or dest in self.placement.views:
            return
        is_before = self._lifetimes.position(owner) < self._lifetimes.position(op)
        if is_before and isinstance(content(dest), Undefined) and dest.has_one_use():
            self._place_in_new_storage(dest)

    def _is_known_before(self, use: tensor.InsertSliceOp, op: Operation) -> bool:
        """Whether the offsets, sizes and strides of an insertion are defined before the op."""
        position = self._lifetimes.position(op)
        owners = (value.owner for value in (*use.offsets, *use.sizes, *use.strides))
        return all(isinstance(owner, Block) or self._lifetimes.position(owner) < position for owner in owners)

    def _place_loop(self, op: scf.ForOp) -> None:
        carried: list[tuple[SSAValue, View]] = []
        for initial, result, argument in zip(op.iter_args, op.res, op.body.block.args[1:], strict=True):
            if isinstance(result.type, TensorType):
                others = [value for value in op.iter_args if value is not initial]
                self._place_started(op, initial, result, others)
                view = self.placement.views[result]
                self._set_view(argument, view)
                carried.append((result, view))
        # In the body there is no result yet: what it is made of can be overwritten.
        for result, view in carried:
            view.storage.values.remove(result)
        self._place_block(op.body.block)
        for result, view in carried:
            view.storage.values.append(result)

    def _place_call(self, op: CallOp) -> None:
        function, _ = self._sizes.inside(op)
        kernel = self._kernels[function.sym_name.data]
        work = replace(kernel_work(self._sizes, op, kernel), is_in_batch=self._is_batch)
        tensors = op.arguments[: len(kernel.inputs)]
        for result in op.res:
            destination = self._destination(op, result, tensors, None)
            if destination is not None and destination.is_contiguous and self._can_start_at(destination, kernel):
                self._set_view(result, destination)
            else:
                self._place_in_new_storage(result)
        slots: dict[int, Storage] = {}
        if not work.is_for_one_thread:
            for position in kernel.accumulated:
                element_type, count = kernel.results[position].element_type, self._sizes.count(op.res[position])
                slots[position] = self._new_storage(element_type, count, per_thread=True)
        scratch = [
            self._new_storage(buffer.element_type, count, per_thread=not work.is_for_one_thread)
            for buffer, count in zip(kernel.scratch, work.scratch_counts, strict=True)
        ]
        self.placement.workspaces[op] = Workspace(work, slots, scratch)

    def _can_start_at(self, view: View, kernel: KernelInterface) -> bool:
        """Whether a kernel can be given a part of a storage: anywhere in the arena of a main function."""
        if kernel.takes_parts:
            return True
        is_in_arena = isinstance(view.storage.home, ArenaHome) and not self._is_batch
        view.storage.must_stay_in_arena |= is_in_arena and bool(view.offset)
        return is_in_arena

    # Results.

    def _place_results(self, op: ReturnOp) -> None:
        """Moves what is returned to where the caller wants it, unless it stands somewhere else already."""
        for position, value in enumerate(op.arguments):
            view = self.placement.views[value]
            storage = view.storage
            if isinstance(storage.home, ArenaHome) and view.is_whole and not storage.must_stay_in_arena:
                storage.home = ResultHome(position)
            else:
                self.placement.copied_results[position] = view


def _is_argument_of_kernel(value: SSAValue) -> bool:
    """Whether a kernel is given the value, or the value in another shape."""
    return any(
        isinstance(use.operation, CallOp)
        or (isinstance(use.operation, RESHAPING) and _is_argument_of_kernel(use.operation.results[0]))
        for use in value.uses
    )


def _is_elementwise_alike(op: GenericOp, value: SSAValue, initial: SSAValue) -> bool:
    """Whether the op reads of `value` only the element that it then writes of the output that starts as `initial`."""
    if any(iterator.data != IteratorType.PARALLEL for iterator in op.iterator_types):
        return False
    maps = [map_.data for operand, map_ in zip(op.operands, op.indexing_maps, strict=True) if operand is value]
    output = op.indexing_maps.data[list(op.operands).index(initial, len(op.inputs))].data
    return all(map_ == output for map_ in maps)
