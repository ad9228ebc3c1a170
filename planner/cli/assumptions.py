"""The sentence that says how much of a scenario is assumed."""

from __future__ import annotations

from planner.cli.values import assumptions_by_part
from planner.i18n import _, labels, ngettext
from planner.i18n.numbers import number
from planner.model.scenario import Scenario

PARTS_NAMED = 4


def assumptions(scenario: Scenario) -> str:
    """How many values are assumptions, in which parts most, and how to see them."""
    parts = assumptions_by_part(scenario)
    count = sum(parts.values())
    if not count:
        return _("Rests on no assumption: every value has a source.")
    told = (f"{labels.label(labels.PARTS, part)} {number(n, 0)}" for part, n in parts.most_common(PARTS_NAMED))
    return ngettext(
        "Rests on {n} assumption ({told}); `planner show` lists it.",
        "Rests on {n} assumptions ({told}); `planner show` lists them.",
        count,
    ).format(n=number(count, 0), told=_(", ").join(told))
