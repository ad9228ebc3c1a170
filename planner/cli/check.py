"""`planner check`: every problem of the files, then the load check; nothing is simulated."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import attrs
import typer
from rich.console import Console
from rich.table import Table

from planner.cli.complain import complain, in_json, problem_object
from planner.cli.consoles import data
from planner.cli.delivery import deliver
from planner.cli.layout import assumptions, heading, plain_table, say, say_place
from planner.cli.options import files_argument, json_option, lang_option
from planner.cli.usage import Command
from planner.cli.values import assumptions_by_part
from planner.errors import PlannerError
from planner.files.sources import source_finder
from planner.model.text import json_line
from planner.wording import _, ngettext, text
from planner.wording.labels import VERDICTS, label
from planner.wording.load_check import beside_headline, headline, load, overload, where_certified
from planner.wording.names import case_type, listed, scenario_title, team, township
from planner.wording.numbers import day, number, percent
from planner.wording.problems import sentence
from planner.workload import LoadCheck, PowerCheck, TeamLoad, Verdict, check_load
from planner.workload.reading import read

if TYPE_CHECKING:
    from planner.model.scenario import Scenario
    from planner.workload.reading import Reading


TEAMS_SHOWN = 12
_VERDICTS: tuple[Verdict, ...] = ("delegate", "later", "recall")


def print_check(console: Console, file: Path, reading: Reading, check: LoadCheck) -> None:
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


def check_line(file: Path, reading: Reading, check: LoadCheck) -> str:
    """One JSON object: no problems, notes, and everything the load check found."""
    scenario = reading.scenario
    return json_line(
        {
            "file": str(file),
            "name": scenario.name,
            "problems": [],
            "notes": [problem_object(note) for note in reading.notes],
            "illustrative": scenario.place.illustrative,
            "assumptions": sum(assumptions_by_part(scenario).values()),
            "limit": check.limit,
            "working_days": check.working_days,
            "working_hours": check.working_hours,
            "headline": attrs.asdict(check.headline),
            "office_load": check.office_load,
            "overloaded": [team.team for team in check.overloaded],
            "teams": [_team(team) for team in check.teams.values()],
            "powers": [attrs.asdict(power) for power in check.powers],
        },
    )


def _team(team: TeamLoad) -> dict[str, Any]:
    return attrs.asdict(team) | {"load": team.load, "certified_load": team.certified_load}


def register(app: typer.Typer, help: str) -> None:
    """Add the verb to the app, in the language in use; `help` says what it is for."""

    @app.command("check", cls=Command, help=help)
    def check(
        files: Annotated[list[Path], files_argument(_("Scenario files."))],
        as_json: Annotated[bool, json_option(_("One JSON object per file."))] = False,
        lang: Annotated[str | None, lang_option()] = None,
    ) -> None:
        problems = [problem for file in files for problem in _check(file, as_json)]
        if problems:
            raise typer.Exit(2)


def _check(file: Path, as_json: bool) -> list[Any]:
    """Print what is found in one file; its problems, if it has any."""

    try:
        reading = read(file)
        found = check_load(reading.scenario)
    except PlannerError as error:
        if as_json:
            deliver(in_json(file, error) + "\n", None, as_json=True)
        else:
            complain(error)
        return list(error.problems)
    if as_json:
        deliver(check_line(file, reading, found) + "\n", None, as_json=True)
    else:
        print_check(data(), file, reading, found)
    return []
