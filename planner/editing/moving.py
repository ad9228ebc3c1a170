"""Moving people: what each place has afterwards, posts, certificates and quotas included."""

from __future__ import annotations

from typing import Any

from planner.editing.refusal import EditRefused
from planner.editing.state import State
from planner.errors import Problem
from planner.files.change import MoveChange
from planner.files.changes import apply
from planner.files.draft import Draft, Reason, Refused
from planner.files.tree import dotted


def moved(state: State, people: int, source: str, target: str, certified: int | None) -> dict[str, Any]:
    """The values by path after so many people have gone from one place of staff to another.

    By the rules of the `move` change (`planner.files.moving`): a path of `staff` means institution posts; with `*`
    people are taken in proportion to those there, and spread in proportion to residents; certificates go along as
    stated, otherwise as few as can be; quotas that are stated follow. Raises EditRefused where it cannot be done.
    """
    for number, lowest in ((people, 1), (certified if certified is not None else 0, 0)):
        if type(number) is not int or number < lowest:
            facts = {"got": str(number), "unit": "people", "lowest": lowest, "highest": 1_000_000}
            raise EditRefused(Problem(kind="out-of-range", facts={**facts, "open_low": False, "open_high": False}))
    draft = Draft(state.tree.draft.raw)
    change = MoveChange(move=people, from_=source, to=target, certified=certified)
    try:
        apply(draft, change, Reason("", (), 0))
    except Refused as refusal:
        fault = refusal.fault
        place = target if "to" in fault.path else source
        raise EditRefused(Problem(kind=fault.kind, path=place, facts=fault.facts, nearest=fault.nearest)) from refusal
    return {dotted(path): draft.value(path) for path in draft.written}
