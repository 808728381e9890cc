"""Lowers `aten`, and what remains of `autodiff`, to upstream's linalg on tensors.

What it emits: docs/architecture.md, "The linalg stage".

The counterpart of torch-mlir's convert-torch-to-linalg.

    func.func @f(%x: tensor<?x4xf32>, %b: tensor<4xf32>) -> tensor<?x4xf32> {
      %0 = aten.add %x, %b : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xf32>
      func.return %0 : tensor<?x4xf32>
    }

becomes

    func.func @f(%x: tensor<?x4xf32>, %b: tensor<4xf32>) -> tensor<?x4xf32> {
      %0 = arith.constant 0 : index
      %1 = tensor.dim %x, %0 : tensor<?x4xf32>
      %2 = tensor.empty(%1) : tensor<?x4xf32>
      %3 = linalg.generic {indexing_maps = [(d0, d1) -> (d0, d1), (d0, d1) -> (d1), (d0, d1) -> (d0, d1)], …}
          ins(%x, %b : tensor<?x4xf32>, tensor<4xf32>) outs(%2 : tensor<?x4xf32>) {
      ^bb0(%4: f32, %5: f32, %6: f32):
        %7 = arith.addf %4, %5 : f32
        linalg.yield %7 : f32
      } -> tensor<?x4xf32>
      func.return %3 : tensor<?x4xf32>
    }
"""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.dialects.func import FuncOp
from xdsl.passes import ModulePass
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects.location import located
from adjoint.lowering.linalg import (
    activations,
    adaptive_pooling,
    contractions,
    convolutions,
    creation,
    division,
    elementwise,
    gathering,
    joining,
    logic,
    losses,
    math_functions,
    order_statistics,
    padding,
    pooling,
    random,
    ranges,
    reductions,
    reordering,
    rounding,
    scans,
    scattering,
    selection,
    shapes,
    size_values,
    slicing,
    sorting,
    upsampling,
    windows,
)
from adjoint.lowering.linalg.called_functions import declaring_called_functions
from adjoint.lowering.linalg.function_lowering import FunctionLowering
from adjoint.lowering.linalg.signature import convert_signature
from adjoint.passes import decompositions as decompositions  # registers those of the aten dialect
from adjoint.passes.decompositions.decompose import decompose

REGISTERING = (
    activations,
    adaptive_pooling,
    contractions,
    convolutions,
    creation,
    division,
    elementwise,
    gathering,
    joining,
    losses,
    logic,
    math_functions,
    order_statistics,
    padding,
    pooling,
    random,
    ranges,
    reductions,
    reordering,
    rounding,
    scans,
    scattering,
    selection,
    shapes,
    size_values,
    slicing,
    upsampling,
    sorting,
    windows,
)
"""The modules that register how the ops of `aten` and `autodiff` are lowered."""


@dataclass(frozen=True)
class ConvertAtenToLinalgPass(ModulePass):
    """Lowers `aten` and `autodiff` to linalg on tensors; what is a composition is decomposed first."""

    name = "convert-aten-to-linalg"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        with declaring_called_functions(op):
            for function in list(op.ops):
                if isinstance(function, FuncOp) and not function.is_declaration:
                    _convert(function)


def _convert(function: FuncOp) -> None:
    if len(function.body.blocks) != 1:
        raise PassFailedException(
            located(function, f"only straight-line code is lowered, this has {len(function.body.blocks)} blocks")
        )
    decompose(function.body.block)
    convert_signature(function)
    FunctionLowering(function).lower()
