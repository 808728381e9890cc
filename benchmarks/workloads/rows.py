"""Normalisations and losses by row."""

from benchmarks.operators import Operators, Tensor
from benchmarks.workload import Workload


def softmax_cross_entropy(ops: Operators, x: Tensor, labels: Tensor) -> Tensor:
    return ops.nll_loss(ops.log_softmax(x), labels)


def layer_norm(ops: Operators, x: Tensor, g: Tensor, b: Tensor, m: Tensor) -> Tensor:
    return (ops.layer_norm(x, g, b) * m).sum()


def rms_norm(ops: Operators, x: Tensor, g: Tensor, m: Tensor) -> Tensor:
    return (x * ops.rsqrt(ops.mean_of_rows(x * x) + 1e-6) * g * m).sum()


def softmax(ops: Operators, x: Tensor, m: Tensor) -> Tensor:
    return (ops.softmax(x) * m).sum()


def _layer_norm(name: str, rows: int, columns: int, dtype: str = "float32", goal: float | None = None) -> Workload:
    about = f"sum(layer_norm(x, g, b) · m), {rows}×{columns}"
    shapes = ((rows, columns), (columns,), (columns,), (rows, columns))
    return Workload(name, about, layer_norm, shapes, (0, 1, 2), dtype=dtype, goal=goal)


SOFTMAX_XENT = Workload(
    "softmax_xent",
    "log_softmax and nll_loss, 1024×8192",
    softmax_cross_entropy,
    ((1024, 8192),),
    (0,),
    classes=(1024, 8192),
    goal=0.25,
)
LAYERNORM = _layer_norm("layernorm", 4096, 768, goal=0.60)

NEIGHBOURS = [
    Workload(
        "softmax_xent small", "the same, 4096×1000", softmax_cross_entropy, ((4096, 1000),), (0,), classes=(4096, 1000)
    ),
    Workload(
        "softmax_xent f64",
        "the same in f64, 512×8192",
        softmax_cross_entropy,
        ((512, 8192),),
        (0,),
        classes=(512, 8192),
        dtype="float64",
    ),
    Workload("softmax", "sum(softmax(x) · m), 8192×257", softmax, ((8192, 257), (8192, 257)), (0, 1)),
    _layer_norm("layernorm odd", 1500, 1111),
    _layer_norm("layernorm f64", 2048, 768, dtype="float64"),
    Workload(
        "rms_norm",
        "sum(x · rsqrt(mean(x²)) · g · m), 2048×2048",
        rms_norm,
        ((2048, 2048), (2048,), (2048, 2048)),
        (0, 1),
    ),
]
