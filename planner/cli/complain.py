"""Problems as a person reads them, and as a program does."""

from __future__ import annotations

from datetime import date
from math import isfinite
from pathlib import Path
from typing import Any

from rich.text import Text

from planner.cli.consoles import talk
from planner.errors import PlannerError, Problem
from planner.model.text import json_line
from planner.wording import _, ngettext
from planner.wording.problems import from_here, nearest, place, sentence


def complain(error: PlannerError) -> None:
    """Print every problem to stderr, those of one file together."""
    console = talk()
    by_file: dict[str, list[Problem]] = {}
    for problem in error.problems:
        by_file.setdefault(problem.file, []).append(problem)
    for file, problems in by_file.items():
        if file:
            n = len(problems)
            count = ngettext("{n} problem", "{n} problems", n).format(n=n)
            console.print(Text.assemble((from_here(file), "bold"), _(": {count}").format(count=count)), soft_wrap=True)
        for problem in problems:
            console.print(_line(problem, indent="  " if file else ""))


def _line(problem: Problem, indent: str) -> Text:
    line = Text(indent)
    if problem.path:
        line.append(place(problem), "cyan")
        line.append(_(": "))
    line.append(sentence(problem))
    if problem.nearest:
        line.append(nearest(problem), "yellow")
    return line


def _plain(value: Any) -> Any:
    if isinstance(value, tuple) and value and all(isinstance(one, date) for one in value):
        return [one.isoformat() for one in value]
    kept = isinstance(value, int | str) or (isinstance(value, float) and isfinite(value))
    return value if kept else str(value)


def problem_object(problem: Problem) -> dict[str, Any]:
    """A problem as `--json` gives it: its kind, where it stands, its facts and its sentence."""
    return {
        "file": problem.file,
        "path": problem.path,
        "kind": problem.kind,
        "facts": {name: _plain(value) for name, value in problem.facts.items()},
        "nearest": problem.nearest,
        "message": sentence(problem),
    }


def in_json(file: Path, error: PlannerError) -> str:
    """The problems of one file as a line of JSON."""
    return json_line({"file": str(file), "problems": [problem_object(problem) for problem in error.problems]})
