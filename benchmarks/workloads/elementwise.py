"""Elementwise programs: memory traffic and math functions in the large, call overhead in the small."""

from functools import partial

from benchmarks.operators import Operators, Tensor
from benchmarks.workload import Workload


def bias_gelu(ops: Operators, x: Tensor, b: Tensor, g: Tensor) -> Tensor:
    return (ops.gelu(x + b) * g).sum()


def bias_silu(ops: Operators, x: Tensor, b: Tensor, g: Tensor) -> Tensor:
    return (ops.silu(x + b) * g).sum()


def tanh_chain(ops: Operators, x: Tensor, length: int = 100) -> Tensor:
    for _ in range(length):
        x = ops.tanh(x) * 1.01 + 0.01
    return x.sum()


def sigmoid_chain(ops: Operators, x: Tensor) -> Tensor:
    for _ in range(40):
        x = ops.sigmoid(x) * x
    return x.sum()


def sines(ops: Operators, x: Tensor, y: Tensor) -> Tensor:
    return (ops.sin(x) * y + ops.exp(-x * x)).sum()


BIAS_GELU = Workload(
    "bias_gelu",
    "sum(gelu(x + b) · g), 4096×1024",
    bias_gelu,
    ((4096, 1024), (1024,), (4096, 1024)),
    (0, 1, 2),
    goal=0.20,
)
CHAIN = Workload("chain", "100 times tanh(x)·1.01+0.01, 64×64", tanh_chain, ((64, 64),), (0,), goal=0.50)

CHAINS = [
    Workload(
        f"chain of {length}",
        f"{length} times tanh(x)·1.01+0.01, 64×64",
        partial(tanh_chain, length=length),
        ((64, 64),),
        (0,),
    )
    for length in (100, 400, 1600)
]
"""For the growth of compile time with the number of ops."""
TINY = Workload("tiny", "sum(sin(x)·y + exp(-x²)), 16", sines, ((16,), (16,)), (0, 1), goal=0.25)

NEIGHBOURS = [
    Workload("bias_gelu odd", "the same, 1021×1531", bias_gelu, ((1021, 1531), (1531,), (1021, 1531)), (0, 1, 2)),
    Workload(
        "bias_gelu f64",
        "the same in f64, 2048×1024",
        bias_gelu,
        ((2048, 1024), (1024,), (2048, 1024)),
        (0, 1, 2),
        dtype="float64",
    ),
    Workload(
        "bias_silu", "sum(silu(x + b) · g), 2048×2048", bias_silu, ((2048, 2048), (2048,), (2048, 2048)), (0, 1, 2)
    ),
    Workload("chain of sigmoids", "40 times sigmoid(x)·x, 200×100", sigmoid_chain, ((200, 100),), (0,)),
    Workload("tiny f64", "sum(sin(x)·y + exp(-x²)) in f64, 50", sines, ((50,), (50,)), (0, 1), dtype="float64"),
]
