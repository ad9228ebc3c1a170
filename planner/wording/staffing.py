"""The smallest staff that meets a target, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.wording import comparison as words
from planner.wording import names
from planner.wording.language import _, ngettext, text
from planner.wording.numbers import number

if TYPE_CHECKING:
    from planner.experiments.staffing import StaffingResult
    from planner.experiments.staffing_groups import Group
    from planner.experiments.staffing_tries import StaffingTarget, Tried, Variable
    from planner.model.scenario import Scenario
    from planner.stats.interval import Interval


def target(one: StaffingTarget) -> str:
    """A target in words: the figure, and what it is to be at least or at most."""
    places = words.digits(one.figure, one.value, None)
    told = _("{figure} at least {value}") if one.sign == ">=" else _("{figure} at most {value}")
    return told.format(figure=words.figure(one.figure), value=words.value(one.value, one.figure, places))


def value(interval: Interval | None, one: StaffingTarget) -> str:
    """The figure with its half-width."""
    if interval is None:
        return _("not reached")
    return words.mean_told(interval, one.figure)


def people(count: int) -> str:
    """A number of people in words, such as “3 people”."""
    return ngettext("{n} person", "{n} people", count).format(n=number(count, 0))


def staffing(tried: Tried, one: StaffingTarget) -> str:
    """People in all, and what they give."""
    return _("{people}: {value}").format(people=people(tried.people), value=value(tried.figure, one))


def group(scenario: Scenario, variable: Variable) -> str:
    """Whose number it is: a team, or the teams of a name in a kind of township; certified officers among them."""
    return _("  certified") if variable.what == "certified" else group_name(scenario, variable.group)


def group_name(scenario: Scenario, group: Group) -> str:
    """A team, or the teams of a name in a kind of township."""
    if not group.key.startswith("kinds."):
        return names.team(scenario, group.key)
    _kinds, kind, _teams, team = group.key.split(".")
    title = (text(scenario.kinds[kind]) if kind in scenario.kinds else "") or kind
    first = group.teams[0].split(".")[1]
    name = text(scenario.townships[first].teams[team].name) or team
    return _("{kind} {team} (each of {n})").format(kind=title, team=name, n=len(group.teams))


def how_sure(result: StaffingResult) -> str:
    """How sure it is that the answer meets the target."""
    one = result.target
    assert result.answer is not None
    told = value(result.answer.figure, one)
    if one.surely(result.answer.figure):
        told = _("{value}, the whole interval meets it").format(value=told)
    else:
        told = _("{value}, on average; the interval reaches beyond what is asked for").format(value=told)
    if result.fresh is None:
        return _("{told}.").format(told=told)
    again = value(result.fresh, one)
    if one.met(result.fresh):
        return _("{told}. On fresh draws: {again}, met again.").format(told=told, again=again)
    return _("{told}. On fresh draws: {again}, not met: ask for more replications, or add a person.").format(
        told=told, again=again
    )


def ended(result: StaffingResult) -> str:
    """How the search ended, and what that means for the answer."""
    tries = ngettext("{n} staffing was tried", "{n} staffings were tried", result.tries).format(n=result.tries)
    if result.ended == "found":
        told = _("{tries}. A smaller staff that has more somewhere and fewer elsewhere may exist.")
    elif result.ended == "unreachable":
        told = _("{tries}; more staff than the largest of them was not tried.")
    elif result.ended == "tries":
        told = _(
            "{tries}, as many as allowed (--tries); a smaller staff may do. --teams and --by-kind narrow the search."
        )
    else:
        told = _("Stopped early after {n}; a smaller staff may do.")
    return told.format(tries=tries, n=result.tries)


def unit(scenario: Scenario, key: str) -> str:
    """A township or department by `townships.<t>` or `departments.<d>`."""
    area, _dot, name = key.partition(".")
    return names.township(scenario, name) if area == "townships" else names.department(scenario, name)
