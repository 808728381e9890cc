"""Programs whose values and gradients together are one kernel."""

from xdsl.dialects.builtin import ModuleOp

from adjoint.frontends.mlir_text import parse_module
from adjoint.lowering import LOWERING_PASSES
from adjoint.passes.differentiate.api import value_and_grad_function
from adjoint.runtime.context import compiler_context

ONE_KERNEL = {
    "bias and gelu": """
      func.func @f(%x: tensor<?x64xf32>, %b: tensor<64xf32>, %g: tensor<?x64xf32>) -> tensor<f32> {
        %z = aten.add %x, %b : tensor<?x64xf32>, tensor<64xf32> -> tensor<?x64xf32>
        %y = aten.gelu %z : tensor<?x64xf32> -> tensor<?x64xf32>
        %p = aten.mul %y, %g : tensor<?x64xf32>, tensor<?x64xf32> -> tensor<?x64xf32>
        %l = aten.sum %p : tensor<?x64xf32> -> tensor<f32>
        func.return %l : tensor<f32>
      }""",
    "softmax": """
      func.func @f(%x: tensor<?x64xf32>, %b: tensor<64xf32>, %g: tensor<?x64xf32>) -> tensor<f32> {
        %z = aten.add %x, %b : tensor<?x64xf32>, tensor<64xf32> -> tensor<?x64xf32>
        %y = aten.softmax %z dim = -1 : tensor<?x64xf32> -> tensor<?x64xf32>
        %p = aten.mul %y, %g : tensor<?x64xf32>, tensor<?x64xf32> -> tensor<?x64xf32>
        %l = aten.sum %p : tensor<?x64xf32> -> tensor<f32>
        func.return %l : tensor<f32>
      }""",
    "layer norm": """
      func.func @f(%x: tensor<?x8x64xf32>, %w: tensor<64xf32>, %b: tensor<64xf32>) -> tensor<f32> {
        %y = aten.layer_norm %x normalized_shape = [64] weight(%w : tensor<64xf32>) bias(%b : tensor<64xf32>)
          : tensor<?x8x64xf32> -> tensor<?x8x64xf32>
        %t = aten.tanh %y : tensor<?x8x64xf32> -> tensor<?x8x64xf32>
        %l = aten.sum %t : tensor<?x8x64xf32> -> tensor<f32>
        func.return %l : tensor<f32>
      }""",
    "log softmax": """
      func.func @f(%x: tensor<?x64xf32>, %b: tensor<64xf32>, %g: tensor<?x64xf32>) -> tensor<f32> {
        %z = aten.add %x, %b : tensor<?x64xf32>, tensor<64xf32> -> tensor<?x64xf32>
        %y = aten.log_softmax %z dim = -1 : tensor<?x64xf32> -> tensor<?x64xf32>
        %p = aten.mul %y, %g : tensor<?x64xf32>, tensor<?x64xf32> -> tensor<?x64xf32>
        %l = aten.sum %p : tensor<?x64xf32> -> tensor<f32>
        func.return %l : tensor<f32>
      }""",
}


def value_and_grad_module(text: str, wrt: tuple[int, ...], pipeline: str) -> tuple[ModuleOp, str]:
    """The module with the function of value and gradients of `@f`, lowered, and that function's name."""
    ctx = compiler_context()
    module = parse_module(ctx, text, "test.mlir")
    name = value_and_grad_function(module, "f", wrt)
    LOWERING_PASSES[pipeline]()().apply(ctx, module)
    return module, name
