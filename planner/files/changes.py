"""Applying changes: `set`, `scale`, `add` and computed ones here; the others have files of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

from planner.files.draft import Draft, Reason, Refused, is_whole, numbers, weights_by_field
from planner.files.findings import shown
from planner.files.measure import (
    AddChange,
    Change,
    ComputeChange,
    MergeChange,
    MoveChange,
    RemoveChange,
    ScaleChange,
    SetChange,
)
from planner.files.merging import merge
from planner.files.modelling import modelled
from planner.files.moving import move, remove
from planner.files.schema import Names, Record, Single, is_staff, is_team, shape_at
from planner.files.session import Resolved, Session
from planner.files.sharing import exact, rounded, share_out
from planner.files.tree import Path, dotted
from planner.model.scenario import Scenario
from planner.model.team import POST_TYPES
from planner.model.text import nearest
from planner.model.tolerances import whole_at_most

Computation = Callable[[Scenario], Sequence[Change]]
"""From a scenario to ordinary changes of it, in the order in which they are made."""

_computations: dict[str, Computation] = {}
COMPUTATIONS: Mapping[str, Computation] = MappingProxyType(_computations)
"""The computations there are, by name."""


def computes(name: str) -> Callable[[Computation], Computation]:
    """Offer a function as the computation that `compute = "<name>"` asks for."""

    def offer(computation: Computation) -> Computation:
        _computations[name] = computation
        return computation

    return offer


def computed_changes(draft: Draft, change: ComputeChange) -> Sequence[Change]:
    """What is computed from the scenario as it stands before the change.

    Raises Refused for a name that no computation has, and where the tables so far are no complete scenario.
    """
    if change.compute not in COMPUTATIONS:
        near = nearest(change.compute, COMPUTATIONS)
        raise Refused("compute", "unknown-name", near, what="computation", got=change.compute)
    aside = Session()
    scenario = modelled(aside, Resolved(tree=draft.raw), name="")
    if scenario is None or aside.problems:
        raise Refused("compute", "nothing-to-compute-from")
    return COMPUTATIONS[change.compute](scenario)


def apply(draft: Draft, change: Change, reason: Reason) -> None:
    """Make one change. Raises Refused where it cannot be made."""
    match change:
        case SetChange():
            _set(draft, change, reason)
        case ScaleChange():
            _scale(draft, change, reason)
        case AddChange():
            _add(draft, change, reason)
        case MoveChange():
            move(draft, change, reason)
        case MergeChange():
            merge(draft, change, reason)
        case RemoveChange():
            remove(draft, change, reason)
        case ComputeChange():
            for computed in computed_changes(draft, change):
                apply(draft, computed, reason)


def _set(draft: Draft, change: SetChange, reason: Reason) -> None:
    for path in draft.find("set", change.set, may_be_new=True):
        draft.write_value(path, change.value, reason, "value")


def _scale(draft: Draft, change: ScaleChange, reason: Reason) -> None:
    present = numbers(draft, "scale", draft.find("scale", change.scale))
    whole = {path: Fraction(value) for path, value in present.items() if is_whole(path)}
    total = rounded(sum(whole.values(), Fraction(0)) * exact(change.by))
    for path, share in share_out(total, whole).items():
        draft.write_value(path, share, reason, "by")
    for path, value in present.items():
        if path not in whole:
            draft.write_value(path, value * change.by, reason, "by")


def _add(draft: Draft, change: AddChange, reason: Reason) -> None:
    if (change.value is None) == (change.total is None):
        raise Refused("", "one-of", keys=("value", "total"))
    if change.of and change.up_to is None:
        raise Refused("of", "needs-key", key="up_to")
    if change.total is not None:
        if change.up_to is not None:
            raise Refused("up_to", "needs-key", key="value")
        _add_total(draft, change, change.total, reason)
    elif change.in_proportion_to:
        raise Refused("in_proportion_to", "needs-key", key="total")
    else:
        for path in draft.find("add", change.add, may_be_new=True):
            _add_value(draft, path, change, reason)


def _add_value(draft: Draft, path: Path, change: AddChange, reason: Reason) -> None:
    shape, value = shape_at(path), change.value
    if isinstance(shape_at(path[:-1]), Names) and draft.value(path) is None:
        draft.write_value(path, value, reason, "value")
    elif isinstance(shape, Single) and shape.listing:
        there = list(draft.value(path) or ())
        more = value if isinstance(value, list) else [value]
        draft.write_value(path, there + [item for item in more if item not in there], reason, "value")
    elif is_staff(shape) or (isinstance(shape, Single) and shape.number):
        for place, present in numbers(draft, "add", [path]).items():
            if type(value) is not int and (is_whole(place) or type(value) is not float):
                expected = "whole-number" if is_whole(place) else "number"
                raise Refused("value", "wrong-type", expected=expected, got=shown(value))
            draft.write_value(place, _capped(draft, place, change, present, present + value), reason, "value")
    else:
        raise Refused("add", "exists", at=dotted(path))


def _capped(draft: Draft, place: Path, change: AddChange, present: float, wanted: float) -> float:
    """The sum, or what `up_to` allows of it; what stands above the limit already stays as it is."""
    if change.up_to is None or wanted <= present:
        return wanted
    limit = change.up_to * (_beside(draft, place, change.of) if change.of else 1)
    if place[-1] == "certified" and is_team(shape_at(place[:-1])):
        limit = min(limit, draft.certifiable(place[:-1]))
    return max(present, min(wanted, whole_at_most(limit) if is_whole(place) else limit))


def _beside(draft: Draft, place: Path, field: str) -> float:
    """A number in the same table; `staff` means all people there."""
    path = (*place[:-1], *field.split("."))
    shape = shape_at(path)
    if is_staff(shape):
        return sum(draft.whole((*path, post)) for post in POST_TYPES)
    if not (isinstance(shape, Single) and shape.number):
        table = shape_at(place[:-1])
        names = table.fields if isinstance(table, Record) else ()
        raise Refused("of", "no-match", nearest(field, names), pattern=field, part=field)
    return draft.number(path)


def _add_total(draft: Draft, change: AddChange, total: int, reason: Reason) -> None:
    present = numbers(draft, "add", draft.find("add", change.add))
    if not all(is_whole(path) for path in present):
        raise Refused("total", "wrong-type", expected="whole-number", got=change.add)
    if change.in_proportion_to:
        weights = weights_by_field(draft, present, change.in_proportion_to)
    else:
        weights = {path: Fraction(value) for path, value in present.items()}
    for path, share in share_out(total, weights).items():
        draft.write_value(path, int(present[path]) + share, reason, "total")
