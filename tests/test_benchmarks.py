"""The benchmarks measure the same function by every contender, leave out what is wrong, and draw what they found."""

import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

pytest.importorskip("matplotlib")
pytest.importorskip("rich")

# They are not installed, and other projects install a package of that name.
sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.chart import draw
from benchmarks.comparison import Comparison, compare
from benchmarks.contenders import compiled_by_adjoint, prepared
from benchmarks.report import console, speed_table
from benchmarks.timing import time_side_by_side
from benchmarks.workload import Array, Workload
from benchmarks.workloads import WITH_GOALS, chosen_workloads
from benchmarks.workloads.elementwise import TINY
from benchmarks.workloads.matrices import MATMUL_SMALL


def _doubled(workload: Workload, arguments: list[Array]):
    call = compiled_by_adjoint(workload, arguments)
    return lambda: tuple(np.multiply(2, part) if i == 0 else part for i, part in enumerate(call()))


def test_a_contender_that_is_wrong_is_not_timed(caplog: pytest.LogCaptureFixture):
    calls = prepared(TINY, {"eager": compiled_by_adjoint, "wrong": _doubled, "fails": lambda *_: 1 / 0})
    assert list(calls) == ["eager"]
    assert "wrong differs" in caplog.text
    assert "fails fails: ['division by zero']" in caplog.text


def test_every_contender_computes_the_same_value_and_gradients():
    torch = pytest.importorskip("torch")
    from benchmarks.peers.pytorch import eager

    small = replace(MATMUL_SMALL, shapes=((3, 4), (4, 5)))
    calls = prepared(small, {"adjoint": compiled_by_adjoint, "eager": eager})
    assert list(calls) == ["adjoint", "eager"]
    value, (da, db) = calls["adjoint"]()
    a, b = map(torch.from_numpy, small.arguments())
    np.testing.assert_allclose(value, (a @ b).sum(), rtol=1e-5)
    assert (da.shape, db.shape) == ((3, 4), (4, 5))


def test_ratios_are_within_a_turn():
    timings = time_side_by_side(
        {"a": lambda: sum(range(10)), "b": lambda: sum(range(2000))}, turns=3, seconds_per_turn=0
    )
    assert timings["a"].ratio == 1
    assert timings["b"].ratio > 1


def test_words_choose_workloads():
    assert chosen_workloads([]) == WITH_GOALS
    assert {each.name for each in chosen_workloads(["tiny"])} == {"tiny", "tiny f64"}
    assert chosen_workloads(["neighbours"])
    assert not chosen_workloads(["nothing of the kind"])


def test_a_comparison_says_whether_it_reaches_its_goal():
    found = compare(MATMUL_SMALL, {"adjoint": compiled_by_adjoint, "eager": compiled_by_adjoint}, threads=1, turns=2)
    assert found is not None
    assert found.best_peer == "eager"
    assert found.limit_kind == "GEMM"
    assert replace(found, ratio=0.3).reaches_goal
    assert not replace(found, ratio=0.31).reaches_goal


def test_the_chart_names_every_workload_and_contender(tmp_path: Path):
    found = [
        Comparison(TINY, {"adjoint": 1.0, "eager": 4.0}, "eager", 0.25, None, None),
        Comparison(MATMUL_SMALL, {"adjoint": 1.0, "eager": 4.0, "JAX": 2.0}, "JAX", 0.5, "GEMM", 0.1),
    ]
    draw(found, tmp_path / "chart.svg", "of nothing")
    text = " ".join(ElementTree.parse(tmp_path / "chart.svg").getroot().itertext())
    for name in ("tiny", "matmul_small", "eager", "JAX", "of nothing"):
        assert name in text
    output = console()
    with output.capture() as captured:
        output.print(speed_table(found, ["adjoint", "eager", "JAX"], "of nothing"))
    assert "matmul_small" in captured.get()
