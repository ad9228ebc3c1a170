"""The way of one case in plain words: what happened when, for whom it waited, and whether it was in time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from attrs import frozen

from planner.wording import labels, names
from planner.wording.language import N_, _, ngettext
from planner.wording.numbers import day, number, short_day

if TYPE_CHECKING:
    from planner.experiments.journey import CaseRow, CaseStep, Journey
    from planner.model.scenario import Scenario

AT_ONCE_HOURS = 0.05
"""A wait too short to be named."""

_DONE: Mapping[str, str] = {
    "intake": N_("registered and triaged"),
    "village": N_("tried in the village"),
    "fact": N_("facts found"),
    "decision": N_("decided"),
    "redo": N_("decided anew after it was reversed"),
    "partner": N_("attended as a partner"),
    "repeat": N_("received a citizen who came again"),
}


@frozen
class Told:
    """A sentence, and when what it tells began or happened."""

    when: datetime
    said: str


def moment(value: datetime) -> str:
    """A day and a time, for narrow places."""
    return f"{short_day(value.date())} {value:%H:%M}"


def span(hours: float, per_day: float, *, wall: bool) -> str:
    """A stretch of working time in minutes, hours or working days; of an emergency on the clock."""
    if hours < 1.0:
        minutes = round(60.0 * hours)
        return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)
    if wall or hours < per_day:
        return _("{n} hours").format(n=number(hours, 1))
    return _("{n} working days").format(n=number(hours / per_day, 1))


def elapsed(amount: float, family: str) -> str:
    """How long a case took, as its row has it."""
    if family == "emergency":
        return _("{n} hours").format(n=number(amount, 1))
    return _("{n} working days").format(n=number(amount, 1))


def title(case: CaseRow, scenario: Scenario) -> str:
    """A case by its type, place and report."""
    return _("{type}, {township}, reported {day}").format(
        type=names.case_type(scenario, case.case_type),
        township=names.township(scenario, case.township),
        day=day(case.reported.date()),
    )


def outcome(case: CaseRow) -> str:
    """How long it took, and whether that was in time."""
    took = elapsed(case.elapsed, case.family)
    late = elapsed(case.late, case.family)
    if case.closed is None and case.overdue:
        return _("still open at the end after {took}, {late} past its deadline").format(took=took, late=late)
    if case.closed is None:
        return _("still open at the end after {took}, not due yet").format(took=took)
    if case.overdue:
        return _("closed after {took}, {late} past its deadline").format(took=took, late=late)
    return _("closed after {took}, in time").format(took=took)


def sentences(found: Journey, scenario: Scenario) -> list[Told]:
    """The way from the report to the closure, a sentence for each thing that happened."""
    case = found.case
    first = (
        _("Open already when the scenario begins; due by {day}.")
        if case.opening
        else _("Reported ({channel}); due by {day}.").format(
            channel=labels.label(labels.CHANNELS, case.channel), day="{day}"
        )
    )
    told = [Told(case.reported, first.format(day=moment(case.due)))]
    told += [Told(step.stretches[0].asked, _of_step(step, found, scenario)) for step in found.steps]
    if case.unusable:
        told.append(Told(found.until, _("The township held the power, but could not form a crew for it.")))
    told.append(Told(found.until, _("{outcome}.").format(outcome=_capital(outcome(case)))))
    return told


def step_name(step: CaseStep, scenario: Scenario) -> str:
    """A step for narrow places."""
    return labels.label(labels.STEPS, step.step)


def _of_step(step: CaseStep, found: Journey, scenario: Scenario) -> str:
    team = "" if step.team is None else names.team(scenario, step.team)
    wall = found.case.family == "emergency"
    waited, taken = (span(hours, found.hours_per_day, wall=wall) for hours in (step.waited, step.taken))
    if step.works:
        return _worked(step, team, waited, taken)
    sayings = {
        "dispatch": _("Waits to be dispatched: {taken}."),
        "owner_coordination": _("A coordination meeting settled who owns it: {taken}."),
        "legal_review": _("Legal review: {taken}."),
        "referral": _("{team} asked by letter; {taken} until it took the matter on."),
        "whistle": _("{team} whistled for; {taken} until it reported for duty."),
        "partner_referral": _("{team} asked by letter to take part; {taken} until it did."),
        "partner_whistle": _("{team} whistled for to take part; {taken} until it did."),
        "join": _("The responsible team was done; waited {taken} for partners."),
    }
    said = sayings.get(step.step)
    if step.step == "return":
        n = max(1, found.case.bounces)
        said = ngettext(
            "Sent to {n} unit that returned it: {taken} in all.",
            "Sent to {n} units one after the other that returned it: {taken} in all.",
            n,
        ).format(n=n, taken="{taken}")
    if said is None:
        said = _("{step}: {taken}.").format(step=step_name(step, scenario), taken="{taken}")
    told = said.format(team=team, taken=taken)
    return told if step.ended is not None else _("{told} Not over at the end.").format(told=told)


def _worked(step: CaseStep, team: str, waited: str, taken: str) -> str:
    begun = any(stretch.started is not None for stretch in step.stretches)
    if not begun:
        return _("Waiting for {team} since then: {waited}.").format(team=team, waited=waited)
    done = _(_DONE[step.step])
    if step.crew > 1:
        done = _("{done} by {n} officers").format(done=done, n=step.crew)
    if step.ended is None:
        took = _("{done}: begun, not over at the end").format(done=done)
    else:
        took = _("{done} in {taken}").format(done=done, taken=taken)
    if step.waited < AT_ONCE_HOURS:
        return _("{team}: {took}, at once.").format(team=team, took=took)
    return _("Waited {waited} for {team}; {took}.").format(waited=waited, team=team, took=took)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
