"""Executes functions of `aten` and `autodiff` IR with eager PyTorch, op by op: what the other tests compare with.

Nothing is lowered. Each result is checked against the type that the op declares. A cotangent known to be zero, and an
absent size, is None.
"""

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

import torch
from eager_windows import WINDOWED
from philox import philox
from torch.nn import functional
from xdsl.dialects import func
from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    DenseArrayBase,
    FloatAttr,
    IndexType,
    IntegerAttr,
    StringAttr,
    TensorType,
    UnitAttr,
    bf16,
    f16,
    f32,
    f64,
    i1,
    i8,
    i16,
    i32,
    i64,
)
from xdsl.ir import Attribute, Block, Operation, SSAValue
from xdsl.rewriter import InsertPoint
from xdsl.traits import SymbolTable

from adjoint.dialects import aten, autodiff
from adjoint.dialects.aten.base import tensor_type
from adjoint.dialects.aten.tensor import building

Value = torch.Tensor | None

DTYPES: dict[Attribute, torch.dtype] = {
    f16: torch.float16,
    bf16: torch.bfloat16,
    f32: torch.float32,
    f64: torch.float64,
    i1: torch.bool,
    i8: torch.int8,
    i16: torch.int16,
    i32: torch.int32,
    i64: torch.int64,
    IndexType(): torch.int64,
}


def interpret(function: func.FuncOp, *arguments: torch.Tensor) -> tuple[torch.Tensor, ...]:
    """The results of a function. A reverse that it may have is not run."""
    block = function.body.block
    values = dict[SSAValue, Value](zip(block.args, arguments, strict=True))
    return tuple(_present(value) for value in _run(block, values))


def interpret_reverse(
    function: func.FuncOp, arguments: Sequence[torch.Tensor], cotangents: Sequence[Value]
) -> list[torch.Tensor]:
    """The cotangents of all arguments by the function's `autodiff.reverse`, given those of all results."""
    block = function.body.block
    values = dict[SSAValue, Value](zip(block.args, arguments, strict=True))
    _run(block, values)
    reverse = next(op for op in block.ops if isinstance(op, autodiff.ReverseOp))
    for argument, output in zip(reverse.body.block.args, reverse.input_vjps.get_values(), strict=True):
        values[argument] = cotangents[output]
    gradients = [torch.zeros_like(argument) for argument in arguments]
    for input, gradient in zip(reverse.output_vjps.get_values(), _run(reverse.body.block, values), strict=True):
        gradients[input] = gradients[input] if gradient is None else gradient
    return gradients


def _run(block: Block, values: dict[SSAValue, Value]) -> list[Value]:
    """Executes the ops of a block, and gives the operands of its terminator."""
    for op in block.ops:
        if isinstance(op, func.ReturnOp | autodiff.YieldOp):
            return [values[operand] for operand in op.operands]
        if isinstance(op, autodiff.ReverseOp):
            continue
        for result, value in zip(op.results, _execute(op, values), strict=True):
            _check_type(op, result, value)
            values[result] = value
    raise AssertionError("a block without a terminator")


def _execute(op: Operation, values: dict[SSAValue, Value]) -> Sequence[Value]:
    operands = [values[operand] for operand in op.operands]
    match op:
        case func.CallOp():
            callee = SymbolTable.lookup_symbol(op, op.callee)
            assert isinstance(callee, func.FuncOp)
            return interpret(callee, *(_present(operand) for operand in operands))
        case autodiff.GradOfOp():
            if all(values[cotangent] is None for cotangent in op.cotangents):
                return [None] * len(op.results)
            return _run(op.body.block, values)
        case autodiff.AccumulateOp():
            first, second = operands
            return [second if first is None else first if second is None else first + second]
        case aten.CompositeOp() if type(op) not in _OPERATORS:
            return _run_parts(op, values)
        case _:
            results = _OPERATORS[type(op)](op, *operands)
            return list(results) if isinstance(results, tuple | list) else [results]


def _run_parts(op: aten.CompositeOp, values: dict[SSAValue, Value]) -> Sequence[Value]:
    """Executes what a composition consists of."""
    block = Block()
    with building(InsertPoint.at_end(block)):
        parts = op.decompose()
    parts = [parts] if isinstance(parts, aten.Tensor) else parts
    block.add_op(autodiff.YieldOp(*(part.value for part in parts)))
    return _run(block, values)


def _check_type(op: Operation, result: SSAValue, value: Value) -> None:
    if value is None or not isinstance(result.type, TensorType):
        return
    type_ = tensor_type(result)
    assert value.dtype == DTYPES[type_.element_type], f"{op.name} declares {type_}, gave {value.dtype}"
    shape = type_.get_shape()
    assert len(shape) == value.ndim, f"{op.name} declares {type_}, gave {tuple(value.shape)}"
    for size, actual in zip(shape, value.shape, strict=True):
        assert size in (DYNAMIC_INDEX, actual), f"{op.name} declares {type_}, gave {tuple(value.shape)}"


def _present(value: Value) -> torch.Tensor:
    assert value is not None, "a cotangent known to be zero is used as a tensor"
    return value


def _python(attribute: Attribute | None) -> Any:
    """A property as PyTorch takes it. A float that is a whole number is an int, as integer tensors need it."""
    match attribute:
        case None:
            return None
        case FloatAttr():
            number = attribute.value.data
            return int(number) if number.is_integer() else number
        case IntegerAttr():
            return attribute.value.data
        case DenseArrayBase():
            return list(attribute.get_values())
        case StringAttr():
            return attribute.data
        case UnitAttr():
            return True
        case _:
            return DTYPES[attribute]


def _plain(function: Callable[..., torch.Tensor]) -> Callable[..., torch.Tensor]:
    """An op whose operands are the function's arguments."""
    return lambda op, *operands: function(*operands)


def _with(function: Callable[..., torch.Tensor], *names: str, **renamed: str) -> Callable[..., torch.Tensor]:
    """An op whose properties are the function's keyword arguments; `name=argument` where they are called otherwise."""
    arguments = {name: name for name in names} | renamed

    def call(op: Operation, *operands: torch.Tensor) -> torch.Tensor:
        return function(*operands, **{arguments[name]: _python(op.properties.get(name)) for name in arguments})

    return call


def _reduction(function: Callable[..., torch.Tensor], **renamed: str) -> Callable[..., torch.Tensor]:
    """A reduction over all dimensions where none are listed; a 0-d tensor is left to PyTorch as one of rank 1."""

    def call(op: Any, input: torch.Tensor) -> torch.Tensor:
        options = {argument: _python(op.properties.get(name)) for name, argument in renamed.items()}
        keepdim = op.keepdim is not None
        if input.ndim == 0:
            return function(input.reshape(1), dim=[0], keepdim=False, **options)
        return function(input, dim=list(op.dims), keepdim=keepdim, **options)

    return call


def _choice(function: Callable[..., Any], *names: str) -> Callable[..., Any]:
    """What is chosen along a dimension, and where it is."""

    def call(op: Any, input: torch.Tensor) -> Any:
        options = {name: _python(op.properties[name]) for name in names}
        return function(input, **options, dim=_python(op.dim), keepdim=op.keepdim is not None)

    return call


def _prod(op: Any, input: torch.Tensor) -> torch.Tensor:
    keepdim = op.keepdim is not None
    if len(op.dims) == 1:
        return torch.prod(input, op.dims[0], keepdim)
    product = torch.prod(input)
    return product.reshape([1] * input.ndim) if keepdim else product


def _scan(function: Callable[..., torch.Tensor]) -> Callable[..., torch.Tensor]:
    """A scan, from the end where the op says so."""

    def call(op: Any, *operands: torch.Tensor) -> torch.Tensor:
        dim = op.scanned_dim
        if op.reverse is None or not operands[0].ndim:
            return function(*operands, dim)
        return function(*(operand.flip(dim) for operand in operands), dim).flip(dim)

    return call


def _linear_recurrence(input: torch.Tensor, factor: torch.Tensor, dim: int) -> torch.Tensor:
    if not input.numel() or not input.ndim:
        return input
    steps: list[torch.Tensor] = []
    for x, by in zip(input.unbind(dim), factor.unbind(dim), strict=True):
        steps.append(x + by * steps[-1] if steps else x)
    return torch.stack(steps, dim)


def _shift(op: Any, input: torch.Tensor) -> torch.Tensor:
    dim, offset, fill = op.shifted_dim, _python(op.offset), _python(op.fill_value)
    if not input.ndim:
        return torch.full_like(input, fill)
    dropped = min(abs(offset), input.shape[dim])
    kept = input.narrow(dim, 0 if offset > 0 else dropped, input.shape[dim] - dropped)
    filled = torch.full_like(input.narrow(dim, 0, dropped), fill)
    return torch.cat([filled, kept] if offset > 0 else [kept, filled], dim)


def _target(op: Any, size: torch.Tensor | None) -> list[int]:
    """The target shape of an op, from its operand or its property."""
    return list(op.static_size.get_values()) if size is None else size.tolist()


def _constant(op: aten.ConstantOp) -> torch.Tensor:
    type_ = tensor_type(op.result)
    values = list(op.value.get_values())
    shape = type_.get_shape()
    return torch.tensor(values * (prod(shape) if len(values) == 1 else 1), dtype=DTYPES[type_.element_type]).view(shape)


def _full(op: aten.FullOp, size: torch.Tensor | None = None) -> torch.Tensor:
    dtype = DTYPES[op.fill_value.type]
    return torch.full(_target(op, size), op.fill_value.value.data, dtype=dtype)


def _filled(op: Any, size: torch.Tensor | None = None) -> torch.Tensor:
    return torch.full(_target(op, size), op.FILL_VALUE, dtype=DTYPES[op.dtype])


def _split(op: Any, input: torch.Tensor) -> Sequence[torch.Tensor]:
    return torch.split(input, list(op.part_sizes), op.split_dim)


def _pad(op: Any, input: torch.Tensor) -> torch.Tensor:
    mode = _python(op.mode)
    value = _python(op.value) if mode == "constant" else None
    return functional.pad(input, _python(op.pad), mode, value)


def _unfold_arguments(op: Any) -> list[int]:
    return [_python(op.dimension), _python(op.window_size), _python(op.step)]


def _slice(op: Any, input: torch.Tensor) -> torch.Tensor:
    return torch.ops.aten.slice(input, *(_python(op.properties.get(name)) for name in ("dim", "start", "end", "step")))


def _slice_backward(op: Any, grad_output: torch.Tensor, size: torch.Tensor | None = None) -> torch.Tensor:
    result = grad_output.new_zeros(_target(op, size))
    _slice(op, result).copy_(grad_output)
    return result


def _select_backward(op: Any, grad_output: torch.Tensor, size: torch.Tensor | None = None) -> torch.Tensor:
    result = grad_output.new_zeros(_target(op, size))
    result.select(_python(op.dim), _python(op.index)).copy_(grad_output)
    return result


def _narrow(op: Any, input: torch.Tensor, start: torch.Tensor, length: torch.Tensor) -> torch.Tensor:
    return input.narrow(_python(op.dim), int(start), int(length))


def _narrow_backward(
    op: Any, grad_output: torch.Tensor, start: torch.Tensor, size: torch.Tensor | None = None
) -> torch.Tensor:
    result, dim = grad_output.new_zeros(_target(op, size)), _python(op.dim)
    result.narrow(dim, int(start), grad_output.shape[dim]).copy_(grad_output)
    return result


def _index_list(op: Any, indices: Sequence[torch.Tensor], other: Any) -> list[Any]:
    """ATen's list of indices, with what stands for a dimension that is not indexed."""
    present = dict(zip(op.dims.get_values(), indices, strict=True))
    return [present.get(dim, other) for dim in range(max(present) + 1)]


def _index_put(op: Any, input: torch.Tensor, *operands: torch.Tensor) -> torch.Tensor:
    *indices, values = operands
    return torch.ops.aten.index_put(input, _index_list(op, indices, None), values, op.accumulate is not None)


def _scatter(op: Any, input: torch.Tensor, index: torch.Tensor, src: torch.Tensor) -> torch.Tensor:
    options = {} if op.reduce is None else {"reduce": op.reduce.data}
    return torch.scatter(input, _python(op.dim), index.to(torch.int64), src, **options)


def _embedding_dense_backward(
    op: Any, grad_output: torch.Tensor, indices: torch.Tensor, size: torch.Tensor | None = None
) -> torch.Tensor:
    rows, padding = _target(op, size)[0], _python(op.padding_idx)
    result = grad_output.new_zeros(_target(op, size))
    kept = (indices != padding).flatten() if padding >= 0 else torch.ones(indices.numel(), dtype=torch.bool)
    assert bool(((indices >= 0) & (indices < rows)).all()), "an index is out of range"
    return result.index_add(0, indices.flatten()[kept], grad_output.reshape(kept.numel(), result.shape[1])[kept])


def _power(op: aten.PowOp, input: torch.Tensor, exponent: torch.Tensor) -> torch.Tensor:
    """A constant is a number of the program, for which PyTorch has its own: `x ** 0.5` is the square root."""
    is_number = isinstance(op.exponent.owner, aten.ConstantOp) and not exponent.ndim
    return torch.pow(input, exponent.item() if is_number else exponent)


def _clamp_by_tensors(op: aten.ClampTensorOp, input: torch.Tensor, *bounds: torch.Tensor) -> torch.Tensor:
    return torch.clamp(input, None if op.min is None else bounds[0], None if op.max is None else bounds[-1])


def _linear(input: torch.Tensor, weight: torch.Tensor, bias: Value = None) -> torch.Tensor:
    """PyTorch's own takes no bias for some weights of rank 1."""
    product = input @ (weight.mT if weight.ndim == 2 else weight)
    return product if bias is None else product + bias


def _layer_norm(op: Any, input: torch.Tensor, *parameters: torch.Tensor) -> torch.Tensor:
    given = iter(parameters)
    weight = None if op.weight is None else next(given)
    bias = None if op.bias is None else next(given)
    return functional.layer_norm(input, _python(op.normalized_shape), weight, bias, op.eps.value.data)


def _convolution(op: aten.ConvolutionOp, *operands: torch.Tensor) -> torch.Tensor:
    input, weight, bias = (*operands, None)[:3]
    window, transposed = op.windows, op.transposed is not None
    extra = list(op.extra_sizes)
    return torch.convolution(
        input, weight, bias, window.stride, window.padding, window.dilation, transposed, extra, window.groups
    )


def _convolution_backward(op: Any, grad_output: torch.Tensor, other: torch.Tensor, *size: torch.Tensor) -> torch.Tensor:
    """Of a convolution with the tensor that is asked for in place of its argument, which is only looked at."""
    window, like = op.windows, grad_output.new_empty(_target(op, *size or [None]))
    is_input = isinstance(op, aten.ConvolutionBackwardInputOp)
    input, weight = (like, other) if is_input else (other, like)
    lists = [list(each) for each in (window.stride, window.padding, window.dilation)]
    # Places that the output does not have count as zeros: PyTorch wants all of them.
    places = window.places(input.shape[2:], weight.shape[2:])
    missing = [size - given for size, given in zip(places, grad_output.shape[2:], strict=True)]
    grad_output = functional.pad(grad_output, [pad for size in reversed(missing) for pad in (0, size)])
    mask, extra = [is_input, not is_input, False], [0] * len(window.stride)
    gradients = torch.ops.aten.convolution_backward(
        grad_output, input, weight, None, *lists, False, extra, window.groups, mask
    )
    return gradients[0 if is_input else 1]


def _nll_loss(op: Any, input: torch.Tensor, target: torch.Tensor, weight: Value = None) -> torch.Tensor:
    return functional.nll_loss(
        input, target.long(), weight, ignore_index=_python(op.ignore_index), reduction=_python(op.reduction)
    )


def _nll_loss_forward(op: Any, input: torch.Tensor, target: torch.Tensor, weight: Value = None) -> list[torch.Tensor]:
    """PyTorch's own gives the total weight only where the reduction is a mean."""
    counted = target[target != _python(op.ignore_index)].long()
    weights = torch.ones(counted.shape, dtype=input.dtype) if weight is None else weight[counted]
    return [_nll_loss(op, input, target, weight), weights.sum()]


def _dropout(op: aten.DropoutOp, input: torch.Tensor, seed: torch.Tensor) -> torch.Tensor:
    return input if op.train is None else input * _dropout_mask(op, input, seed)


def _dropout_mask(op: Any, input: torch.Tensor, seed: torch.Tensor) -> torch.Tensor:
    p = op.p.value.data
    words = torch.tensor(philox(int(seed), _python(op.offset), input.numel())[0].tolist(), dtype=torch.float64)
    kept = (words / 2**32 >= p).reshape(input.shape).to(input.dtype)
    return kept / (1 - p) if p < 1 else kept * 0


def _size_if_not_equal(op: Operation, size: torch.Tensor, other: torch.Tensor) -> Value:
    return None if size.tolist() == other.tolist() else size


def _grad_sum_to_size(op: Any, input: torch.Tensor, size: Value = None) -> torch.Tensor:
    if op.size is not None and size is None:
        return input
    return input.sum_to_size(tensor_type(op.result).get_shape() if size is None else size.tolist())


_OPERATORS: dict[type[Operation], Callable[..., Value]] = {
    **{
        op_type: _plain(getattr(torch, op_type.name.removeprefix("aten.")))
        for op_type in (
            *(aten.AbsOp, aten.NegOp, aten.ExpOp, aten.Expm1Op, aten.LogOp, aten.Log1pOp, aten.SqrtOp, aten.RsqrtOp),
            *(aten.ReciprocalOp, aten.SinOp, aten.CosOp, aten.TanhOp, aten.SigmoidOp, aten.ReluOp, aten.ErfOp),
            *(aten.MulOp, aten.MaximumOp, aten.MinimumOp, aten.FmaxOp, aten.FminOp, aten.WhereOp),
            *(aten.TanOp, aten.AsinOp, aten.AcosOp, aten.AtanOp, aten.SinhOp, aten.CoshOp, aten.AsinhOp, aten.AcoshOp),
            *(aten.AtanhOp, aten.Atan2Op, aten.HypotOp, aten.Exp2Op, aten.Log2Op, aten.Log10Op, aten.ErfcOp),
            *(aten.ErfinvOp, aten.LgammaOp, aten.DigammaOp, aten.SincOp, aten.LogaddexpOp, aten.XlogyOp),
            *(aten.CeilOp, aten.FloorOp, aten.TruncOp, aten.FracOp, aten.SignOp, aten.SgnOp, aten.CopysignOp),
            *(aten.FmodOp, aten.RemainderOp, aten.IsfiniteOp, aten.IsinfOp, aten.IsnanOp, aten.LogicalNotOp),
            *(aten.LogicalAndOp, aten.LogicalOrOp, aten.LogicalXorOp, aten.BitwiseNotOp, aten.BitwiseAndOp),
            *(aten.BitwiseOrOp, aten.BitwiseXorOp),
            *(aten.LtOp, aten.LeOp, aten.GtOp, aten.GeOp, aten.EqOp, aten.NeOp),
            *(aten.MmOp, aten.MvOp, aten.BmmOp, aten.DotOp, aten.MatmulOp, aten.TOp, aten.ZerosLikeOp, aten.OnesLikeOp),
        )
    },
    aten.PowOp: _power,
    aten.DivOp: _with(torch.div, "rounding_mode"),
    aten.RoundOp: _with(torch.round, "decimals"),
    aten.LogitOp: _with(torch.logit, "eps"),
    aten.PolygammaOp: lambda op, input: torch.polygamma(_python(op.n), input),
    aten.ClampTensorOp: _clamp_by_tensors,
    aten.SiluOp: _plain(functional.silu),
    aten.GeluOp: _with(functional.gelu, "approximate"),
    aten.HardsigmoidOp: _plain(functional.hardsigmoid),
    aten.HardswishOp: _plain(functional.hardswish),
    aten.LogSigmoidOp: _plain(functional.logsigmoid),
    aten.HardshrinkOp: _with(functional.hardshrink, "lambd"),
    aten.SoftshrinkOp: _with(functional.softshrink, "lambd"),
    aten.HardtanhOp: _with(functional.hardtanh, "min_val", "max_val"),
    aten.LeakyReluOp: _with(functional.leaky_relu, "negative_slope"),
    aten.ThresholdOp: _with(functional.threshold, "threshold", "value"),
    aten.EluOp: _with(torch.ops.aten.elu, "alpha", "scale", "input_scale"),
    aten.SoftplusOp: _with(functional.softplus, "beta", "threshold"),
    aten.AddcmulOp: _with(torch.addcmul, "value"),
    aten.AddcdivOp: _with(torch.addcdiv, "value"),
    aten.LerpOp: _plain(torch.lerp),
    aten.ClampOp: _with(torch.clamp, "min", "max"),
    aten.ToOp: _with(torch.Tensor.to, "dtype"),
    aten.AddOp: _with(torch.add, "alpha"),
    aten.SubOp: _with(torch.sub, "alpha"),
    aten.RsubOp: _with(torch.rsub, "alpha"),
    aten.SumOp: _reduction(torch.sum),
    aten.MeanOp: _reduction(torch.mean),
    aten.VarOp: _reduction(torch.var, correction="correction"),
    aten.StdOp: _reduction(torch.std, correction="correction"),
    aten.ProdOp: _prod,
    aten.AllOp: _reduction(torch.all),
    aten.AnyOp: _reduction(torch.any),
    aten.LinalgVectorNormOp: _reduction(torch.linalg.vector_norm, ord="ord"),
    aten.MaxDimOp: _choice(torch.max),
    aten.MinDimOp: _choice(torch.min),
    aten.MedianDimOp: _choice(torch.median),
    aten.KthvalueOp: _choice(torch.kthvalue, "k"),
    aten.MedianOp: _plain(torch.median),
    aten.SortOp: lambda op, input: torch.sort(
        input, dim=_python(op.dim), descending=op.descending is not None, stable=True
    ),
    aten.TopkOp: lambda op, input: torch.topk(input, _python(op.k), _python(op.dim), bool(op.largest)),
    aten.CumsumOp: _scan(torch.cumsum),
    aten.CumprodOp: _scan(torch.cumprod),
    aten.LinearRecurrenceOp: _scan(_linear_recurrence),
    aten.ShiftOp: _shift,
    aten.AmaxOp: _reduction(torch.amax),
    aten.AminOp: _reduction(torch.amin),
    aten.LogsumexpOp: _reduction(torch.logsumexp),
    aten.SoftmaxOp: _with(torch.softmax, "dim"),
    aten.LogSoftmaxOp: _with(torch.log_softmax, "dim"),
    aten.LayerNormOp: _layer_norm,
    aten.LinearOp: _plain(_linear),
    aten.AddmmOp: _with(torch.addmm, "alpha", "beta"),
    aten.TransposeOp: _with(torch.transpose, "dim0", "dim1"),
    aten.PermuteOp: _with(torch.permute, "dims"),
    aten.ReshapeOp: lambda op, input, size=None: input.reshape(_target(op, size)),
    aten.ViewOp: lambda op, input, size=None: input.reshape(_target(op, size)),
    aten.ExpandOp: lambda op, input, size=None: input.expand(_target(op, size)),
    aten.FlattenOp: _with(torch.flatten, "start_dim", "end_dim"),
    aten.SqueezeOp: lambda op, input: input.squeeze(op.dims),
    aten.UnsqueezeOp: _with(torch.unsqueeze, "dim"),
    aten.CatOp: lambda op, *tensors: torch.cat(tensors, _python(op.dim)),
    aten.BitwiseAndOp: _plain(torch.bitwise_and),
    aten.BitwiseOrOp: _plain(torch.bitwise_or),
    aten.BitwiseXorOp: _plain(torch.bitwise_xor),
    aten.MovedimOp: lambda op, input: input.permute(op.permutation),
    aten.UnflattenOp: _with(torch.unflatten, "dim", "sizes"),
    **dict.fromkeys((aten.SplitOp, aten.SplitWithSizesOp), _split),
    aten.ChunkOp: _with(torch.chunk, "chunks", "dim"),
    aten.UnbindOp: _with(torch.unbind, "dim"),
    aten.FlipOp: _with(torch.flip, "dims"),
    aten.RollOp: _with(torch.roll, "shifts", "dims"),
    aten.PadOp: _pad,
    aten.TrilOp: _with(torch.tril, "diagonal"),
    aten.TriuOp: _with(torch.triu, "diagonal"),
    aten.DiagonalOp: _with(torch.diagonal, "offset", "dim1", "dim2"),
    aten.DiagonalBackwardOp: lambda op, g, size=None: torch.ops.aten.diagonal_backward(
        g, _target(op, size), _python(op.offset), _python(op.dim1), _python(op.dim2)
    ),
    aten.UnfoldOp: lambda op, input: input.unfold(*_unfold_arguments(op)),
    aten.UnfoldBackwardOp: lambda op, g, size=None: torch.ops.aten.unfold_backward(
        g, _target(op, size), *_unfold_arguments(op)
    ),
    aten.Im2colOp: _with(functional.unfold, "kernel_size", "dilation", "padding", "stride"),
    aten.Col2imOp: lambda op, input, size=None: functional.fold(
        input, _target(op, size), *(_python(each) for each in (op.kernel_size, op.dilation, op.padding, op.stride))
    ),
    aten.SliceOp: _slice,
    aten.SelectOp: _with(torch.select, "dim", "index"),
    aten.NarrowOp: _narrow,
    aten.GatherOp: lambda op, input, index: torch.gather(input, _python(op.dim), index.to(torch.int64)),
    aten.EmbeddingOp: lambda op, weight, indices: weight[indices],
    aten.IndexOp: lambda op, input, *indices: input[tuple(_index_list(op, indices, slice(None)))],
    aten.IndexPutOp: _index_put,
    aten.NonzeroOp: lambda op, input, count=None: torch.nonzero(input),
    aten.IndexSelectOp: lambda op, input, index: torch.index_select(input, _python(op.dim), index),
    aten.IndexAddOp: lambda op, input, index, source: torch.index_add(
        input, _python(op.dim), index, source, alpha=_python(op.alpha)
    ),
    aten.IndexCopyOp: lambda op, input, index, source: torch.index_copy(
        input, _python(op.dim), index.to(torch.int64), source
    ),
    aten.ScatterOp: _scatter,
    aten.ScatterAddOp: lambda op, input, index, src: torch.scatter_add(input, _python(op.dim), index, src),
    aten.SliceBackwardOp: _slice_backward,
    aten.SelectBackwardOp: _select_backward,
    aten.NarrowBackwardOp: _narrow_backward,
    aten.EmbeddingDenseBackwardOp: _embedding_dense_backward,
    aten.NllLossOp: _nll_loss,
    aten.NllLossForwardOp: _nll_loss_forward,
    aten.CrossEntropyOp: lambda op, input, target, weight=None: functional.cross_entropy(
        input,
        target if target.is_floating_point() else target.long(),
        weight,
        ignore_index=_python(op.ignore_index),
        reduction=_python(op.reduction),
        label_smoothing=op.label_smoothing.value.data,
    ),
    aten.ConvolutionOp: _convolution,
    aten.ConvolutionBackwardInputOp: _convolution_backward,
    aten.ConvolutionBackwardWeightOp: _convolution_backward,
    aten.BinaryCrossEntropyLossesOp: lambda op, input, target: functional.binary_cross_entropy(
        input, target, reduction="none"
    ),
    aten.BinaryCrossEntropyWithLogitsLossesOp: lambda op, input, target, pos_weight=None: (
        functional.binary_cross_entropy_with_logits(input, target, reduction="none", pos_weight=pos_weight)
    ),
    aten.DropoutOp: _dropout,
    aten.DropoutMaskOp: _dropout_mask,
    aten.ConstantOp: _constant,
    aten.FullOp: _full,
    **dict.fromkeys((aten.ZerosOp, aten.OnesOp, aten.EmptyOp), _filled),
    aten.EmptyLikeOp: lambda op, input: torch.zeros_like(input),
    aten.FullLikeOp: lambda op, input: torch.full(
        input.shape, op.fill_value.value.data, dtype=DTYPES[op.fill_value.type]
    ),
    aten.ArangeOp: lambda op: torch.arange(*op.numbers, dtype=DTYPES[op.dtype]),
    aten.LinspaceOp: lambda op, *bounds: torch.linspace(*bounds, _python(op.steps), dtype=DTYPES[op.dtype]),
    aten.DimArangeOp: lambda op, like: torch.arange(like.shape[_python(op.dim)]),
    aten.SizeOp: lambda op, input: torch.tensor(input.shape, dtype=torch.int64),
    **WINDOWED,
    autodiff.ZeroOp: lambda op: None,
    autodiff.NoSizeOp: lambda op: None,
    autodiff.AnyNonzeroOp: lambda op, *cotangents: torch.tensor(any(each is not None for each in cotangents)),
    autodiff.SizeIfNotEqualOp: _size_if_not_equal,
    autodiff.GradSumToSizeOp: _grad_sum_to_size,
}
