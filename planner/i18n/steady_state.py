"""Backlogs that do not settle, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.i18n import labels
from planner.i18n.language import _
from planner.i18n.numbers import digits_for, number

if TYPE_CHECKING:
    from planner.experiments.steady_state import Movement, Settling


def moving(found: Settling) -> list[str]:
    """No steady state: which backlogs grow, which are still being worked off, and by how many cases a week.

    Then those of which the replications do not tell, and what the intervals are of.
    """
    sentences = []
    for direction, told in (
        ("growing", _("No steady state: the backlog grows ({families}).")),
        ("shrinking", _("No steady state: the backlog is still being worked off ({families}).")),
        (
            "unknown",
            _("No steady state seen: these replications do not tell whether the backlog moves ({families}); run more."),
        ),
    ):
        families = [
            _("{family} by {amount} a week").format(family=labels.family(family), amount=_amount(one))
            for family, one in found.moving.items()
            if one.direction == direction
        ]
        if families:
            sentences.append(told.format(families=_("; ").join(families)))
    return sentences


def intervals_told(found: Settling) -> str:
    """What the intervals are of; empty where a single replication has none."""
    if all(one.per_week.half_width is None for one in found.moving.values()):
        return ""
    return _("± is the 99% interval for all families together; what is said of a backlog goes by it.")


def _amount(one: Movement) -> str:
    """Cases a week, with a sign only where the direction is not known."""
    mean, half = one.per_week.mean, one.per_week.half_width
    sign = "" if one.direction != "unknown" else "+" if mean > 0.0 else "−"
    digits = digits_for(abs(mean), half)
    told = f"{sign}{number(abs(mean), digits)}"
    return told if half is None else f"{told} ±{number(half, digits)}"
