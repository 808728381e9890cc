"""Python functions on tensors as programs: calling the function with handles records what it does.

    @adjoint.function
    def loss(x, w, t):
        return adjoint.aten.cross_entropy(x @ w.t(), t)

The function runs once for each combination of ranks and dtypes; every size is `?`, so a new batch size traces nothing.
Python control flow is executed while tracing: it can depend on ranks and dtypes, not on elements or sizes. Where an
operator has to know a size (into how many tensors `aten.unbind` takes one apart), it runs once for each combination of
shapes.
"""

import functools
import inspect
from collections.abc import Callable, Sequence
from typing import cast

from xdsl.dialects.builtin import FunctionType, ModuleOp, TensorType
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.ir import Attribute, SSAValue
from xdsl.rewriter import InsertPoint

from adjoint.dialects.aten.base import AnyTensorType
from adjoint.dialects.aten.tensor import Tensor, building
from adjoint.frontends.python_location import location_of_caller, location_of_function
from adjoint.runtime.errors import AdjointError, as_adjoint_error

Signature = tuple[tuple[tuple[int, ...], Attribute], ...]
"""The shape, of sizes or of `DYNAMIC_INDEX`, and the element type of every argument."""


class TracedFunction:
    """A Python function on tensors: part of a program that is being traced, or a program of its own."""

    def __init__(self, python_function: Callable[..., object]):
        """`python_function` takes tensors by position and returns a tensor, or a tuple or list of tensors."""
        functools.update_wrapper(self, python_function)
        self.python_function = python_function
        name = getattr(python_function, "__name__", "function")
        self.name = name if name.isidentifier() else "function"
        self._programs: dict[Signature, ModuleOp] = {}

    def __call__(self, *args: object) -> object:
        """Emits the function's ops into the program being traced.

        Raises AdjointError outside of tracing: arrays go through `adjoint.compile` and its neighbours.
        """
        if not any(isinstance(argument, Tensor) for argument in args):
            raise AdjointError(
                f"error: {self.name} takes tensors of a program being traced; "
                f"to run it on arrays, call adjoint.compile({self.name})(...)"
            )
        return self.python_function(*args)

    def parameter_names(self, count: int) -> list[str]:
        """The names of the first `count` positional parameters. Raises AdjointError where it cannot take that many."""
        signature = inspect.signature(self.python_function)
        try:
            bound = signature.bind(*range(count))
        except TypeError as error:
            raise AdjointError(f"error: {self.name}{signature} cannot take {count} arguments: {error}") from None
        names: list[str] = []
        for name in bound.arguments:
            variadic = signature.parameters[name].kind is inspect.Parameter.VAR_POSITIONAL
            names += [f"{name}{index}" for index in range(count - len(names))] if variadic else [name]
        return names

    def program(self, signature: Signature) -> ModuleOp:
        """The module with this function for arguments of these shapes and element types, traced once for each."""
        if signature not in self._programs:
            self._programs[signature] = self._trace(
                [TensorType(element_type, shape) for shape, element_type in signature]
            )
        return self._programs[signature]

    def _trace(self, types: Sequence[AnyTensorType]) -> ModuleOp:
        function = FuncOp(self.name, FunctionType.from_lists(types, []))
        function.location = location_of_function(self.python_function)
        block = function.body.block
        for argument, name in zip(block.args, self.parameter_names(len(types)), strict=True):
            argument.name_hint = name
        with as_adjoint_error(), building(InsertPoint.at_end(block), location_of_caller):
            returned = self.python_function(*(Tensor(argument) for argument in block.args))
        results = cast(Sequence[object], returned) if isinstance(returned, tuple | list) else [returned]
        values = [self._value(result) for result in results]
        block.add_op(ReturnOp(*values))
        function.function_type = FunctionType.from_lists(types, [value.type for value in values])
        return ModuleOp([function])

    def _value(self, result: object) -> SSAValue:
        if not isinstance(result, Tensor):
            raise AdjointError(f"error: {self.name} returned {type(result).__name__}; it must return tensors")
        return result.value
