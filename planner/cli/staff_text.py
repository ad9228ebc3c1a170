"""The smallest staff in plain words, for a person: the answer first, how sure it is, then team by team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from planner.cli.assumptions import assumptions, say_day_notes
from planner.cli.layout import heading, plain_table, say, say_place
from planner.i18n import _, names, ngettext, staffing
from planner.i18n.numbers import number

if TYPE_CHECKING:
    from planner.cli.staff_request import Request
    from planner.experiments.staffing import Need, StaffingResult
    from planner.model.scenario import Scenario

ABSENT = "–"


def show(console: Console, scenario: Scenario, result: StaffingResult, request: Request) -> None:
    """Print the answer, and what it is beside."""
    console.print(heading(_("{title}: staff").format(title=names.scenario_title(scenario)), scenario.name))
    say_place(console, scenario)
    target = result.target
    say(console, _("Target: {target}.").format(target=staffing.target(target)))
    console.print()
    if result.answer is not None:
        spared = _("{people} meet it, and with one fewer anywhere it is missed.")
        told = spared if result.ended == "found" else _("{people} meet it, the smallest staff found so far.")
        say(console, told.format(people=staffing.people(result.answer.people)), style="bold")
        say(console, staffing.how_sure(result))
    elif result.ended == "unreachable" and result.most is not None:
        told = _("Staff alone does not meet it: even {most}.")
        say(console, told.format(most=staffing.staffing(result.most, target)), style="bold")
    else:
        say(console, _("No staffing that was tried meets it."), style="bold")
    if result.present is not None:
        say(console, _("Now {present}.").format(present=staffing.staffing(result.present, target)))
    if result.by_load is not None:
        told = _("By the load check's arithmetic alone {by_load}.")
        say(console, told.format(by_load=staffing.staffing(result.by_load, target)))
    if result.needs and (result.answer is not None or result.by_load is not None):
        console.print()
        _show_needs(console, scenario, result)
    if result.beyond_quota:
        posts = [
            _("{unit} {posts}").format(unit=staffing.unit(scenario, key), posts=posts)
            for key, posts in result.beyond_quota.items()
        ]
        say(console, _("Posts beyond the quota: {posts}.").format(posts=names.listed(posts)), style="yellow")
    console.print()
    say(console, staffing.ended(result), style="dim")
    n = request.replications
    done = ngettext("{n} replication", "{n} replications", n).format(n=n)
    told = _("{done} of each with the same draws, seed {seed}. ± are 95% intervals of the means.")
    say(console, told.format(done=done, seed=request.seed), style="dim")
    say(console, assumptions(scenario), style="dim")
    say_day_notes(console, [scenario])


def _show_needs(console: Console, scenario: Scenario, result: StaffingResult) -> None:
    """Team by team: now, by arithmetic, the answer, and what one fewer gives."""
    table = plain_table(_("People"), _("now"), _("by load"), _("needed"), _("with one fewer"))
    for need in result.needs:
        answer = ABSENT if need.answer is None else str(need.answer)
        table.add_row(
            staffing.group(scenario, need.variable),
            _present(need),
            str(need.by_load),
            Text(answer, style="bold"),
            _one_fewer(need, result),
        )
    console.print(table)
    if any(need.one_fewer is None for need in result.needs) and result.ended == "found":
        say(console, _("–: one fewer is not a crew."), style="dim")


def _present(need: Need) -> str:
    """What there is now, from the fewest to the most where teams of a kind differ."""
    fewest, most = min(need.present), max(need.present)
    return number(fewest, 0) if fewest == most else _("{fewest}–{most}").format(fewest=fewest, most=most)


def _one_fewer(need: Need, result: StaffingResult) -> Text:
    if need.one_fewer is None:
        return Text(ABSENT)
    figure = need.one_fewer.figure
    told = staffing.value(figure, result.target)
    if need.one_fewer.met:
        return Text(_("{value}, met").format(value=told), style="green")
    if result.target.surely_not(figure):
        return Text(_("{value}, missed").format(value=told), style="red")
    return Text(_("{value}, hardly missed").format(value=told), style="yellow")
