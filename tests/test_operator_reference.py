"""docs/operators.md is what the code says."""

import importlib.util
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("expecttest", reason="PyTorch's operator suite needs it")

DOCS = Path(__file__).parent.parent / "docs"


def test_the_operator_reference_is_up_to_date():
    specification = importlib.util.spec_from_file_location("generate_operators", DOCS / "generate_operators.py")
    assert specification is not None
    assert specification.loader is not None
    generator = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(generator)
    assert (DOCS / "operators.md").read_text(encoding="utf-8") == generator.page(), "run `make docs`"
