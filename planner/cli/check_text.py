"""The load check in plain words, for a person."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from planner.cli.assumptions import assumptions
from planner.cli.layout import heading, plain_table, say, say_place
from planner.files.sources import source_finder
from planner.i18n import _, ngettext, text
from planner.i18n.labels import VERDICTS, label
from planner.i18n.load_check import beside_headline, headline, load, overload, where_certified
from planner.i18n.names import case_type, listed, scenario_title, team, township
from planner.i18n.numbers import day, number, percent
from planner.i18n.problems import sentence
from planner.load import LoadCheck, PowerCheck, TeamLoad, Verdict

if TYPE_CHECKING:
    from planner.load.reading import Reading
    from planner.model.scenario import Scenario

TEAMS_SHOWN = 12
_VERDICTS: tuple[Verdict, ...] = ("delegate", "later", "recall")


def show(console: Console, file: Path, reading: Reading, check: LoadCheck) -> None:
    """Print the findings: the headline first, then powers, teams, verdicts and what they rest on."""
    scenario = reading.scenario
    console.print(heading(_("{title}: load check").format(title=scenario_title(scenario)), str(file)))
    if text(scenario.description):
        say(console, text(scenario.description))
    say_place(console, scenario)
    for note in reading.notes:
        say(console, _("Note: {note}").format(note=sentence(note)), style="yellow")
    console.print()
    say(console, headline(check.headline), style="bold")
    for line in (*beside_headline(check.headline), *where_certified(source_finder(scenario), check)):
        say(console, line)
    if check.powers:
        _show_powers(console, scenario, check)
    _show_teams(console, scenario, check)
    console.print()
    if scenario.phases:
        dates = listed([day(phase.start) for phase in scenario.phases])
        say(console, _("This is how it begins; the timeline changes it on {dates}.").format(dates=dates))
    say(console, assumptions(scenario), style="dim")


def _show_powers(console: Console, scenario: Scenario, check: LoadCheck) -> None:
    console.print()
    unusable = check.unusable
    if unusable:
        say(console, _("Powers held but not usable (no crew can be formed)"), style="bold")
        for types, units in _grouped(unusable):
            names = listed([case_type(scenario, key) for key in types])
            where = ngettext("{n} township", "{n} townships", len(units)).format(n=len(units))
            told = listed([township(scenario, key) for key in units])
            say(console, _("{what}: {n} – {where}").format(what=names, n=where, where=told), indent=2)
    else:
        say(console, _("Every power that is held can be used: crews can be formed everywhere."))
    console.print()
    table = plain_table(
        _("Verdict by power (townships)"), _("items"), *(label(VERDICTS, verdict) for verdict in _VERDICTS)
    )
    for key in dict.fromkeys(power.case_type for power in check.powers):
        of_type = [power for power in check.powers if power.case_type == key]
        counts = (sum(power.verdict == verdict for power in of_type) for verdict in _VERDICTS)
        table.add_row(
            case_type(scenario, key), str(of_type[0].items), *(str(count) if count else "–" for count in counts)
        )
    console.print(table)


def _grouped(powers: tuple[PowerCheck, ...]) -> list[tuple[list[str], tuple[str, ...]]]:
    """Case types that cannot be decided in the same townships, together."""
    units: dict[str, list[str]] = {}
    for power in powers:
        units.setdefault(power.case_type, []).append(power.township)
    groups: dict[tuple[str, ...], list[str]] = {}
    for key, where in units.items():
        groups.setdefault(tuple(where), []).append(key)
    return [(types, where) for where, types in groups.items()]


def _show_teams(console: Console, scenario: Scenario, check: LoadCheck) -> None:
    console.print()
    say(console, overload(check), style="bold")
    shown = check.overloaded[:TEAMS_SHOWN]
    if shown:
        console.print(_team_table(scenario, shown))
    if len(check.overloaded) > len(shown):
        more = len(check.overloaded) - len(shown)
        rest = ngettext("… and {n} more team (--json lists all)", "… and {n} more teams (--json lists all)", more)
        say(console, rest.format(n=more))
    if check.office_load is not None:
        say(
            console, _("Office teams and departments together: load {load}.").format(load=percent(check.office_load, 0))
        )


def _team_table(scenario: Scenario, teams: tuple[TeamLoad, ...]) -> Table:
    table = plain_table(_("Overloaded or almost full"), _("load"), _("of the certified"), _("staff"), _("short"))
    for found in teams:
        short = max(found.short, found.certified_short)
        table.add_row(
            team(scenario, found.team),
            load(found.load),
            load(found.certified_load) if found.certified_offered_hours else "–",
            number(found.people, 0 if float(found.people).is_integer() else 1),
            str(short),
        )
    return table
