"""Entries of a timeline as a file writes them, read as the model's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from planner.files.change import Change, Head
from planner.files.session import converter
from planner.files.structuring import structured


def change_of(written: Any) -> Change | None:
    """A change; None where it makes no sense as it is written."""
    entry = {"from": date(2000, 1, 1), "changes": [written]}
    head, _faults = structured({"timeline": [entry]}, Head, converter())
    return head.timeline[0].changes[0] if head is not None else None


def entry_with(
    before: Mapping[str, Any], begins: date, ends: date | None, measures: tuple[str, ...], changes: list[Any]
) -> dict[str, Any]:
    """An entry with other dates, measures and changes; what is empty is not written."""
    entry: dict[str, Any] = {**before, "from": begins}
    for key, value in (("until", ends), ("measures", list(measures)), ("changes", changes)):
        if value:
            entry[key] = value
        else:
            entry.pop(key, None)
    return entry
