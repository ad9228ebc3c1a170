"""What is wrong, as a dialog."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from planner.errors import PlannerError, Problem
from planner.tui.frame.dialogs import Say
from planner.wording import _
from planner.wording.problem_words import ProblemWords, titles_of
from planner.wording.problems import from_here, nearest, place, sentence

if TYPE_CHECKING:
    from planner.editing import Document


def lines_about(document: Document, problems: Sequence[Problem]) -> list[str]:
    """Problems of an open scenario: their places and what is wrong there, by the names of what they are about."""
    words = ProblemWords(document.state, titles_of(document))
    return [_(": ").join(filter(None, (words.where(one), words.what(one)))) for one in problems]


def line_of(problem: Problem) -> str:
    """One problem of what cannot be opened: its place as the file has it, and what is wrong there."""
    where = _("{path}: ").format(path=place(problem)) if problem.path else ""
    return where + sentence(problem) + nearest(problem)


def told(error: PlannerError, measures: Mapping[str, str] | None = None) -> Say:
    """A dialog with every problem, those of one file below its name; of a measure below its title, if given by id."""
    lines: list[str] = []
    file = title = ""
    for problem in error.problems:
        if problem.file != file:
            file = problem.file
            title = (measures or {}).get(Path(file).stem, "")
            lines.append(title or from_here(file))
        # Where a measure changes something says nothing to who chose it.
        lines.append(line_of(evolve(problem, path="") if title else problem))
    return Say(_("This cannot be done:"), lines)
