"""What is read above the load check can be computed from it."""

from __future__ import annotations

import ast
from pathlib import Path

import planner
from planner.files.changes import COMPUTATIONS
from planner.workload.reading import __all__ as readers

PACKAGE = Path(planner.__file__).parent
BELOW = {"errors", "model", "stats", "files", "workload"}


def test_computations_are_offered() -> None:
    assert set(COMPUTATIONS) == {"finance-follows", "people-follow-tasks", "staff-by-load"}


def test_no_floor_above_reads_without_them() -> None:
    wrong = [
        f"{file.relative_to(PACKAGE)}:{node.lineno}"
        for file in PACKAGE.rglob("*.py")
        if file.relative_to(PACKAGE).parts[0] not in BELOW
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        and node.module in ("planner.files", "planner.files.reading")
        and {alias.name for alias in node.names} & set(readers)
    ]
    assert wrong == []
