"""What changed between a base and an alternative, in words: inputs, and who has gained or given posts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from planner.model.team import POST_TYPES
from planner.wording import labels, names
from planner.wording.comparison import signed
from planner.wording.field_words import LABELS
from planner.wording.language import _, ngettext, text
from planner.wording.numbers import day, number

if TYPE_CHECKING:
    from planner.experiments.changed import ChangedInput, PostBalance, UnitPosts
    from planner.model.scenario import Scenario


def name(change: ChangedInput, base: Scenario) -> str:
    """The path of an input, in how many units it changes, and for how long if not from the first day to the end."""
    told = change.values[0].path
    if len(change.values) > 1:
        told = _of_so_many(change, change.pattern, len(change.values))
    return _with_span(change, base, told)


def _with_span(change: ChangedInput, base: Scenario, told: str) -> str:
    if change.until is not None:
        span = _("from {day} until {until}").format(day=day(change.since), until=day(change.until))
    elif change.since != base.time.start:
        span = _("from {day} on").format(day=day(change.since))
    else:
        return told
    return _("{path}, {span}").format(path=told, span=span)


def _of_so_many(change: ChangedInput, path: str, n: int) -> str:
    if change.pattern.startswith("case_types."):
        told = ngettext("{path} ({n} case type)", "{path} ({n} case types)", n)
    elif change.pattern.startswith("departments."):
        told = ngettext("{path} ({n} department)", "{path} ({n} departments)", n)
    else:
        told = ngettext("{path} ({n} township)", "{path} ({n} townships)", n)
    return told.format(path=path, n=n)


def before_and_after(change: ChangedInput, base: Scenario, other: Scenario) -> tuple[str, str]:
    """The one value of all, the sums of people, the factor of all, or that they differ."""
    if change.alike:
        first = change.values[0]
        before, after = (value_at(first.path, one, change.unit, base, other) for one in (first.base, first.other))
        return before, after
    totals = change.totals
    if totals is not None:
        before, after = (_("{n} in all").format(n=number(total, 0)) for total in totals)
        return before, after
    ratio = change.ratio
    return _("various"), _("various") if ratio is None else f"× {ratio:.4g}"


def in_words(change: ChangedInput, base: Scenario, other: Scenario) -> str:
    """The same as `name`, with the names of units and the labels of fields in place of the path."""
    told = place(change.pattern if len(change.values) > 1 else change.values[0].path, base, other)
    if not told:
        return name(change, base)
    n = len(change.values)
    if n > 1:
        told = _of_so_many(change, told, n)
    return _with_span(change, base, told)


TABLES = ("townships", "departments", "case_types", "shared_teams", "teams")
"""What a place does not name: the name of the element says it."""


def place(path: str, base: Scenario, other: Scenario) -> str:
    """Where a path leads, from the outside in; empty where it has no words."""
    from planner.files.schema import Record, shape_at

    keys = path.split(".")
    told = []
    for depth in range(1, len(keys) + 1):
        owner = shape_at(tuple(keys[: depth - 1]))
        key = keys[depth - 1]
        if isinstance(owner, Record):
            if depth < len(keys) and key in TABLES:
                continue
            label = LABELS.get(owner.cls.__name__, {}).get(key)
            if label is None:
                return ""
            told.append(_(label))
        elif key != "*":
            told.append(_element(keys[:depth], base, other))
    return " › ".join(told)


def _element(keys: Sequence[str], base: Scenario, other: Scenario) -> str:
    """The name of something that a person has named; its id where it has none."""
    from planner.wording.fields import NAMED_AFTER

    table, id = keys[-2] if len(keys) > 1 else "", keys[-1]
    if table == "teams":
        return _team_in(other, keys[1], id) or _team_in(base, keys[1], id) or id
    return named(base, other, NAMED_AFTER.get(table, table), id)


def named(base: Scenario, other: Scenario, table: str, id: str) -> str:
    """The name of an id of a table such as `departments`, which may be in either scenario; the id where it has none."""
    told = _NAMES.get(table)
    if told is None:
        return id
    return next((name for scenario in (other, base) if (name := told(scenario, id)) != id), id)


def _team_in(scenario: Scenario, township: str, id: str) -> str:
    """The name of a team in a township, or in all of them where they call it alike."""
    found = {
        text(unit.teams[id].name)
        for key, unit in scenario.townships.items()
        if township in ("*", key) and id in unit.teams
    }
    return found.pop() if len(found) == 1 else ""


_NAMES: Mapping[str, Callable[[Scenario, str], str]] = {
    "townships": names.township,
    "departments": names.department,
    "case_types": names.case_type,
    "kinds": lambda scenario, id: text(scenario.kinds[id]) or id if id in scenario.kinds else id,
    "shared_teams": lambda scenario, id: names.team(scenario, f"shared_teams.{id}.team"),
    "profiles": lambda _scenario, id: labels.label(labels.PROFILES, id),
    "surges": lambda _scenario, id: labels.label(labels.SURGES, id),
}


def tag(change: ChangedInput) -> str:
    """On what the new value rests."""
    return labels.label(labels.TAGS, change.tag)


MANY = 1e6
"""From here on the places after the point say nothing."""


def value_at(path: str, what: Any, unit: str, base: Scenario, other: Scenario) -> str:
    """The value at a path with its unit; choices of its field, and ids of townships and the like, by their names."""
    from planner.wording.fields import choice_among

    if isinstance(what, tuple) and what:
        return names.listed([value_at(path, one, unit, base, other) for one in what])
    if isinstance(what, str):
        return choice_among(lambda table, id: named(base, other, table, id), path, what)
    return value(what, unit)


def value(what: Any, unit: str) -> str:
    """A value of a scenario with its unit."""
    if what is None:
        return "–"
    if isinstance(what, bool):
        return _("yes") if what else _("no")
    if isinstance(what, int | float):
        whole = isinstance(what, int) or what.is_integer() or abs(what) >= MANY
        told = f"{what:,.0f}" if whole else f"{what:,.6g}"
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
