"""Where the values of a function live: what `placer` decides and the code for the main function needs to know."""

from dataclasses import dataclass, field

from xdsl.dialects import tensor
from xdsl.dialects.func import CallOp
from xdsl.dialects.linalg.ops import GenericOp
from xdsl.ir import SSAValue

from adjoint.lowering.bufferization.content import Splat
from adjoint.lowering.bufferization.lifetimes import Lifetimes
from adjoint.lowering.bufferization.sizes import SizeAnalysis, kept_axes
from adjoint.lowering.bufferization.storage import Storage, View
from adjoint.lowering.bufferization.window_contraction import WindowContraction
from adjoint.lowering.bufferization.work import KernelWork


@dataclass(frozen=True)
class Copy:
    """The destination starts as a copy of another tensor."""

    source: View


Start = Splat | Copy
"""What has to be in the memory of a result before the op itself runs."""


@dataclass
class Workspace:
    """What the threads of a kernel need besides its operands and results, one of each per thread."""

    work: KernelWork
    slots: dict[int, Storage]
    """For each accumulated result, by its position; none where one thread does it all, in the result itself."""
    scratch: list[Storage]


@dataclass
class Placement:
    """Where the values of a function live, and what has to be done for it."""

    views: dict[SSAValue, View] = field(default_factory=dict[SSAValue, View])
    starts: dict[SSAValue, Start] = field(default_factory=dict[SSAValue, Start])
    workspaces: dict[CallOp, Workspace] = field(default_factory=dict[CallOp, Workspace])
    storages: list[Storage] = field(default_factory=list[Storage])
    """Those in the arena are all here, in the order in which they begin to live."""
    packed: dict[GenericOp, dict[int, View]] = field(default_factory=dict[GenericOp, dict[int, View]])
    """Copies of operands of contractions that are matrix products, or convolutions, only in another order."""
    convolutions: dict[GenericOp, WindowContraction] = field(default_factory=dict[GenericOp, WindowContraction])
    """The structured ops that the engine's convolutions compute."""
    padding: dict[SSAValue, tuple[int, ...]] = field(default_factory=dict[SSAValue, tuple[int, ...]])
    """For the input of a convolution whose view is without the zeros around it: how many are in front."""
    copied_results: dict[int, View] = field(default_factory=dict[int, View])
    """The results that are not computed where the caller wants them."""

    def last_step(self, storage: Storage, lifetimes: Lifetimes) -> int:
        """The step after which nothing needs what is in a storage."""
        return max((lifetimes.last_step(value) for value in storage.values), default=storage.first_step)


def slice_view(sizes: SizeAnalysis, whole: View, op: tensor.ExtractSliceOp | tensor.InsertSliceOp) -> View:
    """The part of a tensor that an op takes out of it or puts into it."""
    return whole.sliced(
        sizes.mixed(op.static_offsets.get_values(), op.offsets),
        sizes.mixed(op.static_sizes.get_values(), op.sizes),
        sizes.mixed(op.static_strides.get_values(), op.strides),
        kept_axes(op),
    )
