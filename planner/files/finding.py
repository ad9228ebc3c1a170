"""Something that does not fit together in a scenario, found by looking at the whole of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from attrs import field, frozen

Place = tuple[str | int, ...]


@frozen(kw_only=True)
class Finding:
    """A misfit between values.

    It is doubtful, and so not worth reporting, when something else is wrong at or below one of the places that it
    `relies_on`, or when the `table` in which a name was looked up could not be read at all.
    """

    path: Place
    kind: str
    facts: Mapping[str, Any] = field(factory=dict)
    nearest: str = ""
    relies_on: tuple[Place, ...] = ()
    table: Place = ()

    def doubtful(self, wrong: Collection[Place]) -> bool:
        """Whether it may only follow from what is wrong at some other places."""
        if self.table and self.table in wrong:
            return True
        return any(_related(place, other) for place in self.relies_on for other in wrong)


def _related(one: Place, other: Place) -> bool:
    length = min(len(one), len(other))
    return one[:length] == other[:length]
