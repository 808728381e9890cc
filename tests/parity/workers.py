"""Runs the samples in processes of their own, one operator a process: one that dies takes only its operator with it."""

import signal
from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from types import FrameType
from zlib import crc32

import torch

from parity.operators import Operator, selected
from parity.programs import Call, NotRepresentableError
from parity.report import Outcome
from parity.trial import STAGES, Failure, Stage, Way, run

SECONDS_A_SAMPLE = 120
"""After which a sample counts as failed."""


def run_all(
    names: Sequence[str],
    dtypes: Sequence[str],
    stages: Sequence[Stage],
    every: int,
    processes: int,
    way: Way,
) -> Iterator[Outcome]:
    """The outcomes of the samples of these entries, as they come.

    With `every` n one sample in n is run, always the same ones, and at least one of each operator.
    """
    context = get_context("forkserver")
    context.set_forkserver_preload(["parity.workers"])
    waiting = [(name, dtype) for dtype in dtypes for name in names]
    running: dict[Connection, tuple[str, str, str, object]] = {}
    while waiting or running:
        while waiting and len(running) < processes:
            name, dtype = waiting.pop(0)
            receiver, sender = context.Pipe(duplex=False)
            process = context.Process(target=_run_operator, args=(name, dtype, stages, every, way, sender), daemon=True)
            process.start()
            sender.close()
            running[receiver] = (name, dtype, "", process)
        for connection in wait(list(running)):
            assert isinstance(connection, Connection)
            name, dtype, sample, process = running[connection]
            try:
                message = connection.recv()
            except EOFError:
                message = None
                del running[connection]
                if sample:
                    operator = selected([name])[0]
                    yield Outcome(
                        name, operator.is_seed, dtype, sample, STAGES[:1], Failure("value", "the process died")
                    )
            if isinstance(message, Outcome):
                yield message
                running[connection] = (name, dtype, "", process)
            elif isinstance(message, str):
                running[connection] = (name, dtype, message, process)


def _run_operator(name: str, dtype: str, stages: Sequence[Stage], every: int, way: Way, sender: Connection) -> None:
    """Runs one operator's samples; sends the name of each before, its outcome after."""
    torch.set_num_threads(1)
    signal.signal(signal.SIGALRM, _timed_out)
    operator = next(each for each in selected([name]) if each.name == name)
    for call in _calls(operator, getattr(torch, dtype), every):
        description = call.describe()
        sender.send(description)
        signal.alarm(SECONDS_A_SAMPLE)
        try:
            present, failure = run(call, stages, way)
        except Exception as error:  # PyTorch itself refuses the sample, or the comparison is wrong
            present, failure = STAGES[:1], Failure("value", f"{type(error).__name__}: {error}"[:400])
        finally:
            signal.alarm(0)
        sender.send(Outcome(name, operator.is_seed, dtype, description, present, failure))
    sender.close()


def _calls(operator: Operator, dtype: torch.dtype, every: int) -> Iterator[Call]:
    if not operator.info.supports_dtype(dtype, "cpu"):
        return
    wants_gradient = operator.info.supports_autograd and dtype.is_floating_point
    offset = crc32(operator.name.encode())
    first: Call | None = None
    count = 0
    for index, sample in enumerate(operator.info.sample_inputs("cpu", dtype, requires_grad=wants_gradient)):
        try:
            call = Call.of(operator, sample)
        except NotRepresentableError:
            continue
        first = first or call
        if (index + offset) % every == 0:
            count += 1
            yield call
    if not count and first is not None:
        yield first


def _timed_out(signum: int, frame: FrameType | None) -> None:
    raise TimeoutError(f"no result after {SECONDS_A_SAMPLE} s")
