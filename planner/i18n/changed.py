"""What changed between a base and an alternative, in words: inputs, and who has gained or given posts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from planner.i18n import labels, names
from planner.i18n.comparison import signed
from planner.i18n.language import _, ngettext
from planner.i18n.numbers import day, number
from planner.model.team import POST_TYPES

if TYPE_CHECKING:
    from planner.experiments.changed import ChangedInput
    from planner.experiments.posts import PostBalance, UnitPosts
    from planner.model.scenario import Scenario


def name(change: ChangedInput, base: Scenario) -> str:
    """The path of an input, in how many units it changes, and for how long if not from the first day to the end."""
    told = change.values[0].path
    if len(change.values) > 1:
        told = _of_several(change)
    if change.until is not None:
        span = _("from {day} until {until}").format(day=day(change.since), until=day(change.until))
    elif change.since != base.time.start:
        span = _("from {day} on").format(day=day(change.since))
    else:
        return told
    return _("{path}, {span}").format(path=told, span=span)


def _of_several(change: ChangedInput) -> str:
    n = len(change.values)
    if change.pattern.startswith("case_types."):
        told = ngettext("{path} ({n} case type)", "{path} ({n} case types)", n)
    elif change.pattern.startswith("departments."):
        told = ngettext("{path} ({n} department)", "{path} ({n} departments)", n)
    else:
        told = ngettext("{path} ({n} township)", "{path} ({n} townships)", n)
    return told.format(path=change.pattern, n=n)


def before_and_after(change: ChangedInput) -> tuple[str, str]:
    """The one value of all, the sums of people, the factor of all, or that they differ."""
    first = change.values[0]
    if change.alike:
        return value(first.base, change.unit), value(first.other, change.unit)
    totals = change.totals
    if totals is not None:
        before, after = (_("{n} in all").format(n=number(total, 0)) for total in totals)
        return before, after
    ratio = change.ratio
    return _("various"), _("various") if ratio is None else f"× {ratio:.4g}"


def tag(change: ChangedInput) -> str:
    """On what the new value rests."""
    return labels.label(labels.TAGS, change.tag)


def value(what: Any, unit: str) -> str:
    """A value of a scenario with its unit."""
    if what is None:
        return "–"
    if isinstance(what, bool):
        return _("yes") if what else _("no")
    if isinstance(what, int | float):
        told = f"{what:,}" if isinstance(what, int) else f"{what:,.12g}"
        # People are counted where the path says what they are.
        return told if unit == "people" else f"{told} {labels.unit(unit)}".strip()
    if isinstance(what, tuple):
        return names.listed([value(one, "") for one in what]) if what else "–"
    # A whole team, department or the like.
    return _("there") if attrs.has(type(what)) or isinstance(what, dict) else str(what)


def posts_table(base: Scenario, other: Scenario, balance: PostBalance) -> tuple[list[str], list[list[str]]]:
    """Who gives and who takes posts: headings, and a row per unit, the county's sum last."""
    posts = [post for post in POST_TYPES if any(unit.change(post) for unit in (*balance.units, balance.county))] or [
        "institution"
    ]
    # Quotas that follow the posts say nothing new.
    quota = any(unit.change("quota") != unit.change("civil") + unit.change("institution") for unit in balance.units)
    columns = [*posts, *(["quota"] if quota else [])]
    headings = ["", *(labels.label(labels.POST_TYPES, post) for post in posts), *([_("quota")] if quota else [])]
    rows = [[unit_name(base, other, unit.unit), *(_gain(unit, column) for column in columns)] for unit in balance.units]
    county = balance.county
    sums = [
        _("{change} ({before} → {after})").format(
            change=signed(county.change(post), 0),
            before=number(getattr(county.base, post), 0),
            after=number(getattr(county.other, post), 0),
        )
        for post in posts
    ]
    rows.append([_("County"), *sums, *([_gain(county, "quota")] if quota else [])])
    return headings, rows


def _gain(unit: UnitPosts, post: str) -> str:
    change = unit.change(post)
    return signed(change, 0) if change else "–"


def unit_name(base: Scenario, other: Scenario, unit: str) -> str:
    """A township, department or shared team by its path."""
    table, _dot, id = unit.partition(".")
    for scenario in (other, base):
        if table == "townships" and id in scenario.townships:
            return names.township(scenario, id)
        if table == "departments" and id in scenario.departments:
            return names.department(scenario, id)
        if table == "shared_teams" and id in scenario.shared_teams:
            return names.team(scenario, f"{unit}.team")
    return id
