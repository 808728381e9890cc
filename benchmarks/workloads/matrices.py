"""Matrix products: a small one, a multilayer perceptron, an LSTM, attention."""

from collections.abc import Callable

from benchmarks.operators import Operators, Tensor
from benchmarks.workload import Workload, matrix_product_flops


def product(ops: Operators, a: Tensor, b: Tensor) -> Tensor:
    return (a @ b).sum()


def perceptron(ops: Operators, x: Tensor, *parameters_and_labels: Tensor) -> Tensor:
    *parameters, labels = parameters_and_labels
    *hidden, (weight, bias) = zip(parameters[::2], parameters[1::2], strict=True)
    for each, each_bias in hidden:
        x = ops.relu(ops.linear(x, each, each_bias))
    return ops.nll_loss(ops.log_softmax(ops.linear(x, weight, bias)), labels)


def digits(ops: Operators, x: Tensor, w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor, labels: Tensor) -> Tensor:
    hidden = ops.gelu(ops.linear(x, w1, b1))
    return ops.nll_loss(ops.log_softmax(ops.linear(hidden, w2, b2)), labels)


def lstm(ops: Operators, x: Tensor, h: Tensor, c: Tensor, wi: Tensor, wh: Tensor, b: Tensor, steps: int) -> Tensor:
    for step in range(steps):
        gates = ops.linear(x[step], wi, b) + ops.linear(h, wh)
        input, forget, cell, output = ops.chunk(gates, 4)
        c = ops.sigmoid(forget) * c + ops.sigmoid(input) * ops.tanh(cell)
        h = ops.sigmoid(output) * ops.tanh(c)
    return h.sum()


def attention(ops: Operators, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    return (ops.softmax((q @ ops.transpose(k)) * 0.125) @ v).sum()  # Inductor of PyTorch 2.13 fails at `/ 8`


def weighted_attention(ops: Operators, q: Tensor, k: Tensor, v: Tensor, m: Tensor) -> Tensor:
    return (ops.softmax((q @ ops.transpose(k)) * 0.125) @ v * m).sum()


def _product(
    name: str, rows: int, inner: int, columns: int, dtype: str = "float32", goal: float | None = None
) -> Workload:
    flops = matrix_product_flops(rows, columns, inner, 0)  # the gradients of a sum are sums of rows and columns
    about = f"sum(a b), {rows}×{inner} by {inner}×{columns}"
    return Workload(
        name, about, product, ((rows, inner), (inner, columns)), (0, 1), matrix_flops=flops, dtype=dtype, goal=goal
    )


def _perceptron(
    name: str,
    batch: int,
    *widths: int,
    function: Callable[..., Tensor] = perceptron,
    dtype: str = "float32",
    goal: float | None = None,
) -> Workload:
    layers = list(zip(widths, widths[1:], strict=False))
    shapes = [(batch, widths[0])] + [shape for inner, outer in layers for shape in ((outer, inner), (outer,))]
    # The input has no gradient, so the first layer has one product less.
    flops = sum(
        matrix_product_flops(batch, outer, inner, 2 if index else 1) for index, (inner, outer) in enumerate(layers)
    )
    return Workload(
        name,
        f"{'-'.join(map(str, widths))}, cross entropy, batch {batch}",
        function,
        tuple(shapes),
        tuple(range(1, 1 + 2 * len(layers))),
        classes=(batch, widths[-1]),
        matrix_flops=flops,
        dtype=dtype,
        goal=goal,
        scale=0.1,
    )


def _lstm(name: str, steps: int, batch: int, hidden: int, goal: float | None = None) -> Workload:
    # x has no gradient; h has one at every step but the first.
    by_input = matrix_product_flops(steps * batch, 4 * hidden, hidden, 1)
    by_state = matrix_product_flops(steps * batch, 4 * hidden, hidden, 1)
    by_state += matrix_product_flops((steps - 1) * batch, 4 * hidden, hidden, 0)
    shapes = ((steps, batch, hidden), (batch, hidden), (batch, hidden), (4 * hidden, hidden), (4 * hidden, hidden))

    def function(ops: Operators, *tensors: Tensor) -> Tensor:
        return lstm(ops, *tensors, steps)

    return Workload(
        name,
        f"{steps} steps, batch {batch}, hidden {hidden}",
        function,
        (*shapes, (4 * hidden,)),
        (3, 4, 5),
        matrix_flops=by_input + by_state,
        batch_dim=1,
        goal=goal,
        scale=0.1,
    )


def _attention(
    name: str,
    shape: tuple[int, int, int, int],
    weighted: bool = False,
    dtype: str = "float32",
    goal: float | None = None,
) -> Workload:
    batch, heads, length, width = shape
    return Workload(
        name,
        f"softmax(q kᵀ/8) v{' · m' if weighted else ''} summed, {'×'.join(map(str, shape))}",
        weighted_attention if weighted else attention,
        (shape,) * (4 if weighted else 3),
        (0, 1, 2),
        # q kᵀ and the gradients of both; the product by v and its own, unless its gradient is the same everywhere.
        matrix_flops=(2 if weighted else 1) * batch * heads * matrix_product_flops(length, length, width, 2),
        dtype=dtype,
        goal=goal,
    )


MLP = _perceptron("mlp", 128, 784, 512, 512, 10, goal=0.90)
LSTM = _lstm("lstm", 16, 64, 256, goal=0.75)
ATTENTION = _attention("attention", (4, 8, 256, 64), goal=0.75)
MATMUL_SMALL = _product("matmul_small", 32, 32, 32, goal=0.30)

NEIGHBOURS = [
    _perceptron("digits", 64, 64, 128, 10, function=digits),
    _perceptron("mlp deep", 100, 200, 300, 300, 300, 7),
    _perceptron("mlp f64", 128, 784, 512, 512, 10, dtype="float64"),
    _lstm("lstm small", 10, 20, 100),
    _attention("attention weighted", (4, 8, 256, 64), weighted=True),
    _attention("attention long", (1, 4, 1024, 64), weighted=True),
    _attention("attention odd", (2, 6, 333, 80), weighted=True),
    _attention("attention f64", (2, 8, 256, 64), weighted=True, dtype="float64"),
    _product("matmul_small odd", 20, 50, 30),
    _product("matmul_small f64", 32, 32, 32, dtype="float64"),
]
