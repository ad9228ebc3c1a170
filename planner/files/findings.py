"""What is wrong, as problems tell it: what does not fit, the value that was written, the nearest right name."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from attrs import field, frozen

from planner.model.text import nearest


def shown(value: Any) -> str:
    """A value as a person wrote it, shortened."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        text = f'"{value}"'
    elif isinstance(value, dict):
        text = "{…}"
    elif isinstance(value, list):
        text = "[" + ", ".join(shown(item) for item in value[:5]) + (", …]" if len(value) > 5 else "]")
    elif isinstance(value, int) and value.bit_length() > 200:
        text = f"{'-' if value < 0 else ''}1e{int(value.bit_length() * math.log10(2))}"
    else:
        text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"


Place = tuple[str | int, ...]


class Wrong:
    """Places at which something is wrong already."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._places = frozenset(places)
        self._above = {place[:length] for place in self._places for length in range(len(place) + 1)}

    def __contains__(self, place: Place) -> bool:
        return place in self._places

    def touches(self, place: Place) -> bool:
        """Whether something is wrong at a place, below it or above it."""
        return place in self._above or any(place[:length] in self._places for length in range(len(place)))


@frozen(kw_only=True)
class Finding:
    """A misfit between values.

    It is doubtful, and so not worth reporting, when something else is wrong at or below one of the places that it
    `relies_on`, or when the `table` in which a name was looked up could not be read at all. The nearest right name is
    `among` those that were looked up. It is told at its `path`, or at one of the values `beside` that make the misfit
    with it, where that was stated later.
    """

    path: Place
    kind: str
    facts: Mapping[str, Any] = field(factory=dict)
    among: Collection[str] = ()
    relies_on: tuple[Place, ...] = ()
    beside: tuple[Place, ...] = ()
    table: Place = ()

    @property
    def nearest(self) -> str:
        """The right name that is nearest, looked for each time: it takes longer than all else about a finding."""
        return nearest(str(self.facts.get("got", "")), self.among) if self.among else ""

    def doubtful(self, wrong: Wrong) -> bool:
        """Whether it may only follow from what is wrong at some other places."""
        return (bool(self.table) and self.table in wrong) or any(wrong.touches(place) for place in self.relies_on)
