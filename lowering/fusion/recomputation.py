"""After clustering: what a cluster reads of another one and could as well compute, it computes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from logging import INFO, getLogger

from xdsl.ir import SSAValue

from adjoint.lowering.fusion.cluster import Cluster
from adjoint.lowering.fusion.cost import CHEAP, judge_recomputation
from adjoint.lowering.fusion.description import describe
from adjoint.lowering.fusion.program import FusionProgram
from adjoint.lowering.fusion.structured_op import StructuredOp

logger = getLogger("adjoint.lowering.fusion")


@dataclass
class _Plan:
    """What it takes to compute a value in another cluster."""

    work: int = 0
    extra_reads: int = 0
    members: list[StructuredOp] = field(default_factory=list[StructuredOp])
    inputs: set[SSAValue] = field(default_factory=set[SSAValue])


def recompute_cheap_values(program: FusionProgram, clusters: Sequence[Cluster]) -> None:
    """Decides what each cluster computes again, and with that its inlined members and its results.

    Members that nobody needs any more, because those who did compute them again, are dropped.
    """
    recomputation = _Recomputation(program, clusters)
    for cluster in clusters:
        recomputation.reduce_inputs(cluster)
    recomputation.finish()


class _Recomputation:
    def __init__(self, program: FusionProgram, clusters: Sequence[Cluster]):
        self._program = program
        self._clusters = clusters
        self._owner = {member: cluster for cluster in clusters for member in cluster.members}
        self._recomputed: dict[Cluster, list[StructuredOp]] = {cluster: [] for cluster in clusters}
        self._inputs = {cluster: self._inputs_of(cluster) for cluster in clusters}
        self._readers: dict[SSAValue, set[Cluster]] = {}
        for cluster, inputs in self._inputs.items():
            for value in inputs:
                self._readers.setdefault(value, set()).add(cluster)

    def _inputs_of(self, cluster: Cluster) -> dict[SSAValue, None]:
        own = {member.result for member in cluster.members}
        reads = (access.tensor for member in cluster.members for access in self._program.reads(member))
        return {value: None for value in reads if value not in own}

    def reduce_inputs(self, cluster: Cluster) -> None:
        """Replaces inputs of a cluster that other clusters compute by what they are computed from."""
        for value in list(self._inputs[cluster]):
            member = self._program.members.get(value)
            if member is None or member.is_reduction or member not in self._owner:
                continue
            plan = _Plan()
            self._plan(member, cluster, plan)
            drops_write = self._readers[value] == {cluster} and member not in self._program.needed_outside
            verdict = judge_recomputation(
                work=plan.work,
                extra_reads=plan.extra_reads,
                read_instead=self._program.traffic.bytes(value),
                drops_write=drops_write,
            )
            if verdict:
                self._accept(cluster, value, plan)
            if logger.isEnabledFor(INFO):
                outcome = "computed again" if verdict else "read"
                logger.info("%s %s in another kernel: %s", describe(member), outcome, verdict.reason)

    def _plan(self, member: StructuredOp, cluster: Cluster, plan: _Plan) -> None:
        plan.work += member.cost
        plan.members.append(member)
        for access in self._program.reads(member):
            value = access.tensor
            if value in self._inputs[cluster] or value in plan.inputs or plan.work > CHEAP:
                continue
            producer = self._program.members.get(value)
            if producer in plan.members:
                continue
            is_stored = producer is None or producer in self._program.needed_outside or bool(self._readers.get(value))
            if producer is not None and not is_stored and not producer.is_reduction:
                self._plan(producer, cluster, plan)
            else:
                plan.inputs.add(value)
                plan.extra_reads += self._program.traffic.bytes(value) * (1 if is_stored else 2)

    def _accept(self, cluster: Cluster, value: SSAValue, plan: _Plan) -> None:
        self._recomputed[cluster] += plan.members
        del self._inputs[cluster][value]
        self._readers[value].discard(cluster)
        for read in plan.inputs:
            self._inputs[cluster][read] = None
            self._readers.setdefault(read, set()).add(cluster)

    def finish(self) -> None:
        """Gives every cluster its results and its inlined members."""
        for cluster in self._clusters:
            self._drop_unused(cluster)
            owned = cluster.members
            cluster.results = [member for member in owned if self._is_result(member)]
            copied = [member for member in dict.fromkeys(self._recomputed[cluster]) if member not in owned]
            cluster.members = self._program.with_inlined([*owned, *copied])
            cluster.inlined = frozenset(cluster.members) - frozenset(owned)

    def _is_result(self, member: StructuredOp) -> bool:
        return member in self._program.needed_outside or bool(self._readers.get(member.result))

    def _drop_unused(self, cluster: Cluster) -> None:
        """Drops members that nobody needs any more because those who did compute them again."""
        used: set[SSAValue] = set()
        kept: list[StructuredOp] = []
        for member in reversed(cluster.members):
            if self._is_result(member) or member.result in used:
                kept.append(member)
                used.update(access.tensor for access in self._program.reads(member))
        kept.reverse()
        cluster.members = kept
