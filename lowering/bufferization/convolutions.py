"""Convolutions and their gradients as calls of the engine's own functions (`adjoint.runtime.convolution`)."""

from collections.abc import Mapping, Sequence

from xdsl.dialects import cf
from xdsl.dialects.builtin import IndexType, NameLoc, f32, i1
from xdsl.dialects.func import CallOp, FuncOp
from xdsl.dialects.linalg.ops import GenericOp
from xdsl.ir import Attribute, SSAValue

from adjoint.dialects.location import located_at
from adjoint.lowering.bufferization.buffers import Buffers
from adjoint.lowering.bufferization.placement import Placement
from adjoint.lowering.bufferization.product import ONE, ZERO, Product
from adjoint.lowering.bufferization.scope import Scope
from adjoint.lowering.bufferization.sizes import SizeAnalysis, Sizes
from adjoint.lowering.bufferization.storage import View
from adjoint.lowering.bufferization.window_contraction import (
    INPUT,
    MOST_SPATIAL_DIMS,
    OUTPUT,
    WEIGHT,
    WindowContraction,
)
from adjoint.lowering.kernels.interface import part_type

NUMBERS = 4 + 7 * MOST_SPATIAL_DIMS
"""What a function is told besides its three tensors: `adjoint.runtime.convolution.SIZES`."""


class Convolutions:
    """Writes calls of the engine's convolutions, and declares what is called."""

    def __init__(self, buffers: Buffers, placement: Placement, sizes: SizeAnalysis):
        self._buffers = buffers
        self._placement = placement
        self._sizes = sizes
        self.called: dict[str, Attribute] = {}
        """The functions that are called, with their element types."""

    def convolve(self, scope: Scope, form: WindowContraction, views: Mapping[int, View]) -> None:
        """Writes one; `views` are where input, weight and output are, without zeros around the input, contiguous."""
        element_type = views[WEIGHT].storage.element_type
        name = f"adjoint_{'s' if element_type == f32 else 'd'}{form.function}"
        self.called[name] = element_type
        memory = [self._memory(scope, views[which]) for which in (form.computed, *form.operands)]
        numbers = [scope.product(number) for number in self._numbers(form, views)]
        call = scope.append(CallOp(name, [*memory, *numbers], [i1]))
        check = scope.append(cf.AssertOp(call.res[0], _without_memory(form.op)))
        check.location = form.op.location

    def _memory(self, scope: Scope, view: View) -> SSAValue:
        return self._buffers.from_offset(scope, view, self._buffers.offset(scope, view))

    def _numbers(self, form: WindowContraction, views: Mapping[int, View]) -> list[Product]:
        input, weight, output = (views[which].sizes for which in (INPUT, WEIGHT, OUTPUT))
        padded = self._sizes.sizes(form.tensors[INPUT])
        padding = self._placement.padding.get(form.tensors[INPUT], (0,) * len(form.stride))
        constants = [tuple(map(Product, numbers)) for numbers in (form.stride, padding, form.dilation)]
        return [
            *(input[0], input[1], input[2], weight[1]),
            *_three(input[3:], ONE),
            *_three(padded[3:], ONE),
            *_three(weight[3:], ONE),
            *_three(output[3:], ONE),
            *_three(constants[0], ONE),
            *_three(constants[1], ZERO),
            *_three(constants[2], ONE),
        ]


def _without_memory(op: GenericOp) -> str:
    name = op.location.desc.data if isinstance(op.location, NameLoc) else "aten.convolution"
    return located_at(op.location, name, "there is not enough memory to compute it")


def _three(numbers: Sizes, default: Product) -> Sequence[Product]:
    """The numbers of the last of three dimensions, the first ones being as if there were none."""
    return [*[default] * (MOST_SPATIAL_DIMS - len(numbers)), *numbers]


def convolution_declaration(name: str, element_type: Attribute) -> FuncOp:
    """The declaration of one of the engine's convolutions: what it computes, what from, and sizes.

    It gives whether there was memory for it.
    """
    return FuncOp.external(name, [*[part_type(element_type)] * 3, *[IndexType()] * NUMBERS], [i1])
