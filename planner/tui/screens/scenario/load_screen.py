"""The full load check (承接评估) of the content of a document: teams, powers, and what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult

from planner.tui.frame.screen import PlannerScreen
from planner.tui.screens.scenario.questions import Details
from planner.tui.widgets.controls import Segments
from planner.tui.widgets.filter_list import FilterList, ListColumn, ListRow, row
from planner.tui.widgets.words import Words
from planner.wording import N_, _, labels, load_check, names, ngettext
from planner.wording.numbers import day, number, percent

if TYPE_CHECKING:
    from planner.editing import State
    from planner.model.scenario import Scenario
    from planner.workload import LoadCheck, TeamLoad


VERDICTS = ("delegate", "later", "recall")
STAGES = {
    "intake": N_("intake"),
    "village": N_("village"),
    "fact": N_("fact-finding"),
    "decision": N_("decision"),
    "partner": N_("attending as partner"),
    "redo": N_("redoing"),
}
"""The steps of a case that take somebody's time."""


def screen_title(scenario: Scenario) -> str:
    """The name of the screen."""
    return _("{title}: load check").format(title=names.scenario_title(scenario))


def below_headline(state: State, scenario: Scenario, check: LoadCheck) -> list[str]:
    """What stands below the headline."""
    lines = [*load_check.beside_headline(check.headline), *load_check.where_certified(state.source, check)]
    if scenario.phases:
        dates = names.listed([day(phase.start) for phase in scenario.phases])
        lines.append(_("This is how it begins; the timeline changes it on {dates}.").format(dates=dates))
    return lines


def load_sums(check: LoadCheck) -> list[str]:
    """The sums over all teams, in lines of words."""
    lines = [load_check.overload(check)]
    if check.office_load is not None:
        lines.append(
            _("Office teams and departments together: load {load}.").format(load=percent(check.office_load, 0))
        )
    return lines


def team_columns() -> tuple[ListColumn, ...]:
    """What is said of each team."""
    return (
        ListColumn(title=_("Team"), fills=True, most=70, least=20),
        ListColumn(title=_("load"), right=True, most=12),
        ListColumn(title=_("of the certified"), right=True, most=16),
        ListColumn(title=_("staff"), right=True, most=8),
        ListColumn(title=_("short"), right=True, most=6),
        ListColumn(title="", most=16),
    )


def _sorted(check: LoadCheck) -> list[TeamLoad]:
    over = list(check.overloaded)
    rest = [team for team in check.teams.values() if not team.is_above(check.limit)]
    return [*over, *sorted(rest, key=lambda team: (-(team.load or 0.0), team.team))]


def team_rows(scenario: Scenario, check: LoadCheck) -> list[ListRow]:
    """Every team, the overloaded first."""
    rows = []
    for team in _sorted(check):
        over = team.is_above(check.limit)
        short = max(team.short, team.certified_short)
        rows.append(
            row(
                team.team,
                names.team(scenario, team.team),
                (load_check.load(team.load), "bad" if over else ""),
                load_check.load(team.certified_load) if team.certified_offered_hours else "–",
                number(team.people, 0 if float(team.people).is_integer() else 1),
                (str(short) if short else "–", "bad" if short else "muted"),
                (load_check.verdict(team, check.limit), "bad"),
            )
        )
    return rows


def power_columns() -> tuple[ListColumn, ...]:
    """What is said of each power."""
    return (
        ListColumn(title=_("Verdict by power (townships)"), fills=True, most=70, least=20),
        ListColumn(title=_("items"), right=True, most=8),
        *(ListColumn(title=labels.label(labels.VERDICTS, verdict), right=True, most=16) for verdict in VERDICTS),
    )


def power_rows(scenario: Scenario, check: LoadCheck) -> list[ListRow]:
    """Every power that townships hold, by case type."""
    rows = []
    for key in dict.fromkeys(power.case_type for power in check.powers):
        of_type = [power for power in check.powers if power.case_type == key]
        counts = [sum(power.verdict == verdict for power in of_type) for verdict in VERDICTS]
        cells = [(str(count) if count else "–", "" if count else "muted") for count in counts[:2]] + [
            (str(counts[2]) if counts[2] else "–", "bad" if counts[2] else "muted")
        ]
        rows.append(row(key, names.case_type(scenario, key), str(of_type[0].items), *cells))
    return rows


def team_details(scenario: Scenario, check: LoadCheck, key: str) -> list[str]:
    """What the load of a team is made of."""
    team = check.teams[key]
    lines = [
        load_check.team_load(names.team(scenario, key), team, check.limit),
        ngettext(
            "{offered} hours of work a year, {available} hours of {people} person.",
            "{offered} hours of work a year, {available} hours of {people} people.",
            1 if team.people == 1 else 2,
        ).format(
            offered=number(team.offered_hours, 0),
            available=number(team.available_hours, 0),
            people=number(team.people, 0 if float(team.people).is_integer() else 1),
        ),
        _("{share} of their time goes to meetings and inspections.").format(share=percent(team.meetings_share, 0)),
        "",
    ]
    for line in sorted(team.lines, key=lambda one: -one.hours):
        told = ngettext("{n} case", "{n} cases", round(line.cases)).format(n=number(line.cases, 0))
        lines.append(
            _("{hours} h  {case_type}, {stage} ({cases}, crew of {crew})").format(
                hours=f"{line.hours:>9,.0f}",
                case_type=names.case_type(scenario, line.case_type),
                stage=labels.label(STAGES, line.stage),
                cases=told,
                crew=line.crew,
            )
        )
    return lines


def power_details(scenario: Scenario, check: LoadCheck, key: str) -> list[str]:
    """In which townships a power can be used, and who would decide."""
    lines = [names.case_type(scenario, key)]
    for verdict in VERDICTS:
        found = [power for power in check.powers if power.case_type == key and power.verdict == verdict]
        if found:
            lines += ["", labels.label(labels.VERDICTS, verdict)]
        for power in found:
            team = names.team(scenario, power.team) if power.team else _("nobody there")
            lines.append(
                _("· {township}: {team}, {certified} certified of {officers}; a crew takes {crew}").format(
                    township=names.township(scenario, power.township),
                    team=team,
                    certified=power.certified_officers,
                    officers=power.officers,
                    crew=power.crew,
                )
            )
    return lines


class LoadCheckScreen(PlannerScreen):
    """Every team and every power; Enter shows what a row is made of."""

    CSS_PATH = "load_screen.tcss"
    SHOWN: ClassVar[tuple[str, ...]] = ("back",)
    AUTO_FOCUS = "FilterList"

    def __init__(self, state: State) -> None:
        """A state without problems."""
        super().__init__()
        assert state.scenario is not None and state.load is not None
        self.state = state
        self.scenario = state.scenario
        self.check = state.load
        self._of = "teams"

    def title_text(self) -> str:
        """The title, which names the scenario."""
        return screen_title(self.scenario)

    def help_text(self) -> str:
        """What F1 says about the load check."""
        return _(
            "Hours of work against hours of people, and whether crews can be formed: plain arithmetic, before any "
            "simulation. Enter on a row shows what it is made of."
        )

    def body(self) -> ComposeResult:
        """The headline, then teams or powers."""
        yield Words(load_check.headline(self.check.headline), id="load-headline")
        yield Words("\n".join(below_headline(self.state, self.scenario, self.check)), id="load-beside")
        yield Segments([("teams", _("Teams")), ("powers", _("Powers"))], self._of, id="load-of")
        yield Words(id="load-told")
        yield FilterList(id="load-rows")

    def on_mount(self) -> None:
        """Show the teams first: those with the most work."""
        self._show()

    async def recompose(self) -> None:
        """Compose again in another language, and fill the list again."""
        await super().recompose()
        self._show()

    def _show(self) -> None:
        rows = next(iter(self.query("#load-rows").results(FilterList)), None)
        if rows is None:  # Left before it was there.
            return
        told = self.query_one("#load-told", Words)
        if self._of == "teams":
            told.update(" ".join(load_sums(self.check)))
            rows.show(team_rows(self.scenario, self.check), team_columns())
        else:
            told.update(load_check.usable(self.check))
            rows.show(power_rows(self.scenario, self.check), power_columns())

    def on_segments_changed(self, event: Segments.Changed) -> None:
        """The list shows teams or powers, as was chosen."""
        self._of = event.segments.value
        self._show()

    @work(exclusive=True, group="details")
    async def on_filter_list_chosen(self, event: FilterList.Chosen) -> None:
        """What a row is made of."""
        told = team_details if self._of == "teams" else power_details
        lines = told(self.scenario, self.check, event.id)
        await self.app.push_screen_wait(Details(lines[0], [("close", _("Close"))], "\n".join(lines[1:])))
