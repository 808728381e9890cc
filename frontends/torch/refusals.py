"""Why an operation of a graph is not supported, where there is more to say than its name."""

from collections.abc import Mapping, Sequence

from adjoint.frontends.torch.operators import Operator, schema_of

_CONTROL_FLOW = (
    "control flow that depends on data is not supported: both sides can be computed, and torch.where chooses"
)

_NUMBER = "the program takes a number out of a tensor, which is known only at run time: keep it a tensor"

_LOOP = "a loop over a size that is known only at run time is not supported"

_REASONS: Mapping[str, str] = {
    "aten._local_scalar_dense.default": _NUMBER,
    "aten.item.default": _NUMBER,
    "cond": _CONTROL_FLOW,
    "while_loop": _CONTROL_FLOW,
    "map_impl": _LOOP,
    "scan": _LOOP,
}


def reason_of(name: str) -> str:
    """Why the operation of this name is not supported."""
    return _REASONS.get(name, "the operator is not supported")


def changed_in_place(operator: Operator, arguments: Sequence[object]) -> str | None:
    """What the operator changes in place, None where it changes nothing.

    Of batch normalisation in training PyTorch's schemas do not say that it changes its running statistics.
    """
    schema = schema_of(operator)
    given = dict(zip((each.name for each in schema.arguments), arguments, strict=False))
    if schema.is_mutable:
        return "an argument"
    statistics = given.get("running_mean") is not None or given.get("running_var") is not None
    in_training = given.get("training") is True or given.get("use_input_stats") is True
    if statistics and in_training and not any("running_mean" in (each.name or "") for each in schema.returns):
        return "its running statistics"
    return None
