"""The errors of the planner: one small tree, carrying facts and paths.

An error holds facts (what, where, what was expected); the sentence a person reads is made from them by
`planner.wording`, also for `str(error)` (`told_by`, which the front door of the package calls). Every error that a
person can cause is a `PlannerError`, and the command line turns it into one message and exit code 2.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import field, frozen


@frozen(kw_only=True)
class Problem:
    """One thing wrong in one place.

    `kind` names the sentence in the catalogue of problems (`planner.wording.problems`), `facts` fill its blanks,
    `path` is the dotted path of the value, `nearest` the nearest right name where a name was misspelt.
    """

    kind: str
    file: str = ""
    path: str = ""
    facts: Mapping[str, Any] = field(factory=dict)
    nearest: str = ""


Teller = Callable[[Sequence[Problem]], str]
"""Makes sentences of problems."""

_tellers: list[Teller] = []


def told_by(teller: Teller) -> None:
    """Name what makes the words of `str(error)`: the sentences stand in a catalogue far above this module."""
    _tellers[:] = [teller]


class PlannerError(Exception):
    """Something a person asked for that cannot be done, with every problem found."""

    def __init__(self, problems: Sequence[Problem] | Problem):
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return _tellers[0](self.problems)

    def __reduce__(self) -> tuple[type, tuple[Sequence[Problem]]]:
        return (type(self), (self.problems,))


class ScenarioError(PlannerError):
    """A scenario file that cannot be read, or that describes something impossible."""


class CalendarError(PlannerError):
    """A date in a year whose holidays are not known. Facts: `year`, `first` and `last` (the known years)."""


class RequestError(PlannerError):
    """An option or argument that names something that does not exist or lies out of range."""


class ResultError(PlannerError):
    """Results that cannot be written or read."""
