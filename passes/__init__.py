"""IR to IR: differentiation and its optimisation, one pass a file. `ALL_PASSES` names them, imported when asked for."""

from collections.abc import Callable
from importlib import import_module

from xdsl.passes import ModulePass


def _lazily(module: str, name: str) -> Callable[[], type[ModulePass]]:
    """A function that imports the pass of this name; most runs of a tool need few of them."""

    def load() -> type[ModulePass]:
        pass_type = getattr(import_module(f"adjoint.passes.{module}"), name)
        assert issubclass(pass_type, ModulePass)
        return pass_type

    return load


ALL_PASSES: dict[str, Callable[[], type[ModulePass]]] = {
    "add-reverse": _lazily("add_reverse", "AddReversePass"),
    "convert-floats-to-f64": _lazily("convert_floats_to_f64", "ConvertFloatsToF64Pass"),
    "create-autodiff-subgraphs": _lazily("create_autodiff_subgraphs", "CreateAutodiffSubgraphsPass"),
    "decompose-aten": _lazily("decompose_aten", "DecomposeAtenPass"),
    "deduplicate-size-captures": _lazily("deduplicate_size_captures", "DeduplicateSizeCapturesPass"),
    "differentiate": _lazily("differentiate.differentiate", "DifferentiatePass"),
    "fold-sizes": _lazily("fold_sizes", "FoldSizesPass"),
    "infer-requires-grad": _lazily("infer_requires_grad", "InferRequiresGradPass"),
    "inline-autodiff-subgraphs": _lazily("inline_autodiff_subgraphs", "InlineAutodiffSubgraphsPass"),
    "inline-functions": _lazily("inline_functions", "InlineFunctionsPass"),
    "inline-reverse": _lazily("inline_reverse", "InlineReversePass"),
    "lambda-lift-reverse": _lazily("lambda_lift_reverse", "LambdaLiftReversePass"),
    "lift-constants": _lazily("lift_constants", "LiftConstantsPass"),
    "lower-tuples": _lazily("lower_tuples", "LowerTuplesPass"),
    "outline-data-sizes": _lazily("outline_data_sizes", "OutlineDataSizesPass"),
    "pack-returns": _lazily("pack_returns", "PackReturnsPass"),
    "rematerialize-captures": _lazily("rematerialize_captures", "RematerializeCapturesPass"),
    "specialize-shapes": _lazily("specialize_shapes", "SpecializeShapesPass"),
    "specialize-zeros": _lazily("specialize_zeros", "SpecializeZerosPass"),
    "symbol-dce": _lazily("symbol_dce", "SymbolDCEPass"),
    "update-requires-grad": _lazily("update_requires_grad", "UpdateRequiresGradPass"),
}
