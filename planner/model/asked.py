"""What a program asks of the front door: each argument held to what it may be, every problem told at once.

A command line checks its options as it parses them; a notebook hands over whatever it holds. A bare string, and a
single scenario, count as a list of one: what is meant is plain, and Python would take a string for its letters.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from planner.errors import Problem, RequestError
from planner.model.casetype import FAMILIES, PARTS_OF_SERVICE
from planner.model.fields import told
from planner.model.scenario import Scenario
from planner.model.text import nearest

LARGEST_SEED = 2**63 - 1
"""What a store of results can keep."""
MOST_REPLICATIONS = 1_000_000
"""Of one request; a thousandth of it takes a county's year an hour."""
MOST_PROCESSES = 1_000


class Asked:
    """The arguments of one call."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []

    def done(self) -> None:
        """Raises RequestError with everything found wrong."""
        if self._problems:
            raise RequestError(self._problems)

    def whole(self, argument: str, value: Any, lowest: int, highest: int) -> int:
        """A whole number within bounds, of Python or NumPy; not a bool, and no float that happens to be whole."""
        try:
            number = operator.index(value)
        except TypeError:
            number = None
        if number is None or isinstance(value, bool):
            self._wrong_type(argument, "whole-number", value)
            return lowest
        self._within(argument, number, lowest, highest)
        return number

    def number(
        self, argument: str, value: Any, lowest: float, highest: float = math.inf, *, open_ends: bool = False
    ) -> float:
        """A finite number within bounds, which are excluded where the ends are open."""
        try:
            number = math.nan if isinstance(value, bool | str) else float(value)
        except (TypeError, ValueError, OverflowError):
            number = math.nan
        if not math.isfinite(number):
            self._wrong_type(argument, "number", value)
            return lowest
        self._within(argument, number, lowest, highest, open_ends=open_ends)
        return number

    def share(self, argument: str, value: Any) -> float:
        """A share above 0 and below 1."""
        return self.number(argument, value, 0.0, 1.0, open_ends=True)

    def families(self, value: Any) -> tuple[str, ...]:
        """Families of case types, each once; `counter` and `grid`, as figures call its parts, stand for `service`."""
        known = (*FAMILIES, *PARTS_OF_SERVICE)
        found = self._names("families", value, known, "unknown-name", {"what": "family"})
        return tuple(dict.fromkeys("service" if name in PARTS_OF_SERVICE else name for name in found))

    def groupings(self, value: Any, known: Sequence[str]) -> tuple[str, ...]:
        """What figures are broken down by, each once."""
        return self._names("by", value, known, "grouping", {"known": tuple(known)})

    def _names(
        self, argument: str, value: Any, known: Sequence[str], kind: str, facts: Mapping[str, Any]
    ) -> tuple[str, ...]:
        found: tuple[str, ...] = self._listed(argument, value, str, "list-of-names")
        self._problems += [
            Problem(kind=kind, path=argument, facts={**facts, "got": name}, nearest=nearest(name, known))
            for name in found
            if name not in known
        ]
        return tuple(dict.fromkeys(found))

    def numbers(self, argument: str, value: Any) -> tuple[int, ...]:
        """One or more whole numbers from 0 on."""
        if isinstance(value, int):
            value = (value,)
        if isinstance(value, str | bytes) or not isinstance(value, Iterable):
            self._wrong_type(argument, "list-of-numbers", value)
            return ()
        return tuple(self.whole(argument, number, 0, MOST_REPLICATIONS) for number in value)

    def scenarios(self, argument: str, value: Any) -> tuple[Scenario, ...]:
        """One or more scenarios; anything else is a problem of the argument."""
        found: tuple[Scenario, ...] = self._listed(argument, value, Scenario, "list-of-scenarios")
        return found

    def scenario(self, argument: str, value: Any) -> None:
        """Exactly one scenario; anything else is a problem of the argument."""
        if not isinstance(value, Scenario):
            self._wrong_type(argument, "scenario", value)

    def _listed(self, argument: str, value: Any, cls: type, expected: str) -> tuple[Any, ...]:
        if isinstance(value, cls):
            return (value,)
        found = tuple(value) if isinstance(value, Iterable) and not isinstance(value, str | bytes) else (value,)
        wrong = [one for one in found if not isinstance(one, cls)]
        for one in wrong:
            self._wrong_type(argument, expected, one)
        return () if wrong else found

    def _within(self, argument: str, number: float, lowest: float, highest: float, *, open_ends: bool = False) -> None:
        outside = not lowest < number < highest if open_ends else not lowest <= number <= highest
        if outside:
            facts = {"got": told(number), "lowest": lowest, "highest": highest, "unit": ""}
            facts |= {"open_low": open_ends, "open_high": open_ends}
            self._problems.append(Problem(kind="out-of-range", path=argument, facts=facts))

    def _wrong_type(self, argument: str, expected: str, value: Any) -> None:
        self._problems.append(wrong_type(argument, expected, value))


def wrong_type(argument: str, expected: str, value: Any) -> Problem:
    """That an argument is of the wrong type."""
    return Problem(kind="wrong-type", path=argument, facts={"expected": expected, "got": told(value)})
