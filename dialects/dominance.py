"""Every value is defined before it is used: what xDSL's verifier leaves to whoever runs the program."""

from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Block, Operation, Region, SSAValue
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.location import located


def verify_dominance(module: ModuleOp) -> None:
    """Raises VerifyException, located, at an op that uses a value defined after it or in a region it is not in.

    Between the blocks of a region with several any order is accepted.
    """
    _Visit().module(module)


class _Visit:
    """A walk over the ops in order, with the values that are defined where it stands."""

    def __init__(self):
        self._defined: set[SSAValue] = set()

    def module(self, module: ModuleOp) -> None:
        """The ops of a module see each other in any order."""
        ops = list(module.ops)
        self._defined.update(result for op in ops for result in op.results)
        for op in ops:
            self._op(op)

    def _op(self, op: Operation) -> None:
        for index, operand in enumerate(op.operands):
            if operand not in self._defined:
                name = f" (%{operand.name_hint})" if operand.name_hint else ""
                raise VerifyException(located(op, f"operand {index}{name} is used before it is defined"))
        if isinstance(op, ModuleOp):
            self.module(op)
            return
        for region in op.regions:
            self._region(region)
        self._defined.update(op.results)

    def _region(self, region: Region) -> None:
        blocks = list(region.blocks)
        defined_here = {value for block in blocks for value in _values_of(block)}
        if len(blocks) > 1:
            self._defined |= defined_here
        for block in blocks:
            self._defined.update(block.args)
            for op in block.ops:
                self._op(op)
        self._defined -= defined_here


def _values_of(block: Block) -> list[SSAValue]:
    return [*block.args, *(result for op in block.ops for result in op.results)]
