"""`make test` needs nothing but Python: without PyTorch, what compares with it is skipped, and does not fail."""

import ast
from pathlib import Path

import pytest

_HELPERS = ("torch", "aten_interpreter", "eager_windows", "random_programs", "rule_testing", "split_functions")
"""Modules that cannot be imported without PyTorch."""


def _needs_torch(statement: ast.stmt) -> bool:
    names = (
        [alias.name for alias in statement.names]
        if isinstance(statement, ast.Import)
        else [statement.module or ""]
        if isinstance(statement, ast.ImportFrom)
        else []
    )
    return any(name.split(".")[0] in _HELPERS or name.startswith("adjoint.frontends.torch.") for name in names)


@pytest.mark.parametrize("path", sorted(Path(__file__).parent.glob("test_*.py")), ids=lambda path: path.stem)
def test_torch_is_imported_only_where_it_is_known_to_be_there(path: Path):
    for statement in ast.parse(path.read_text()).body:
        if "importorskip" in ast.unparse(statement) and isinstance(statement, ast.Assign | ast.Expr):
            return
        assert not _needs_torch(statement), f"{path.name}:{statement.lineno}"
