"""Problems of a command line gathered, so that all are told at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from planner.errors import PlannerError, Problem, RequestError


class Problems:
    """What was found wrong so far."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    @contextmanager
    def gathered(self) -> Iterator[None]:
        """Take the problems of what fails inside, and go on."""
        try:
            yield
        except PlannerError as error:
            self._found += error.problems

    def check(self) -> None:
        """Raise RequestError with everything found wrong, each once."""
        if self._found:
            raise RequestError(list({repr(problem): problem for problem in self._found}.values()))
