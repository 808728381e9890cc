"""Calls of PyTorch's operators in a TorchScript graph, on references to tensors.

Where all is known, PyTorch computes the result while importing. Else the call becomes ops of the program. What an
operator's schema says of aliases decides whether its result is a view, and what it changes in place.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, cast

import torch
from torch._ops import OpOverload
from xdsl.dialects.builtin import DYNAMIC_INDEX

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from adjoint.frontends.torch.element_types import ELEMENT_TYPES
from adjoint.frontends.torch.operators import UnsupportedOperatorError, apply, is_supported
from adjoint.frontends.torch.script_decompositions import decomposed, has_decomposition
from adjoint.frontends.torch.script_ir import schema_of
from adjoint.frontends.torch.script_queries import dtype_of_number
from adjoint.frontends.torch.script_values import Content, TensorReference, Value, View, is_known, mapped
from adjoint.frontends.torch.script_views import UNCERTAIN_VIEWS, put_of

_FOLDED_ELEMENTS = 256
"""Tensors of at most so many elements are computed while importing."""


@cache
def overload_of(schema: str) -> OpOverload | None:
    """The operator of a schema, as a node of a graph spells it; None for one of TorchScript alone."""
    namespace, _, name = schema.partition("(")[0].partition("::")
    name, _, overload = name.partition(".")
    packet = getattr(getattr(torch.ops, namespace), name, None)
    found = getattr(packet, overload or "default", None)
    return cast(OpOverload, found) if isinstance(found, OpOverload) else None


def is_importable(operator: OpOverload) -> bool:
    """Whether calls of the operator on tensors of a program can be imported, if the arguments can."""
    named = _base_name(operator) in _IN_PLACE or operator in _WITH_STATE
    return named or is_supported(operator) or has_decomposition(operator)


def gives_tensors(operator: OpOverload) -> bool:
    """Whether tensors are among its results."""
    return any("Tensor" in str(each.type) for each in schema_of(operator).returns)


def executed(operator: OpOverload, values: Sequence[Value]) -> Any:
    """What PyTorch gives now, for values that are all known."""
    pairs = list(zip(schema_of(operator).arguments, values, strict=False))
    positional = [value for argument, value in pairs if not argument.kwarg_only]
    return operator(*positional, **{argument.name: value for argument, value in pairs if argument.kwarg_only})


class OperatorCalls:
    """Calls operators for a program that is being built."""

    def __init__(self, constant: Callable[[torch.Tensor], Tensor], seed: Callable[[], Tensor]):
        """`constant` gives the tensor of the program for a known one, `seed` the seed of random numbers."""
        self._constant = constant
        self._seed = seed
        self.is_detached = False
        """Whether results have no gradient, as within `torch.no_grad()`."""

    def handle(self, reference: TensorReference) -> Tensor:
        """The tensor of the program that a reference stands for."""
        content = reference.content
        return self._constant(content) if isinstance(content, torch.Tensor) else content

    def call(self, operator: OpOverload, inputs: Sequence[Value]) -> Value:
        """The result. Raises UnsupportedOperatorError, VerifyException, or what PyTorch does."""
        schema = schema_of(operator)
        written = [index for index, argument in enumerate(schema.arguments) if argument.is_write]
        if operator in _WITH_STATE:
            result = _WITH_STATE[operator](self, inputs)
            if result is not None:
                return result
        compute = self._computation(operator, inputs)
        if written:
            if written != [0] or not isinstance(inputs[0], TensorReference):
                raise UnsupportedOperatorError("it writes to an argument that it is given for that")
            target = inputs[0]
            target.content = self._fitting(compute(target.content), target.content)
            return target
        base = self._viewed(operator, inputs)
        if base is None:
            return mapped_contents(compute(None))
        return self._views(operator, inputs, base, compute)

    def _computation(self, operator: OpOverload, inputs: Sequence[Value]) -> Callable[[Content | None], Any]:
        """The call as a function of the first argument, of the elements that it has then if it is None."""

        def computed(first: Content | None) -> Any:
            arguments = list(inputs)
            if first is not None:
                arguments[0] = TensorReference(first)
            results = self._executed(operator, arguments) if _is_foldable(operator, arguments) else None
            return self._emitted(operator, arguments) if results is None else results

        return computed

    def _executed(self, operator: OpOverload, inputs: Sequence[Value]) -> Value:
        with torch.no_grad():
            return executed(
                operator, [mapped(each, lambda tensor: cast(torch.Tensor, tensor.content).clone()) for each in inputs]
            )

    def _emitted(self, operator: OpOverload, inputs: Sequence[Value]) -> Value:
        arguments = [mapped(each, self.handle) for each in inputs]
        for index, argument in enumerate(schema_of(operator).arguments[: len(arguments)]):
            number = arguments[index]
            if "ScalarType" in str(argument.real_type) and isinstance(number, int):
                arguments[index] = dtype_of_number(number)
        in_place = _IN_PLACE.get(_base_name(operator))
        if in_place is not None:
            result: Value = in_place(*arguments)
        elif is_supported(operator):
            result = apply(operator, arguments, {}, seed=self._seed)
        else:
            result = decomposed(operator, arguments, self._constant, self._seed)
        return self._detached(result) if self.is_detached else result

    def _detached(self, result: Value) -> Value:
        match result:
            case Tensor():
                return aten.detach(result)
            case list() | tuple():
                return [self._detached(each) for each in cast(Sequence[Value], result)]
            case _:
                return result

    def _fitting(self, result: Content, target: Content) -> Content:
        """The result as elements of the tensor that it is written to."""
        if isinstance(result, torch.Tensor) and isinstance(target, torch.Tensor):
            return result
        result = self._constant(result) if isinstance(result, torch.Tensor) else result
        dtype = ELEMENT_TYPES[target.dtype] if isinstance(target, torch.Tensor) else target.dtype
        sizes = zip(result.shape, target.shape, strict=False)
        if result.ndim != target.ndim or any(one != other for one, other in sizes if DYNAMIC_INDEX not in (one, other)):
            raise UnsupportedOperatorError(
                f"the result of shape {list(result.shape)} does not fit into the tensor of shape {list(target.shape)}"
            )
        return result if result.dtype == dtype else result.to(dtype)

    def _viewed(self, operator: OpOverload, inputs: Sequence[Value]) -> TensorReference | None:
        """The argument that the results are views of."""
        schema = schema_of(operator)
        if not any(each.alias_info is not None for each in schema.returns):
            return None
        first = inputs[0] if inputs and schema.arguments[0].alias_info is not None else None
        return first if isinstance(first, TensorReference) else None

    def _views(
        self,
        operator: OpOverload,
        inputs: Sequence[Value],
        base: TensorReference,
        compute: Callable[[Content | None], Any],
    ) -> Value:
        name = _base_name(operator)
        put = put_of(name, inputs)
        results = compute(None)

        def write(old: Content, new: Content) -> Content:
            assert put is not None
            known = [self._constant(each) if isinstance(each, torch.Tensor) else each for each in (old, new)]
            return put(*known)

        def view(content: Content, take: Callable[[Content], Content]) -> TensorReference:
            if name in UNCERTAIN_VIEWS and content.dtype != base.content.dtype:
                return TensorReference(content)
            is_certain = name not in UNCERTAIN_VIEWS
            return TensorReference(content, View(base, take, write if put else None, is_certain))

        if isinstance(results, Tensor | torch.Tensor):
            return view(results, compute)
        if isinstance(results, list | tuple):
            pieces = cast(Sequence[Content], results)
            return [view(piece, lambda content, i=i: compute(content)[i]) for i, piece in enumerate(pieces)]
        return results


def mapped_contents(results: Any) -> Value:
    """The results of an operator with references to their tensors."""
    match results:
        case Tensor() | torch.Tensor():
            return TensorReference(results)
        case list():
            return [mapped_contents(each) for each in cast(list[Any], results)]
        case tuple():
            return tuple(mapped_contents(each) for each in cast(tuple[Any, ...], results))
        case _:
            return results


def _base_name(operator: OpOverload) -> str:
    return schema_of(operator).name.removeprefix("aten::")


def _is_foldable(operator: OpOverload, inputs: Sequence[Value]) -> bool:
    """Whether PyTorch is to compute it now: all is known, small, and the same at each call."""
    if torch.Tag.nondeterministic_seeded in operator.tags or not all(map(is_known, inputs)):
        return False
    tensors: list[torch.Tensor] = []

    def found(reference: TensorReference) -> None:
        tensors.append(cast(torch.Tensor, reference.content))

    for each in inputs:
        mapped(each, found)
    if gives_tensors(operator) and not tensors:
        return False
    return all(tensor.numel() <= _FOLDED_ELEMENTS for tensor in tensors)


def _copied(target: Tensor, source: Tensor, non_blocking: bool = False) -> Tensor:
    return aten.expand_as(source.to(target.dtype), target)


def _filled(target: Tensor, value: Any) -> Tensor:
    return _copied(target, value) if isinstance(value, Tensor) else aten.full_like(target, value)


_IN_PLACE: dict[str, Callable[..., Tensor]] = {
    "copy_": _copied,
    "fill_": _filled,
    "zero_": aten.zeros_like,
}
"""What is only ever done in place."""


def _batch_norm(calls: OperatorCalls, inputs: Sequence[Value]) -> Value:
    """Batch norm in training changes its running statistics, which its schema does not tell."""
    input, weight, bias, running_mean, running_var, training, momentum, eps = inputs[:8]
    if not training or not isinstance(running_mean, TensorReference) or not isinstance(running_var, TensorReference):
        return None
    tensors = [None if each is None else calls.handle(cast(TensorReference, each)) for each in (input, weight, bias)]
    mean, var = calls.handle(running_mean), calls.handle(running_var)
    result, _, _, running_mean.content, running_var.content = aten.native_batch_norm_legit_functional(
        cast(Tensor, tensors[0]), tensors[1], tensors[2], mean, var, True, cast(float, momentum), cast(float, eps)
    )
    return TensorReference(aten.detach(result) if calls.is_detached else result)


def _instance_norm(calls: OperatorCalls, inputs: Sequence[Value]) -> Value:
    """Its running statistics are updated by the means over the samples of what each sample has."""
    input, weight, bias, running_mean, running_var, training, momentum, eps = inputs[:8]
    if not training or not isinstance(running_mean, TensorReference) or not isinstance(running_var, TensorReference):
        return None
    tensors = [None if each is None else calls.handle(cast(TensorReference, each)) for each in (input, weight, bias)]
    x, share = cast(Tensor, tensors[0]), cast(float, momentum)
    result = aten.instance_norm(x, None, None, tensors[1], tensors[2], True, share, cast(float, eps))
    dims, detached = list(range(2, x.ndim)), aten.detach(x)
    for running, new in ((running_mean, detached.mean(dims)), (running_var, detached.var(dims))):
        old = calls.handle(running)
        running.content = (old * (1 - share) + new.mean(0) * share).to(old.dtype)
    return TensorReference(aten.detach(result) if calls.is_detached else result)


_WITH_STATE: dict[OpOverload, Callable[[OperatorCalls, Sequence[Value]], Value]] = {
    torch.ops.aten.batch_norm.default: _batch_norm,
    torch.ops.aten.instance_norm.default: _instance_norm,
}
"""Operators that change arguments without saying so; they give None where they do not, in these arguments."""
