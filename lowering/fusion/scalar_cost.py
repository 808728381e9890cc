"""How much work the body of a structured op is, in additions of one vector lane."""

from xdsl.dialects import arith, math, tensor
from xdsl.dialects.func import CallOp
from xdsl.dialects.linalg.ops import IndexOp, YieldOp
from xdsl.ir import Block, Operation

FREE: frozenset[type[Operation]] = frozenset({arith.ConstantOp, IndexOp, YieldOp})

CHEAP_CALLS: frozenset[type[Operation]] = frozenset(
    {math.AbsFOp, math.AbsIOp, math.CopySignOp, math.FloorOp, math.CeilOp, math.TruncOp, math.RoundEvenOp, math.FmaOp}
)
"""`math` ops that are one instruction."""

DIVISION_COST = 5
TRANSCENDENTAL_COST = 16
ROUNDING_COST = 3
"""Of f32 to bf16, by integer operations; the other conversions are cheaper."""
INTEGER_DIVISION_COST = 20
CALL_COST = 40
"""Of a special function."""

_COSTS: dict[type[Operation], int] = {
    arith.DivfOp: DIVISION_COST,
    arith.TruncFOp: ROUNDING_COST,
    math.SqrtOp: DIVISION_COST,
    math.RsqrtOp: DIVISION_COST,
    arith.DivSIOp: INTEGER_DIVISION_COST,
    arith.DivUIOp: INTEGER_DIVISION_COST,
    arith.FloorDivSIOp: INTEGER_DIVISION_COST,
    arith.RemSIOp: INTEGER_DIVISION_COST,
    arith.RemUIOp: INTEGER_DIVISION_COST,
    tensor.ExtractOp: 2,
    CallOp: CALL_COST,
}


def operation_cost(op: Operation) -> int:
    """The cost of one scalar op."""
    op_type = type(op)
    if op_type in FREE:
        return 0
    if (cost := _COSTS.get(op_type)) is not None:
        return cost
    if op.name.startswith("math.") and op_type not in CHEAP_CALLS:
        return TRANSCENDENTAL_COST
    return 1


def body_cost(body: Block) -> int:
    """The cost of one evaluation of a body."""
    return sum(map(operation_cost, body.ops))
