"""What is wrong, as a dialog."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from planner.errors import PlannerError, Problem
from planner.i18n import _
from planner.i18n.problems import from_here, nearest, place, sentence
from planner.tui.frame.dialogs import Say


def line_of(problem: Problem) -> str:
    """One problem: its place, and what is wrong there."""
    where = _("{path}: ").format(path=place(problem)) if problem.path else ""
    return where + sentence(problem) + nearest(problem)


def told(error: PlannerError, measures: Mapping[str, str] | None = None) -> Say:
    """A dialog with every problem, those of one file below its name; of a measure below its title, if given by id."""
    lines: list[str] = []
    file = ""
    for problem in error.problems:
        if problem.file != file:
            file = problem.file
            lines.append((measures or {}).get(Path(file).stem) or from_here(file))
        lines.append(line_of(problem))
    return Say(_("This cannot be done:"), lines)
