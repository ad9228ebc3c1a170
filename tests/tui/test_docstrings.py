"""What the code of the interface says about itself is said in sentences."""

from __future__ import annotations

import ast
from pathlib import Path

import planner.tui


def test_a_docstring_has_more_than_three_words():
    for file in Path(planner.tui.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                said = ast.get_docstring(node)
                assert said is None or len(said.split()) > 3, f"{file}: {node.name}"
