"""A small convolutional network."""

from benchmarks.operators import Operators, Tensor
from benchmarks.workload import Workload


def network(ops: Operators, x: Tensor, w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor) -> Tensor:
    hidden = ops.relu(ops.conv2d(x, w1, b1, 1))
    return ops.max_pool2d(ops.relu(ops.conv2d(hidden, w2, b2, 1)), 2).mean()


def _network(
    name: str, shape: tuple[int, int, int, int], outputs: int, dtype: str = "float32", goal: float | None = None
) -> Workload:
    batch, channels, height, width = shape
    shapes = (shape, (outputs, channels, 3, 3), (outputs,), (outputs, outputs, 3, 3), (outputs,))
    return Workload(
        name,
        f"two 3×3 convolutions to {outputs} channels, ReLU, 2×2 max pooling, mean; {'×'.join(map(str, shape))}",
        network,
        shapes,
        (0, 1, 2, 3, 4),
        # Each convolution, its gradient by the input and by the weight.
        matrix_flops=3 * 2 * batch * height * width * outputs * (channels + outputs) * 9,
        dtype=dtype,
        goal=goal,
        scale=0.3,
    )


CONVNET = _network("convnet", (16, 16, 32, 32), 32, goal=0.80)

NEIGHBOURS = [
    _network("convnet odd", (5, 3, 50, 38), 24),
    _network("convnet f64", (8, 16, 32, 32), 32, dtype="float64"),
]
