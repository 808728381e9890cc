"""Groups the structured ops of a block into clusters."""

from xdsl.dialects.linalg.ops import FillOp, GenericOp
from xdsl.ir import Block, SSAValue

from adjoint.lowering.fusion.cluster import Cluster
from adjoint.lowering.fusion.contraction import is_gemm
from adjoint.lowering.fusion.sizes import Sizes
from adjoint.lowering.fusion.structured_op import StructuredOp, structured_op


def find_clusters(block: Block, sizes: Sizes) -> list[Cluster]:
    members: list[StructuredOp] = []
    for op in block.ops:
        if isinstance(op, GenericOp):
            member = structured_op(op, sizes)
            if not is_gemm(member):
                members.append(member)
        elif isinstance(op, FillOp) and _is_data(op.res[0]):
            members.append(structured_op(op, sizes))
    return [Cluster([member], min(1, len(member.order)), results=[member]) for member in members]


def _is_data(filled: SSAValue) -> bool:
    return any(not isinstance(use.operation, GenericOp) or use.index < len(use.operation.inputs) for use in filled.uses)
