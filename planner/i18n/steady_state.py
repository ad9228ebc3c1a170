"""Backlogs that do not settle, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.i18n import labels
from planner.i18n.language import _
from planner.i18n.numbers import digits_for, number

if TYPE_CHECKING:
    from planner.experiments.steady_state import Movement, Settling


def moving(found: Settling) -> list[str]:
    """No steady state: which backlogs grow, which are still being worked off, and by how many cases a week."""
    sentences = []
    for direction, told in (
        ("growing", _("No steady state: the backlog grows ({families}).")),
        ("shrinking", _("No steady state: the backlog is still being worked off ({families}).")),
    ):
        families = [
            _("{family} by {amount} a week").format(family=labels.family(family), amount=_amount(one))
            for family, one in found.moving.items()
            if one.direction == direction
        ]
        if families:
            sentences.append(told.format(families=_("; ").join(families)))
    return sentences


def _amount(one: Movement) -> str:
    """Cases a week, without a sign."""
    mean, half = abs(one.per_week.mean), one.per_week.half_width
    digits = digits_for(mean, half)
    return number(mean, digits) if half is None else f"{number(mean, digits)} ±{number(half, digits)}"
